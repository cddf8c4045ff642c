"""Near-duplicates are proposed where a pen slipped, and never where a date, a score or a name differs."""

import random

import pytest

from builders.near_duplicates import Halves, Text, find, same_but_for_a_slip, text_of
from records.example import Example
from tests.making import example


def text(words: str) -> Text:
    return text_of(example(words, "", group="g"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("o estádio foi inaugurado em 1923", "o estádio foi inagurado em 1923", True),
        ("o estádio foi inaugurado em 1923", "o estadio foi inaugurado em 1923", True),
        ("o estádio foi inaugurado em 1923", "o estádio foi inaugurado em 1924", False),
        ("leões 2-1 dragões", "leões 1-2 dragões", False),
        ("o farense venceu o benfica por 2-1", "o benfica venceu o farense por 2-1", False),
        ("jogou no farense em 1990", "jogou no boavista em 1990", False),
        ("o rui marcou em 1990", "o ruy marcou em 1990", False),
        ("o presidente da câmara em 1990", "o presidente câmara em 1990", True),
        ("o presidente da câmara em 1990", "o antigo presidente da câmara em 1990", False),
        ("inaugurado a 1 de maio", "inaugurado ao 1 de maio", True),
        ("começou o treinador", "comçeou o treinador", True),
    ],
)
def test_the_guard_lets_slips_through_and_facts_never(one: str, other: str, same: bool) -> None:
    assert same_but_for_a_slip(text(one), text(other)) is same


def found(examples: list[Example]) -> list[list[str]]:
    """As a build finds them: all seen first, then compared."""
    seen = Halves()
    for one in examples:
        seen.see(one)
    return find(examples[position] for position in seen.near())


def passages(number: int) -> list[Example]:
    words = [
        "estádio",
        "treinador",
        "campeonato",
        "adversário",
        "bancada",
        "presidente",
        "avançado",
        "treino",
        "balneário",
        "época",
    ]
    made = []
    for n in range(number):
        drawn = random.Random(n).sample(words, 6)
        made.append(
            example(
                f"O que conta a página {n}?",
                f"A página fala de {' '.join(drawn)}, {n}.",
                group=f"book/{n}",
                id=f"books/{n:04}",
            )
        )
    return made


def slipped(originals: list[Example]) -> list[Example]:
    """The same pages in another book, with two letters changed round."""
    return [
        example(e.prompt, e.answer.replace("página", "págnia", 1), group=f"copy/{e.group}", id=f"x/{e.id}")
        for e in originals
    ]


def dated_results() -> list[Example]:
    return [
        example(
            f"Como acabou o jogo de {day} de maio de {year}?",
            f"O jogo de {day} de maio de {year} acabou {day % 4}-{year % 3}.",
            group=f"m/{day}-{year}",
            id=f"r/{day}-{year}",
        )
        for day in range(1, 29)
        for year in range(1960, 1990)
    ]


def test_planted_slips_are_found_and_templated_facts_are_not() -> None:
    true = [*passages(200), *dated_results()]
    assert found(true) == []
    planted = slipped(true[:20])
    assert found([*true, *planted]) == [sorted([e.id, f"x/{e.id}"]) for e in true[:20]]


def test_the_order_in_which_examples_come_changes_nothing() -> None:
    everything = [*passages(50), *slipped(passages(10))]
    shuffled = random.Random(1).sample(everything, len(everything))
    assert len(found(everything)) == 10
    assert found(shuffled) == found(everything)


def test_siblings_of_one_fact_are_never_compared() -> None:
    assert (
        found(
            [
                example("Quando nasceu Ana?", "Em 1990.", id="a"),
                example("Quando nasceu a Ana?", "Em 1990.", id="b"),
            ]
        )
        == []
    )
