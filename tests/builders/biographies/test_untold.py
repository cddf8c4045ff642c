"""What no source tells of a person is asked and declined, unless some line could tell it after all."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders.biographies.corpus import PROFILE, make

KNOWN = "# Rui Palma\n\n**Nome Completo:** Rui Palma Brito\n\n**Clubes:**\n- Farense (1950-57)\n"
OTHER = "# Tomé Faísca\n\n**Nome Completo:** Tomé Dias Faísca\n\n**Clubes:**\n- Farense (1950-57)\n"


def declined(folder: Path, text: str, other: str = OTHER, refusals: float = 1.0) -> set[str]:
    profile = replace(PROFILE, draw=replace(PROFILE.draw, refusals=refusals))
    examples, _ = make(folder, {"rui.md": text, "tome.md": other}, profile=profile)
    found = [e for e in examples if e.group.startswith("no-fact/rui-palma/")]
    assert all(e.unanswerable and e.answer.startswith("Rui Palma: não tenho registo d") for e in found)
    return {e.template for e in found}


def test_what_nothing_tells_of_is_declined_in_the_words_of_the_fact(tmp_path: Path):
    found = declined(tmp_path, KNOWN)
    assert found == {"no-death.date", "no-death.place", "no-birth.date", "no-birth.place", "no-position"}


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Morreu novo.", {"no-death.date", "no-death.place"}),
        ("O saudoso Rui deixou obra.", {"no-death.date", "no-death.place"}),
        ("Rui Palma (1920-1985), homem da casa.", {"no-death.date", "no-death.place"}),
        ("O Rui, que nos deixou cedo.", {"no-death.date", "no-death.place"}),
        ("**Guardião da baliza** (✝️ 1985)", {"no-death.date", "no-death.place"}),
        ("Nasceu no tempo da guerra.", {"no-birth.date", "no-birth.place"}),
        ("Era natural de Olhão.", {"no-birth.date", "no-birth.place"}),
        ("Um defesa de raça.", {"no-position"}),
        ("**Posição:** Avançado", {"no-position"}),
    ],
)
def test_a_line_that_could_tell_it_is_enough_not_to_deny_it(tmp_path: Path, line: str, kinds: set[str]):
    every = declined(tmp_path / "plain", KNOWN)
    assert every - declined(tmp_path / "told", f"{KNOWN}\n{line}\n") == kinds


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("**1932, Fuzeta/Olhão** | **Médio**", set()),
        ("**1932-33, Olhão** | **Médio**", set()),
        ("**4/05/1932, Olhão** | **Tudo menos na baliza**", {"no-death.date", "no-death.place"}),
        ("**4/05/1932, Olhão**", {"no-death.date", "no-death.place", "no-position"}),
    ],
)
def test_what_was_left_out_as_unclear_is_not_denied(tmp_path: Path, header: str, kinds: set[str]):
    assert declined(tmp_path, KNOWN.replace("\n\n", f"\n\n{header}\n\n", 1)) == kinds


def test_a_line_in_the_biography_of_another_counts_too(tmp_path: Path):
    found = declined(tmp_path, KNOWN, f"{OTHER}\nFoi ao funeral do amigo Palma Brito.\n")
    assert found == {"no-birth.date", "no-birth.place", "no-position"}


def test_a_spell_at_a_club_is_no_life(tmp_path: Path):
    assert "no-death.date" in declined(tmp_path, f"{KNOWN}- Olhanense (1957-1960)\n")


def test_none_is_asked_where_the_profile_wants_no_refusals(tmp_path: Path):
    assert declined(tmp_path, KNOWN, refusals=0.0) == set()
