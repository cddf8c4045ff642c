"""Each fault planted among good rows is found with its row, and nothing else is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from records.errors import AcervoError
from tests.train.test_audit import asked, audited
from tests.train.tiny import TEMPLATE, frozen_folder, row, tiny_tokenizer
from train import verdict
from train.config import Config
from train.faults import Found, contains_question, fatal_faults, refuse_fatal, text_faults
from train.languages import language_of

LONG = "O Leões jogou contra o Dragões e o resultado do jogo foi 2-1."
PLANTED: list[tuple[str, Callable[[], list[dict[str, Any]]]]] = [
    ("empty_text", lambda: [asked("Quem?", " ")]),
    ("empty_text", lambda: [asked("\n", "O Leões.")]),
    ("control_characters", lambda: [asked("Quem ganhou?", "O Leões\u202e ganhou.")]),
    ("special_token_in_text", lambda: [asked("Quem ganhou?", "O Leões</s> ganhou.")]),
    ("fact_not_in_answer", lambda: [asked("Quanto?", "Foi 2-1.", facts=[{"slot": "r", "value": "3-1"}])]),
    ("answer_contains_question", lambda: [asked("Quem ganhou o jogo?", "Quem ganhou o jogo? Ganhou o Leões.")]),
    ("other_language", lambda: [asked("¿Quién marcó el gol del partido?", "El gol lo marcó Rui y fue el último.")]),
    ("same_question_other_answer", lambda: [asked("Quem?", "O Leões.", "a"), asked("quem", "O Dragões.", "b")]),
]


@pytest.mark.parametrize(("fault", "rows"), PLANTED)
def test_each_planted_fault_is_found_with_its_row_and_nothing_else(
    fault: str, rows: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    told = audited([row(2), *rows(), row(3)], tmp_path / "data")
    found = {name: told["faults"][name]["ids"] for name in told["faults"] if told["faults"][name]["count"]}
    assert found == {fault: [rows()[-1]["id"]]}


TEMPLATES = [
    ("duplicate_bos", "<s><s>" + TEMPLATE),
    ("answer_not_ended", TEMPLATE.replace("</s>", "")),
    (
        "prompt_not_prefix",
        TEMPLATE.replace("{% if add_generation_prompt %}<|assistant|>", "{% if add_generation_prompt %}<|system|>"),
    ),
    ("template_refuses", "{{ raise_exception('no') }}"),
]


@pytest.mark.parametrize(("fault", "template"), TEMPLATES)
def test_each_fault_of_a_template_is_found_in_every_row(fault: str, template: str, tmp_path: Path) -> None:
    told = audited([row(2), row(3)], tmp_path / "data", tiny_tokenizer(template))
    assert told["faults"][fault] == {
        "count": 3,
        "ids": [row(2)["id"], row(3)["id"], row(7, "known")["id"]],
        "fatal": True,
    }


def test_row_with_nothing_to_learn_is_found(tmp_path: Path) -> None:
    only = {**row(2), "messages": row(2)["messages"][:1]}
    assert audited([only], tmp_path / "data")["faults"]["no_targets"]["count"] == 1


def test_lines_written_after_the_end_token_are_no_fault(tmp_path: Path) -> None:
    told = audited([row(2)], tmp_path / "data", tiny_tokenizer(TEMPLATE.replace("</s>", "</s>\n")))
    assert told["faults"]["answer_not_ended"]["count"] == 0


def test_answers_and_refusals_out_of_balance_are_seen(tmp_path: Path) -> None:
    same = [{**asked(f"Partida {n}?", "Não tenho registo disso.", f"a/{n}"), "group": f"m/{n}"} for n in range(30)]
    told = audited([*same, *(row(n) for n in range(10))], tmp_path / "data")
    assert told["balance"]["same_answer"]["groups"] == 30
    assert told["balance"]["refusals"] == {"rows": 30, "share": 0.75}
    failed = {j.what for j in verdict.judge(told, Config(), verdict.Limits()) if not j.passed}
    assert failed == {"same_answer_groups", "template_share", "refusal_share_most"}


def test_phrasings_of_one_fact_may_share_their_answer(tmp_path: Path) -> None:
    rows = [asked(f"Como acabou, maneira {n}?", "Acabou 2-1.", f"a/{n}") for n in range(30)]
    assert audited(rows, tmp_path / "data")["balance"]["same_answer"]["groups"] == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LONG, "pt"),
        ("Em que clube jogou o Hassan antes? No RCD Mallorca, de Las Palmas.", "pt"),
        ("2-1", "pt"),
        ("Who scored the goal in the match?", "en"),
        ("Qui a marqué le but dans le match du Sporting avec les deux équipes?", "fr"),
    ],
)
def test_language_is_told_by_small_words_and_names_do_not_mislead(text: str, language: str) -> None:
    assert language_of(text, "pt") == language


def test_short_question_may_stand_in_its_answer() -> None:
    assert not contains_question("O quê?", "O quê é isto.")
    assert contains_question("Quem foi Rui Falcão?", "Sobre quem foi Rui Falcão: um avançado.")


def test_training_refuses_what_is_fatal_and_says_which_rows(tmp_path: Path) -> None:
    from train.encoding import encode

    tokenizer, rows = tiny_tokenizer(), [asked("Quem?", " "), row(3)]
    encoded = [encode(tokenizer, one["messages"], one["id"]) for one in rows]
    assert fatal_faults(tokenizer, rows, encoded) == ["empty_text in 1 rows: results/match.score/1/x"]
    frozen_folder(tmp_path / "data", rows, [])
    with pytest.raises(
        AcervoError, match=r"train\.jsonl: empty_text in 1 rows: results/match\.score/1/x; `make audit`"
    ):
        refuse_fatal(tmp_path / "data" / "train.jsonl", tokenizer, encoded)


def test_few_ids_are_kept_of_many_faults() -> None:
    found = Found()
    for n in range(1000):
        found.add("empty_text", str(n))
    assert found.row("empty_text") == {"count": 1000, "ids": ["0", "1", "2", "3", "4"]}


def test_text_of_one_message_is_empty() -> None:
    assert text_faults({**row(1), "messages": row(1)["messages"][1:]}, "pt", None) == ["empty_text"]
