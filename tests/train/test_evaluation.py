"""Evaluation and ask as a person runs them, on a tiny model trained by nobody."""

import resource
import shutil
from pathlib import Path

import pytest

from records.files import read_json, write_json
from tests.train.tiny import frozen_folder, model_folder, row, tiny_model, tiny_tokenizer
from train.__main__ import main
from train.config import Adapter, Config, config_row
from train.evaluation import _own_place, perplexities
from train.evaluation_text import _failing
from train.generation import Generated
from train.judging import judge, piece_tallies, read_aliases, tally, worst
from train.proportions import mcnemar, wilson
from train.sampling import sample


def known(number: int, **changes) -> dict:
    return {**row(number, "known"), "facts": [{"slot": "score", "value": f"{number % 5}-{number % 3}"}], **changes}


def unseen(number: int) -> dict:
    return row(number, "unseen", f"Jogo {number}: não tenho registo desse jogo.")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A data folder with a frozen dataset and a run whose adapter changes nothing."""
    from train.lora import add_adapters, save_adapter

    frozen_folder(tmp_path / "frozen" / "v1", [row(1)], [known(1), known(2), unseen(3), row(4, "unanswerable")])
    (tmp_path / "frozen" / "latest").symlink_to("v1")
    model, adapter = model_folder(tmp_path / "model"), Adapter(rank=2)
    run = tmp_path / "runs" / "001-tiny"
    (run / "adapters").mkdir(parents=True)
    trained = tiny_model()
    add_adapters(trained, adapter)
    save_adapter(run / "adapters", trained, adapter)
    config = config_row(Config(model=str(model)))
    write_json(run / "training_config.json", {"config": config, "dataset": {"version": "v1"}, "parent": None})
    return tmp_path


def arguments(place: Path, *words: str) -> list[str]:
    return [*words, "--data", str(place), "--runs", str(place / "runs")]


def test_evaluate_counts_every_probe_and_writes_json_and_markdown(place: Path, capsys):
    assert main(arguments(place, "evaluate", "--split", "valid")) == 0
    printed = capsys.readouterr().out
    assert "unanswerable" in printed and "perplexity" in printed
    result = read_json(place / "runs" / "001-tiny" / "evaluation_valid.json")
    assert {probe: counts["rows"] for probe, counts in result["probes"].items()} == {
        "known": 2,
        "unseen": 1,
        "unanswerable": 1,
    }
    assert result["perplexity"]["known"]["perplexity"] > 100  # nothing learnt of 261 tokens
    assert len(result["answers"]) == 4
    text = (place / "runs" / "001-tiny" / "evaluation_valid.md").read_text()
    assert "The worst 4 in full" in text and "results.csv line 1" in text


@pytest.mark.parametrize("command", ["evaluate", "compare", "general", "lessons", "export"])
def test_folder_that_takes_nothing_is_found_before_the_model_is_loaded(place: Path, capsys, command):
    shutil.rmtree(place / "model")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))  # the system refuses every file, as a full disk does
    try:
        assert main(arguments(place, command)) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "001-tiny: nothing can be written here (File too large); free space" in capsys.readouterr().err


def test_a_sample_says_of_how_many(place: Path, capsys):
    assert main([*arguments(place, "evaluate", "--split", "valid"), "--limit", "1"]) == 0
    assert "a sample was asked: 1 of 2 known (LIMIT=0 asks all)" in capsys.readouterr().out


def test_base_is_evaluated_beside_the_adapter(place: Path):
    assert main(arguments(place, "evaluate", "--split", "valid", "--base")) == 0
    assert read_json(place / "runs" / "001-tiny" / "evaluation_valid_base.json")["adapter"] is False


def test_an_empty_split_is_named_with_a_remedy(place: Path, capsys):
    assert main(arguments(place, "evaluate")) == 1
    assert "test.jsonl: holds no rows; a larger corpus" in capsys.readouterr().err


def test_ask_answers_with_the_newest_adapter(place: Path, capsys):
    assert main([*arguments(place, "ask", "Jogo 1?"), "--max-tokens", "4"]) == 0
    assert capsys.readouterr().out.endswith("\n")


def test_ask_before_any_training_says_what_to_do(tmp_path: Path, capsys):
    assert main(arguments(tmp_path, "ask", "Jogo 1?")) == 1
    assert "no run has an adapter yet; `make train` makes one" in capsys.readouterr().err


def test_ask_of_an_unknown_run_lists_those_there_are(place: Path, capsys):
    assert main([*arguments(place, "ask", "Jogo 1?"), "--run", "002"]) == 1
    assert "runs with an adapter: 001-tiny" in capsys.readouterr().err


def test_another_dataset_than_the_runs_own_is_not_taken_in_silence(place: Path, capsys):
    (place / "frozen" / "v1").rename(place / "frozen" / "v2")
    (place / "frozen" / "latest").unlink()
    (place / "frozen" / "latest").symlink_to("v2")
    assert main([*arguments(place, "ask", "Jogo 1?"), "--max-tokens", "4"]) == 0
    assert "001-tiny learnt from dataset v1, which is not here: v2, the latest, stands in" in capsys.readouterr().err


def test_an_empty_question_is_refused(place: Path, capsys):
    assert main(arguments(place, "ask", " ")) == 1
    assert "question: it is empty" in capsys.readouterr().err


def test_names_frozen_with_the_dataset_let_another_form_of_a_club_count(tmp_path: Path):
    facts = [{"slot": "club", "value": "Leões do Mar"}]
    asked = {**row(1, "known", "Veio do Leões do Mar."), "facts": facts}
    answers = [Generated("Veio do LM Atlético.", 5, True)]
    assert not judge([asked], answers)[0].good
    write_json(tmp_path / "names.json", {"Leões do Mar": ["LM Atlético"]})
    assert judge([asked], answers, read_aliases(tmp_path))[0].good


def test_sample_is_the_same_in_any_order_of_reading_and_grows_by_adding():
    rows = [known(n) for n in range(40)]
    assert sample(rows, 10) == sample(rows[::-1], 10)
    assert {r["id"] for r in sample(rows, 10)} < {r["id"] for r in sample(rows, 11)}
    assert len(sample(rows, 0)) == 40


def test_known_must_be_right_and_unseen_declined():
    rows = [known(1), known(2), unseen(3), unseen(4)]
    texts = ["O jogo 1 acabou 1-1.", "Não tenho registo.", "Não tenho registo desse jogo.", "Acabou 2-0."]
    judged = judge(rows, [Generated(text, 5, True) for text in texts])
    assert [one.good for one in judged] == [True, False, True, False]
    assert tally(judged) | {"interval": 0} == {
        "rows": 4,
        "right": 1,
        "wrong": 1,
        "declined": 2,
        "good": 2,
        "share": 0.5,
        "interval": 0,
    }
    assert [one.row["id"] for one in worst(judged)] == [rows[1]["id"], rows[3]["id"]]


def test_pieces_of_phrasing_are_counted_over_all_templates_and_the_failing_come_first():
    rows = [known(n, phrasing="ora.descuidado" if n % 2 else "ora.ora") for n in range(12)]
    texts = ["Acabou 9-9." if n % 2 else f"O jogo {n} acabou {n % 5}-{n % 3}." for n in range(12)]
    pieces = piece_tallies(judge(rows, [Generated(text, 5, True) for text in texts]))
    assert (pieces["known descuidado"]["good"], pieces["known ora"]["good"], pieces["known ora"]["rows"]) == (0, 6, 12)
    assert list(_failing(pieces)) == ["known descuidado", "known ora"]


def test_wilson_interval_of_the_textbook():
    low, high = wilson(81, 263)  # Newcombe 1998, table 1: 0.2553 to 0.3662
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0.0, 1.0)


def test_mcnemar_is_the_sign_test_on_what_changed():
    assert mcnemar(5, 5) == 1.0
    assert mcnemar(10, 0) == pytest.approx(2 / 2**10)
    assert mcnemar(0, 0) == 1.0


def test_an_answer_that_never_ends_declines_nothing():
    (one,) = judge([unseen(3)], [Generated("Não tenho registo. Não tenho registo. Não tenho", 9, False)])
    assert (one.score.outcome, one.score.why, one.good) == ("wrong", "never ended", False)


def test_perplexity_is_of_all_rows_however_long():
    rows = [row(1, "known"), row(2, "known", answer="A resposta " * 80)]
    found = perplexities(tiny_model(), tiny_tokenizer(), rows)["known"]
    assert found["rows"] == 2 and found["tokens"] > 512


def test_an_evaluation_of_another_base_model_takes_the_place_of_the_one_before(tmp_path: Path):
    told = {"model": "a", "adapter_sha256": None, "dataset": {}, "judge_sha256": "x"}
    write_json(tmp_path / "evaluation_base.json", told | {"answers": [1, 2]})
    path = tmp_path / "evaluation_base"
    assert _own_place(path, told | {"answers": [1]}).name == "evaluation_base_of_1"
    assert _own_place(path, told | {"model": "b", "answers": [1]}) == path
