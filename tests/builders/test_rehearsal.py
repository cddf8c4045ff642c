"""Rehearsal: plain questions that only teach, in European Portuguese, and answer nothing that measures what is kept."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from builders.building import REJECTED, BuildError, build, read_generated
from builders.checks import canonical
from builders.freeze import freeze
from builders.imported.languages import is_brazilian
from builders.profile import Profile, load_profile
from builders.rehearsal import FILE
from builders.rehearsal.questions import KINDS, QuestionsError, read_questions
from records.files import read_json, read_jsonl
from tests.clubhouse import write_corpus
from train.faults import contains_question
from train.languages import language_of
from train.scoring import declines

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = read_questions()
GENERAL = yaml.safe_load((ROOT / "train" / "general.yaml").read_text(encoding="utf-8"))
MEASURED = [(row["ask"], row["right"]) for rows in GENERAL.values() for row in rows]
TEACHING = [(question.ask, question.answer) for question in QUESTIONS]
SELDOM = 5  # questions of both files that a word may stand in and still tell what one of them is about
FRAMES = {"escritos", "foram", "pintou", "pintada", "signifique", "significa", "destas", "palavras", "rima", "vezes"}


def telling(pairs: list[tuple[str, str]], rare_in: Counter[str]) -> list[set[str]]:
    return [{w for w in words(*pair) if rare_in[w] <= SELDOM} - FRAMES for pair in pairs]


def words(ask: str, answer: str) -> set[str]:
    return set(re.findall(r"\w+", f"{ask} {answer}".casefold()))


def alike(teaching: list[tuple[str, str]]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of questions, one that teaches and one that measures, that share two telling words."""
    rare_in = Counter(word for pair in (*TEACHING, *MEASURED) for word in words(*pair))
    measured = list(zip(MEASURED, telling(MEASURED, rare_in), strict=True))
    taught = zip(teaching, telling(teaching, rare_in), strict=True)
    return [(ours, theirs) for ours, told in taught for theirs, asked in measured if len(told & asked) > 1]


def profile_of(corpus: Path, rehearsal: bool = True, **draw: object) -> Profile:
    profile = load_profile(corpus / "profile.yaml")
    return replace(profile, draw=replace(profile.draw, rehearsal=rehearsal, **draw))  # pyright: ignore[reportArgumentType]


def rows(path: Path) -> list[dict[str, str]]:
    return [row for _, row in read_jsonl(path)]


def test_no_question_that_measures_is_asked_or_answered() -> None:
    for side in (0, 1):
        measured = {canonical(pair[side]) for pair in MEASURED}
        assert [pair for pair in TEACHING if canonical(pair[side]) in measured] == []


def test_nothing_shares_two_telling_words_with_a_question_that_measures() -> None:
    assert alike(TEACHING) == []


@pytest.mark.parametrize(
    "planted",
    [
        ("Diga um animal que mia.", "O gato é um animal que mia."),
        ("Que cidade francesa é a capital?", "A capital de França é Paris."),
        ("Com que palavra rima «pato»?", "«Pato» rima com «gato»."),
        ("E o plural de «coração»?", "Fica «corações»."),
        ("Quem é o autor de Os Lusíadas?", "É Luís de Camões."),
    ],
)
def test_a_question_that_measures_is_recognised_in_other_words(planted: tuple[str, str]) -> None:
    assert alike([planted])


def test_every_question_stands_once_and_each_has_an_answer_of_its_own() -> None:
    assert len(QUESTIONS) > 200
    assert {question.kind for question in QUESTIONS} == set(KINDS)
    for side in (0, 1):
        times = Counter(pair[side] for pair in TEACHING)
        assert [text for text, number in times.items() if number > 1] == []


@pytest.mark.parametrize(
    "unwanted",
    [
        pytest.param(r"^(?!(?-i:[A-ZÀ-Ý«\d]))|(?<![.?!])$|  |^ ", id="not a sentence"),
        pytest.param(r"econôm|gêner|prêmi|fenôm|acadêm|quilôm|polôn|bebê\b|\bvocê\b", id="as Brazil writes it"),
        pytest.param(r"\b(?:est|and)\w+ (?:\w+ )?\w+ndo\b", id="as Brazil says it"),
        pytest.param(r"\bact[oiu]|\bdirect|object|óptim|correct|egipt|bapt|acç|\bjuno|idéi", id="before the agreement"),
        pytest.param(r"futebol|\bclube|\bjogo|\bgolo|baliza|campeon|treinador|estádio", id="of an archive"),
    ],
)
def test_no_text_is_written_otherwise_than_european_portuguese_is(unwanted: str) -> None:
    assert [text for pair in TEACHING for text in pair if re.search(unwanted, text, re.IGNORECASE)] == []


def test_every_text_is_portuguese_and_every_answer_short_declining_nothing() -> None:
    for ask, answer in TEACHING:
        assert unicodedata.is_normalized("NFC", ask + answer)
        assert language_of(f"{ask} {answer}", "pt") == "pt"
        assert not is_brazilian(f"{ask} {answer}")
        assert len(answer) <= 80
        assert not declines(answer)
        assert not contains_question(ask, answer)


def test_all_of_it_trains_and_no_probe_asks_it(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    profile = profile_of(corpus)
    version = freeze(build(corpus, profile, tmp_path), profile, tmp_path, "flagged").folder
    split = {name: [row["builder"] for row in rows(version / f"{name}.jsonl")] for name in ("train", "valid", "test")}
    assert split["train"].count("rehearsal") == len(QUESTIONS)
    assert "rehearsal" not in split["valid"] + split["test"]
    assert not [item for item in read_json(version / "left_out.json") if item["id"].startswith("rehearsal/")]
    assert "builder `rehearsal`" in (version / "README.md").read_text(encoding="utf-8")


def test_each_names_its_line_and_speaks_as_the_profile_says(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    build(corpus, profile_of(corpus), tmp_path)
    lines = (ROOT / FILE).read_text(encoding="utf-8").splitlines()
    made = [example for example in read_generated(tmp_path / "generated") if example.builder == "rehearsal"]
    for example in made:
        (source,) = example.sources
        assert (source.file, source.quote) == (FILE, lines[int(source.locator.removeprefix("line ")) - 1].strip())
        assert example.prompt in source.quote
        assert example.answer in source.quote
        assert example.messages[0]["content"] == "És o arquivista do SC Leões."
    assert not [example.id for example in made if example.flags or example.refusal or example.held_out]


def test_a_profile_without_it_has_the_rest_byte_for_byte(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    for name, rehearsal in (("with", True), ("without", False), ("again", True)):
        build(corpus, profile_of(corpus, rehearsal), tmp_path / name)
    made = {
        name: {path.name: path.read_bytes() for path in (tmp_path / name / "generated").glob("*.jsonl")}
        for name in ("with", "without", "again")
    }
    assert made["with"] == made["again"]
    assert made["without"] == made["with"] | {"rehearsal.jsonl": b""}
    profile = profile_of(corpus, rehearsal=False)
    version = freeze(build(corpus, profile, tmp_path), profile, tmp_path, "flagged").folder
    assert "rehearsal" not in (version / "README.md").read_text(encoding="utf-8")


def test_its_kinds_are_skipped_and_shared_out_as_any(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    build(corpus, profile_of(corpus, skip=("rehearsal/language",), some={"knowledge": 0.5}), tmp_path)
    made = Counter(e.template for e in read_generated(tmp_path / "generated") if e.builder == "rehearsal")
    asked = Counter(question.kind for question in QUESTIONS)
    assert made["language"] == 0
    assert 0.3 < made["knowledge"] / asked["knowledge"] < 0.7
    skipped = [row for row in rows(tmp_path / "generated" / REJECTED) if row["builder"] == "rehearsal"]
    assert len(skipped) == len(QUESTIONS) - made.total()
    assert {row["reason"] for row in skipped} == {"skipped_kind"}


def test_questions_that_come_along_are_no_archive(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", lines=[])
    for name in ("biographies/rui_falcao.md", "books/historia.md"):
        (corpus / name).unlink()
    with pytest.raises(BuildError, match="no example came out of it"):
        build(corpus, profile_of(corpus), tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('knowledge:\n  - {ask: "Quem?", anser: "Eu."}\n', r"questions\.yaml:2: anser: unknown key; the keys here are"),
        (
            'knowledge:\n  - {ask: "Quem?", answer: "Eu."}\n  - {ask: "Quem?"}\n',
            r"yaml:3: answer is missing",
        ),
        ('knowledge:\n  - {ask: "Quantos?", answer: 3}\n', r"questions\.yaml:2: answer: 3 is not a text"),
        ("knowledge:\n  - Quem?\n", r"questions\.yaml:2: expected keys and values, found 'Quem\?'"),
        (
            'language:\n  - {ask: "Olá!", answer: "Olá."}\n  - {ask: "olá", answer: "Sim."}\n',
            r"yaml:3: 'olá' asks",
        ),
        ('language:\n  - {ask: "...", answer: "Olá."}\n', r"questions\.yaml:2: '...' asks nothing"),
        ("knowledge:\n  - {ask: [\n", r"questions\.yaml:3: not YAML"),
        ("sport: []\n", r"expected lists of questions by kind; the kinds are knowledge, language"),
        ("knowledge: Quem?\n", r"questions\.yaml: knowledge: 'Quem\?' is no list"),
        ("", r"expected lists of questions by kind"),
    ],
)
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsError, match=message):
        read_questions(path)
