"""Two sides asked the same: what was won, what was lost, and whether it may be chance."""

from pathlib import Path

import pytest

from records.errors import AcervoError
from records.files import read_json, write_json
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from train.__main__ import main
from train.compare import compare


def side(good: dict[str, bool]) -> dict:
    answers = [
        {"id": name, "probe": "known", "good": g, "question": "q", "reference": "r", "answer": str(g)}
        for name, g in good.items()
    ]
    return {"answers": answers}


def test_won_and_lost_are_the_questions_that_changed_sides():
    before = side({"a": False, "b": True, "c": True, "d": False})
    after = side({"a": True, "b": True, "c": False, "d": False})
    (change,) = compare(before, after)
    assert (change.rows, change.before, change.after, change.chance) == (4, 2, 2, 1.0)
    assert [pair[0]["id"] for pair in change.won] == ["a"]
    assert [pair[0]["id"] for pair in change.lost] == ["c"]


def test_different_questions_cannot_be_compared():
    with pytest.raises(AcervoError, match="the two sides answered different questions; evaluate both"):
        compare(side({"a": True}), side({"b": True}))


def test_base_against_adapter_is_evaluated_once_and_then_read_back(place: Path, capsys):  # noqa: F811
    words = arguments(place, "compare", "--split", "valid")
    assert main(words) == 0
    assert "as evaluated before" not in capsys.readouterr().out
    run = place / "runs" / "001-tiny"
    assert "side by side" in (run / "comparison_base.md").read_text() or (run / "comparison_base.html").is_file()
    assert main(words) == 0
    assert capsys.readouterr().out.count("as evaluated before") == 2


def test_limited_evaluation_takes_its_answers_from_a_whole_one_and_never_replaces_it(place: Path, capsys):  # noqa: F811
    run = place / "runs" / "001-tiny"
    assert main(arguments(place, "evaluate", "--split", "valid")) == 0
    whole = (run / "evaluation_valid.json").read_bytes()
    capsys.readouterr()
    assert main(arguments(place, "compare", "--split", "valid", "--limit", "1")) == 0
    assert capsys.readouterr().out.count("as evaluated before") == 1  # the base was asked nothing yet
    assert main(arguments(place, "evaluate", "--split", "valid", "--limit", "1")) == 0
    assert (run / "evaluation_valid.json").read_bytes() == whole
    assert len(read_json(run / "evaluation_valid_of_3.json")["answers"]) == 3  # one of each probe
    assert len(read_json(run / "evaluation_valid_base.json")["answers"]) == 3
    assert main(arguments(place, "compare", "--split", "valid")) == 0
    assert len(read_json(run / "evaluation_valid_base.json")["answers"]) == 4


@pytest.mark.parametrize("changed", ["adapter_sha256", "judge_sha256"])
def test_an_evaluation_of_another_adapter_or_by_another_judge_is_made_again(place: Path, capsys, changed):  # noqa: F811
    words = arguments(place, "compare", "--split", "valid")
    main(words)
    path = place / "runs" / "001-tiny" / "evaluation_valid.json"
    write_json(path, {**read_json(path), changed: "0" * 64})
    capsys.readouterr()
    main(words)
    assert capsys.readouterr().out.count("as evaluated before") == 1


def test_chat_answers_each_line_until_the_input_ends(place: Path, capsys, monkeypatch):  # noqa: F811
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("Jogo 1?\nJogo 2?\n"))
    assert main([*arguments(place, "chat"), "--max-tokens", "3"]) == 0
    assert len(capsys.readouterr().out.splitlines()) >= 2
