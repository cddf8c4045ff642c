"""What a run has not learnt: wrong answers lead to their teachers, gaps have names, what resists is picked out."""

from pathlib import Path
from typing import Any

import pytest

from records.files import read_json, sha256_file, write_json, write_jsonl
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from tests.train.tiny import frozen_folder, row
from train.__main__ import main
from train.hardness import learnt
from train.phrasing_gaps import Taught, gaps
from train.proportions import fisher


def taught_row(group: str, phrasing: str, template: str = "match.score") -> dict[str, Any]:
    name = f"results/{template}/{group}/{phrasing}"
    return {**row(1), "id": name, "template": template, "group": f"match/{group}", "phrasing": phrasing}


def answer(group: str, good: bool, phrasing: str = "ora.sem-data", probe: str = "known") -> dict[str, Any]:
    return {
        "id": f"results/match.score/{group}/{phrasing}",
        "probe": probe,
        "builder": "results",
        "template": "match.score",
        "phrasing": phrasing,
        "group": f"match/{group}",
        "question": "Como acabou?",
        "reference": "Acabou 3-1.",
        "answer": "Acabou 3-1." if good else "Acabou 0-0.",
        "outcome": "right" if good else "wrong",
        "good": good,
        "why": "" if good else "score not given",
        "source": "jogos.csv, line 2",
    }


def losses(name: str, *told: float) -> dict[str, Any]:
    return {"id": name, "losses": list(told)}


def test_what_stays_far_above_others_of_its_template_is_hard_and_what_never_fell_was_never_learnt():
    good = [losses(f"results/match.score/{n}/x", 2.0, 0.5, 0.02 + n / 1000) for n in range(20)]
    slow = losses("results/match.score/slow/x", 3.0, 1.5, 0.4)
    never = losses("results/match.score/never/x", 2.0, 1.9, 1.8)
    found = learnt([*good, slow, never])
    assert [(one.id, one.never) for one in found if one.hard] == [(never["id"], True), (slow["id"], False)]


def test_a_template_that_is_hard_as_a_whole_marks_none_of_its_examples():
    passages = [losses(f"books/passage/{n}/x", 3.0, 1.0 + n / 100) for n in range(10)]
    easy = [losses(f"results/match.score/{n}/x", 2.0, 0.02) for n in range(30)]
    assert not any(one.hard for one in learnt([*passages, *easy]))
    few = [losses("books/title/1/x", 3.0, 1.0), losses("books/title/2/x", 3.0, 0.9)]
    assert not any(one.hard for one in learnt([*few, *easy]))
    assert [one.id for one in learnt([*few, *easy, losses("books/title/3/x", 3.0, 2.5)]) if one.hard] == [
        "books/title/3/x"
    ]


def test_gaps_name_the_words_that_wrong_facts_were_taught_without():
    taught, known = Taught(), "abcde"
    for group in known:
        taught.add(taught_row(group, "diz-me.data-longa"))
        taught.add(taught_row(group, "diz-me.data-curta"))
    taught.add(taught_row("x", "diz-me.data-longa"))
    taught.add(taught_row("y", "diz-me.data-longa"))
    found = gaps("t", [*(answer(group, True) for group in known), answer("x", False), answer("y", False)], taught)
    assert found["by_phrasings"] == [{"phrasings": 1, "rows": 2, "wrong": 2}, {"phrasings": 2, "rows": 5, "wrong": 0}]
    assert [one["piece"] for one in found["missing"]] == ["data-curta"]
    counts = {key: found["missing"][0][key] for key in ("wrong", "of_wrong", "right", "of_right")}
    assert counts == {"wrong": 2, "of_wrong": 2, "right": 0, "of_right": 5}


def test_words_that_come_with_wrong_answers_by_accident_are_not_named():
    answers = [answer(str(n), n > 0, f"ora.x{n}.x{n}") for n in range(6)]
    assert gaps("t", answers, Taught())["failing"] == []


def test_chance_of_so_many_is_that_of_the_lady_tasting_tea():
    assert fisher(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert fisher(3, 4, 4, 8) == pytest.approx(17 / 70)


def test_an_example_as_hard_as_others_asked_in_the_same_words_is_not_marked():
    good = [losses(f"results/match.score/{n}/ora.dia", 2.0, 0.5, 0.02) for n in range(20)]
    vague = [losses(f"results/match.score/{n}/ora.mes", 2.0, 0.9, 0.15 + n / 1000) for n in range(5)]
    odd = losses("results/match.score/odd/ora.mes", 2.0, 1.2, 0.6)
    assert [one.id for one in learnt([*good, *vague, odd]) if one.hard] == [odd["id"]]


def test_gaps_name_the_words_of_the_questions_that_fail():
    answers = [answer(str(n), n > 4, "ora.ano-curto" if n < 6 else "ora.ano") for n in range(12)]
    assert gaps("t", answers, Taught())["failing"][0] == {"piece": "ano-curto", "rows": 6, "wrong": 5}


@pytest.fixture
def run_folder(place: Path) -> Path:  # noqa: F811
    frozen_folder(place / "frozen" / "v2", [taught_row("a", "p1"), taught_row("a", "p2"), taught_row("b", "p1")], [])
    run = place / "runs" / "001-tiny"
    of = {"adapter_sha256": sha256_file(run / "adapters" / "adapters.safetensors")}
    write_json(run / "evaluation.json", {**of, "answers": [answer("a", False), answer("b", True)]})
    return run


def test_a_wrong_answer_leads_to_the_examples_that_should_have_taught_it(run_folder: Path, capsys):
    told = [losses(f"results/match.score/{n}/x", 2.0, 0.02) for n in range(10)]
    write_jsonl(run_folder / "example_losses.jsonl", [*told, losses("results/match.score/odd/x", 2.0, 1.8)])
    words = ["lessons", "--data", str(run_folder.parents[1] / "frozen" / "v2"), "--runs", str(run_folder.parent)]
    assert main(words) == 0
    found = read_json(run_folder / "lessons.json")
    assert [one["taught_by"] for one in found["wrong"]] == [
        ["results/match.score/a/p1", "results/match.score/a/p2"],
    ]
    assert [one["id"] for one in found["never_learnt"]] == ["results/match.score/odd/x"]
    printed = capsys.readouterr().out
    assert "results/match.score" in printed and "2x: 1 of 1" in printed
    assert "never learnt: 1" in printed and "2 times the median of its template" in printed
    assert "has changed since" not in printed


def test_answers_of_an_earlier_adapter_are_said_to_be(run_folder: Path, capsys):
    path = run_folder / "evaluation.json"
    write_json(path, {**read_json(path), "adapter_sha256": "0" * 64})
    words = ["lessons", "--data", str(run_folder.parents[1] / "frozen" / "v2"), "--runs", str(run_folder.parent)]
    assert main(words) == 0
    assert "The adapter has changed since it gave these answers: `make evaluate` again." in capsys.readouterr().out


def test_a_run_neither_evaluated_nor_with_losses_says_what_to_do(place: Path, capsys):  # noqa: F811
    assert main(arguments(place, "lessons")) == 1
    assert "holds neither answers nor losses to learn from; `make evaluate` first" in capsys.readouterr().err
