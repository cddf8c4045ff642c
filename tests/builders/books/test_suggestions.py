"""Questions proposed by a model: kept only where one sentence of the passage holds the answer word for word."""

from pathlib import Path

import pytest

from builders.books.asking import Desk
from builders.books.book import Passage
from builders.books.questions import load_phrasings
from builders.books.suggestions import kept_proposals, load_model, suggest
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
    assert [(question, sentence.text) for question, sentence in kept_proposals(SAID, passage())] == [
        ("Quem venceu o Olivais?", "O Ribeirense venceu o Olivais por 3-1."),
        ("Quem presidia ao clube?", "Manuel Tavares presidia ao Ribeirense."),
    ]


def test_words_that_are_no_proposals_give_nothing() -> None:
    assert kept_proposals("Claro! Aqui vai um resumo do texto.", passage()) == []


def test_every_suggestion_is_flagged_and_shows_its_passage(tmp_path: Path) -> None:
    path = tmp_path / "clube.md"
    path.write_text(TEXT, encoding="utf-8")
    desk = Desk(PROFILE, load_phrasings(), source(path), book_of(TEXT), "o-clube")
    report = Report()
    made = list(suggest(desk, lambda prompt: SAID if "P: pergunta" in prompt else "", report))
    assert len(made) == 2
    assert {what: n for (_, _, what), n in report.counts.items()} == {"proposals": 4, "proposals kept": 2}
    assert all(e.flags == ("suggested",) and "Manuel Tavares presidia" in e.prompt for e in made)
    assert len({e.id for e in made}) == 2


def test_a_model_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no MLX model in this folder; give one that mlx-lm can load"):
        load_model(str(tmp_path))
