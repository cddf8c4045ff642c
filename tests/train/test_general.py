"""The set of general questions, and choosing by likelihood."""

from pathlib import Path

import pytest

from records.errors import AcervoError
from records.files import read_json
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from train.__main__ import main
from train.general import Choice, _counted, read_choices, table, weigh


def test_every_question_has_a_right_answer_and_three_wrong_ones_of_like_length():
    choices = read_choices()
    assert len(choices) >= 90 and {choice.kind for choice in choices} == {"knowledge", "language"}
    for choice in choices:
        assert len(choice.answers) == 4, choice.ask
        lengths = [len(answer) for answer in choice.answers]
        assert max(lengths) <= 1.6 * min(lengths), choice.ask


def test_a_question_whose_answers_are_one_is_refused(tmp_path: Path):
    path = tmp_path / "q.yaml"
    path.write_text('a: [{ask: "1+1?", right: "2", wrong: ["2"]}]')
    with pytest.raises(AcervoError, match=r"1\+1\?: has no two different answers"):
        read_choices(path)


def test_an_answer_weighs_the_same_wherever_it_stands():
    from tests.train.tiny import tiny_model, tiny_tokenizer

    model, tokenizer = tiny_model(), tiny_tokenizer()
    answers = ("aaaa", "zzzz", "3333")
    (first,), (turned,) = (weigh(model, tokenizer, [Choice("a", "q", a)]) for a in (answers, answers[::-1]))
    assert first == pytest.approx(turned[::-1], rel=1e-4)


def test_an_adapter_that_changes_nothing_wins_and_loses_nothing(place: Path, capsys):  # noqa: F811
    assert main(arguments(place, "general")) == 0
    told, shown = capsys.readouterr()
    assert shown.count("/96 [") >= 4, "no bar over the questions, of the base and of the adapter"
    assert "no difference beyond chance: choices p = 1 (McNemar), sureness p = 1" in told
    result = read_json(place / "runs" / "001-tiny" / "general.json")
    assert result["counts"]["knowledge"]["questions"] == 52


def test_losses_of_answers_read_together_are_those_of_each_alone():
    from tests.train.tiny import tiny_model, tiny_tokenizer
    from train.encoding import encode
    from train.general import _losses
    from train.loss import loss_function

    loss, tokenizer = loss_function(tiny_model()), tiny_tokenizer()
    turns = [{"role": "user", "content": "De que cor?"}]
    answers = [
        encode(tokenizer, [*turns, {"role": "assistant", "content": a}]) for a in ("É azul.", "É da cor do mar.")
    ]
    assert _losses(loss, answers) == pytest.approx([_losses(loss, [answer])[0] for answer in answers], rel=1e-4)


def test_a_difference_that_choices_hide_is_seen_in_how_sure_they_are():
    choices = [Choice("a", str(n), ("x", "y")) for n in range(20)]
    base, after = [[1.0, 2.0]] * 20, [[1.0, 1.5]] * 20
    counts = _counted(choices, base, after, {"a"})
    assert (counts["won"], counts["lost"], counts["chance"]) == (0, 0, 1.0)
    assert (counts["surer"], counts["less_sure"]) == (0, 20) and counts["sure_chance"] < 1e-4
    assert "the adapter knows less than the base" in table({"all": counts})


def test_the_direction_told_is_that_of_the_test_that_sees_a_difference():
    choices = [Choice("a", str(n), ("x", "y")) for n in range(20)]
    base = [[1.0, 2.0]] * 8 + [[1.0, 1.1]] * 12
    after = [[2.0, 1.0]] * 8 + [[1.0, 1.2]] * 12
    counts = _counted(choices, base, after, {"a"})
    assert (counts["won"], counts["lost"], counts["surer"], counts["less_sure"]) == (0, 8, 12, 8)
    assert counts["chance"] < 0.05 < counts["sure_chance"]
    assert "the adapter knows less than the base" in table({"all": counts})
