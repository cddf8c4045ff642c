"""Questions proposed by a model: kept only where one sentence of the passage holds the answer word for word."""

from pathlib import Path

import pytest

from builders.books.asking import Desk
from builders.books.book import Passage
from builders.books.questions import load_phrasings
from builders.books.suggestions import load_model, proposals, suggest
from builders.report import Report
from builders.sources import SourceError
from tests.builders.books.making import PROFILE, book_of, source

TEXT = "# O clube\n\nO Ribeirense venceu o Olivais por 3-1. Ele jogou bem. Manuel Tavares presidia ao Ribeirense.\n"
SAID = """P: Quem venceu o Olivais?
R: O Ribeirense venceu o Olivais por 3-1.

P: Quem presidia ao clube?
R: Manuel Tavares

P: Quem jogou bem?
R: Ele jogou bem.

P: Quem marcou o golo?
R: O golo foi de Matos.

P: Sim?
R: O Ribeirense
"""


def passage() -> Passage:
    return book_of(TEXT).chapters[0].passages[0]


def test_a_proposal_is_kept_with_the_whole_sentence_that_holds_its_answer() -> None:
    assert kept(SAID) == [
        ("Quem venceu o Olivais?", "O Ribeirense venceu o Olivais por 3-1."),
        ("Quem presidia ao clube?", "Manuel Tavares presidia ao Ribeirense."),
    ]


def test_every_proposal_that_is_not_kept_has_its_reason() -> None:
    more = "P: Quem venceu o Olivais?\nR: O Ribeirense\nP: Que clube foi este?\nR: Ribeirense"
    assert [(p.question, p.reason) for p in proposals(f"{SAID}\n{more}", passage()) if p.reason] == [
        ("Quem jogou bem?", "suggestion_not_by_itself"),
        ("Quem marcou o golo?", "suggestion_not_in_passage"),
        ("Quem venceu o Olivais?", "repeated_suggestion"),
        ("Que clube foi este?", "suggestion_in_several_sentences"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Pergunta 1: Quem presidia ao clube?\nResposta: «Manuel Tavares presidia ao Ribeirense.»",
        "1. **Quem presidia ao clube?** Manuel Tavares presidia ao Ribeirense",
        '- P: Quem presidia ao clube?\n\n- R: "Manuel Tavares presidia ao  Ribeirense."\n\nP: E agora?',
        "Aqui vão as perguntas:\n\nP) Quem presidia ao clube?\nR) Manuel Tavares",
        "P: Quem foi o autor do golo?\nP: Quem presidia ao clube?\nR: Manuel Tavares presidia ao Ribeirense.",
    ],
)
def test_proposals_are_read_in_the_forms_that_models_give_them(said: str) -> None:
    assert kept(said) == [("Quem presidia ao clube?", "Manuel Tavares presidia ao Ribeirense.")]


def test_a_question_keeps_the_quotation_marks_and_figures_that_it_begins_with() -> None:
    said = "P: «O Ribeirense» venceu quem?\nR: O Ribeirense venceu o Olivais por 3-1."
    assert kept(said)[0][0] == "«O Ribeirense» venceu quem?"


def test_words_that_are_no_proposals_give_nothing() -> None:
    assert kept("Claro! Aqui vai um resumo do texto.") == []


def kept(said: str) -> list[tuple[str, str]]:
    return [(made.question, made.sentence.text) for made in proposals(said, passage()) if made.sentence]


def test_every_suggestion_is_flagged_and_shows_its_passage(tmp_path: Path) -> None:
    path = tmp_path / "clube.md"
    path.write_text(TEXT, encoding="utf-8")
    desk = Desk(PROFILE, load_phrasings(), source(path), book_of(TEXT), "o-clube")
    report = Report()
    made = list(suggest(desk, lambda prompt: SAID if TEXT.split("\n")[2] in prompt else "", report))
    assert len(made) == 2
    assert {what: n for (_, _, what), n in report.counts.items()} == {"proposals": 4, "proposals kept": 2}
    assert all(e.flags == ("suggested",) and "Manuel Tavares presidia" in e.prompt for e in made)
    assert len({e.id for e in made}) == 2
    assert report.by_reason() == {"suggestion_not_by_itself": 1, "suggestion_not_in_passage": 1}


def test_a_model_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no MLX model in this folder; give one that mlx-lm can load"):
        load_model(str(tmp_path))
