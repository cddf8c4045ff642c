"""The set of general questions, and choosing by likelihood."""

from pathlib import Path

import pytest

from records.errors import AcervoError
from records.files import read_json
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from train.__main__ import main
from train.general import Choice, choose, read_choices, table


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


def test_the_likeliest_answer_is_chosen_wherever_it_stands():
    from tests.train.tiny import tiny_model, tiny_tokenizer

    model, tokenizer = tiny_model(), tiny_tokenizer()
    answers = ("aaaa", "zzzz", "3333")
    first = choose(model, tokenizer, [Choice("a", "q", answers)])[0]
    turned = choose(model, tokenizer, [Choice("a", "q", answers[::-1])])[0]
    assert answers[first] == answers[::-1][turned]


def test_an_adapter_that_changes_nothing_wins_and_loses_nothing(place: Path, capsys):  # noqa: F811
    assert main(arguments(place, "general")) == 0
    told = capsys.readouterr().out
    assert "no difference beyond chance" in told and told.count("p = 1") == 3
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


def test_a_difference_beyond_chance_is_said():
    counts = {"questions": 96, "base": 40, "adapter": 20, "interval": [0.1, 0.3], "won": 2, "lost": 22, "chance": 1e-4}
    assert table({"all": counts}).endswith("the adapter knows less than the base (McNemar, exact)")
