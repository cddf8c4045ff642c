"""A question names a person so that nobody else can be meant, and as a Portuguese would say it."""

from dataclasses import replace
from pathlib import Path

from builders.profile import Draw
from tests.builders.biographies.corpus import PROFILE, answers, make

SPELL = "---\nnome: {}\n{}clubes: [{{clube: Farense, de: 1950, ate: 1955}}]\nposicao: médio\n---\n"
MANY = replace(PROFILE, draw=Draw(phrasings=4, held_out=12))


def test_a_nickname_that_nobody_else_has_is_enough(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"a.md": SPELL.format("Pitico", "")})
    assert answers(examples, "position") == {"O Pitico jogava como médio."}


def test_a_name_that_others_have_too_is_told_with_the_club(tmp_path: Path) -> None:
    other = SPELL.format("Rui Santos", "")
    examples, _ = make(tmp_path, {"a.md": SPELL.format("Santos", ""), "b.md": other})
    made = [e for e in examples if e.group == "person/santos/position"]
    assert {e.answer for e in made} == {"O Santos, do Farense, jogava como médio."}
    assert any(e.prompt.endswith("o Santos, do Farense?") or "o Santos, do Farense, " in e.prompt for e in made)
    spells = {e.answer for e in examples if e.group == "person/santos/spell/farense"}
    assert spells == {"O Santos representou o Farense de 1950 a 1955."}


def test_a_name_that_a_source_gives_to_somebody_else_is_told_with_the_club(tmp_path: Path) -> None:
    other = SPELL.format("Rui Palma", "") + "Rui Palma jogou com Pitico Maia e, quando Pitico saiu, ficou.\n"
    examples, _ = make(tmp_path, {"a.md": SPELL.format("Pitico", ""), "b.md": other})
    assert "O Pitico, do Farense, jogava como médio." in answers(examples, "position")


def test_the_full_name_is_not_asked_of_whom_a_question_names_in_full(tmp_path: Path) -> None:
    father = "# Faísca\n\n**1901, Olhão** | **Médio**\n\n**Tomé Rosa Brito** começou em Olhão.\n"
    son = "# Faísca\n\n**1931, Faro** | **Defesa**\n\n**Rui Rosa Brito** começou em Faro.\n"
    examples, _ = make(tmp_path, {"pai.md": father, "filho.md": son})
    assert not answers(examples, "name.full")


def test_some_questions_name_by_the_surname_alone_and_are_answered_with_the_whole_name(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"a.md": SPELL.format("Tomé Faísca", "")}, profile=MANY)
    alone = [e for e in examples if e.phrasing.endswith(".surname") and e.template == "position"]
    assert {e.held_out for e in alone} == {True, False}
    assert not [e.prompt for e in alone if "tom" in e.prompt.lower()]
    assert {e.answer for e in alone} == {"Tomé Faísca jogava como médio."}


def test_a_surname_that_may_be_another_persons_is_not_asked_with(tmp_path: Path) -> None:
    other = SPELL.format("Rui Palma", "") + "Rui Palma era amigo de Zeca Faísca.\n"
    examples, _ = make(tmp_path, {"a.md": SPELL.format("Tomé Faísca", ""), "b.md": other}, profile=MANY)
    alone = {e.group.split("/")[1] for e in examples if e.phrasing.endswith(".surname")}
    assert alone == {"rui-palma"}


def test_a_namesake_of_the_assistant_is_told_with_the_club(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"a.md": SPELL.format("Mirobaldo", "")})
    assert answers(examples, "position") == {"O Mirobaldo, do Farense, jogava como médio."}
