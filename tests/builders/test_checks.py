"""What no example may be, and when two are the same."""

import pytest

from builders.checks import canonical, fault, pair_key
from tests.making import example


@pytest.mark.parametrize(
    ("prompt", "answer", "facts", "reason"),
    [
        ("Quem ganhou?", "Ganhou o Leões.", {"vencedor": "Leões"}, None),
        ("Quem ganhou?", "ganhou o Leões.", {}, "unfinished_answer"),
        ("Quem ganhou?", "Ganhou o", {}, "unfinished_answer"),
        ("Quem ganhou?", "Na época de, ganhou o Leões.", {}, "lacking_answer"),
        ("Quem ganhou?", "«Ganharam ao Leões; juntemo-nos.»", {}, None),
        ("Quem ganhou?", "Ganhou o Leões.", {"vencedor": "Dragões"}, "fact_not_in_answer"),
        ("Quem ganhou?", "Ganhou\u202e o Leões.", {}, "control_characters"),
        ("Ganhou o Leões.", "Ganhou o Leões.", {}, "answer_repeats_question"),
    ],
)
def test_each_fault_has_its_reason(prompt: str, answer: str, facts: dict[str, str], reason: str | None) -> None:
    assert fault(example(prompt, answer, facts=facts)) == reason


def test_case_punctuation_and_courtesy_make_no_difference_but_accents_and_scores_do() -> None:
    assert canonical("Diz-me, por favor: qual foi?") == canonical("diz-me qual foi")
    assert canonical("avó") != canonical("avô")
    assert canonical("ficou 3-1") != canonical("ficou 31") != canonical("ficou 3 1")
    assert canonical("a 02/04/1995") != canonical("a 02/04/1996")
    assert canonical("foi 3--1, (3 )-1, 4- e -1; às 9h.") == "foi 3 1 3 1 4 e 1 às 9h"


def test_questions_that_differ_in_a_date_are_never_duplicates() -> None:
    dates = [f"Como acabou o jogo de {day} de abril de 1995?" for day in range(1, 31)]
    assert len({pair_key(example(d, "Acabou 1-0.")) for d in dates}) == 30
