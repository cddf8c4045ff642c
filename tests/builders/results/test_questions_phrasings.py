"""The words for results: enough of them, all distinct, and held-out ones that share nothing with training."""

import re
from dataclasses import replace

import pytest

from builders.phrasing import Phrasings
from builders.pieces import Kind
from builders.results.questions import days, load_phrasings, periods
from builders.results.questions.archive import Archive
from builders.results.questions.fields import FIELDS
from builders.results.questions.match_questions import question_fields
from builders.results.questions.shared import Shared
from builders.results.questions.wording import club_fields
from tests.builders.results.sample import ACADEMICA, BENFICA, FARENSE, PROFILE, match, request, results

ENOUGH = 60
LISTS = (days.SEVERAL, periods.SEVERAL)
NAMES = r"{\w+}|o\b|a\b|de\b|em\b"


@pytest.fixture(scope="module")
def phrasings() -> Phrasings:
    return load_phrasings()


def texts_of_one_match(phrasings: Phrasings, kind: str, held_out: bool = False) -> list[str]:
    one = match(FARENSE, BENFICA, "4-1", "1995-04-02")
    fields = question_fields(one, Archive(results([one]))) | club_fields(PROFILE)
    return [question.text for question in phrasings.all(kind, fields, held_out)]


def test_the_score_of_one_match_can_be_asked_in_five_hundred_distinct_sentences(phrasings: Phrasings) -> None:
    texts = texts_of_one_match(phrasings, "match.score")
    assert len(set(texts)) == len(texts) >= 500


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_every_kind_has_sixty_sentences_for_training_and_ten_held_out(phrasings: Phrasings, kind: str) -> None:
    assert phrasings.distinct(kind) >= ENOUGH
    assert kind in LISTS or phrasings.distinct(kind, held_out=True) >= 10  # lists only teach


def pieces(kind: Kind, held_out: bool) -> set[tuple[str, str]]:
    """Every slot's texts, and the layouts."""
    used = [*kind.slots.items(), ("patterns", kind.patterns)]
    return {(slot, piece.text.strip(" ,")) for slot, found in used for piece in found if piece.held_out == held_out}


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_held_out_pieces_are_other_words_than_those_of_training(phrasings: Phrasings, kind: str) -> None:
    training = pieces(phrasings.kinds[kind], held_out=False) - {("chamada", "")}
    assert not training & pieces(phrasings.kinds[kind], held_out=True)


@pytest.mark.parametrize("kind", ["match.score", "match.winner", "match.venue", "match.day"])
@pytest.mark.parametrize("held_out", [False, True])
def test_every_sentence_about_a_match_is_well_written(phrasings: Phrasings, kind: str, held_out: bool) -> None:
    for text in texts_of_one_match(phrasings, kind, held_out):
        assert text[0].isupper() or text[0].isdigit(), text
        assert text[-1] in "?.", text
        assert not re.search(r" [,.:;?]|,[,.?:]|[?.:]{2}|  |[{}+]|\b(de|em|a|por) (o|os)\b|\ba a\b", text), text


def test_questions_are_asked_of_both_sides_with_the_article_of_each(phrasings: Phrasings) -> None:
    one = match(ACADEMICA, FARENSE, "0-3", "1994-12-04")
    fields = question_fields(one, Archive(results([one]))) | club_fields(PROFILE)
    texts = {question.text for question in phrasings.all("match.score", fields)}
    assert "Quanto ficou a Académica contra o Farense no dia 4 de dezembro de 1994?" in texts
    assert "Como terminou o jogo do Farense em casa da Académica a 4 de dezembro de 1994?" in texts
    assert "Diz-me qual foi o resultado da receção da Académica ao Farense a 4 de dezembro de 1994." in texts
    assert "Mirobaldo, quanto ficou a partida entre o Farense e a Académica (04/12/1994)?" in texts
    assert "Académica-Farense, 1994: como terminou?" in texts


def test_without_an_assistant_no_question_calls_one(phrasings: Phrasings) -> None:
    nameless = replace(PROFILE, assistant=replace(PROFILE.assistant, name=""))
    one = match(FARENSE, BENFICA, "4-1", "1995-04-02")
    shared = Shared(Archive(results([one])), phrasings, request(nameless))
    fields = question_fields(one, shared.archive) | shared.club
    texts = [question.text for question in phrasings.all("match.score", fields)]
    assert len(texts) >= 500
    assert not any(text.startswith((",", "Ó", " ")) for text in texts)
