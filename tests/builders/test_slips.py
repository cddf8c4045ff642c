"""Slips are named, stable, and leave names and figures to be read."""

import pytest

from builders.phrasing import Question
from builders.slips import EVERY, SLIPS, slipped

TEXT = "Já agora, como acabou o Farense vs. Académica no dia 2/4/1995?"


def test_each_slip_does_what_its_name_says() -> None:
    ways = SLIPS[False] | SLIPS[True]
    assert {name: slip(TEXT) for name, slip in ways.items()} == {
        "sem-acentos": "Ja agora, como acabou o Farense vs. Academica no dia 2/4/1995?",
        "minusculas": "já agora, como acabou o farense vs. académica no dia 2/4/1995?",
        "descuidado": "ja agora, como acabou o farense vs. academica no dia 2/4/1995",
        "letras-trocadas": "Já agora, como acbaou o Farense vs. Académica no dia 2/4/1995?",
    }


def test_training_knows_other_slips_than_those_held_out() -> None:
    assert not SLIPS[False].keys() & SLIPS[True].keys()


def test_a_text_without_a_long_word_is_left_as_it_is() -> None:
    assert SLIPS[True]["letras-trocadas"]("Farense, 1995?") == "Farense, 1995?"


@pytest.mark.parametrize("held_out", [False, True])
def test_one_question_in_so_many_slips_and_always_the_same(held_out: bool) -> None:
    question = Question(TEXT, "ja-agora.como-acabou")
    typed = [slipped(question, str(key), held_out) for key in range(400)]
    assert typed == [slipped(question, str(key), held_out) for key in range(400)]
    careless = [one for one in typed if one.name != question.name]
    assert 0.7 < len(careless) * EVERY[held_out] / 400 < 1.3
    assert {one.name.rsplit(".", 1)[1] for one in careless} == set(SLIPS[held_out])
    assert all(one.text == TEXT for one in typed if one.name == question.name)
