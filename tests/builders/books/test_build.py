"""The builder whole: from files of a corpus to examples."""

from pathlib import Path

from builders.books import build
from builders.checks import fault
from records.example import example_to_row
from records.validation import faults
from tests.builders.books.making import request

BOOK = """# O clube da ribeira

## 1. Os primeiros anos

Em 1 de abril de 1910, foi fundado o Sporting Clube Ribeirense. Manuel Tavares foi o primeiro presidente do clube.
Ele morava na rua de cima. Em 7 de maio de 1911, o Ribeirense venceu o Olivais por 3-1, no Campo da Feira.

## 2. A casa

O Campo da Feira abriu as portas ao público em agosto de 1923. A inauguração oficial foi em 1 de dezembro de 1923,
com um desafio entre o Ribeirense e o Olivais. O Ribeirense ganhou por 4-1, com dois golos de Tavares.
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_book_becomes_examples_that_no_check_refuses(tmp_path: Path) -> None:
    examples = list(build(request(written(tmp_path, "clube.md", BOOK))))
    assert {"when", "what", "who", "title", "number", "no-chapter", "excerpt-when"} <= {e.template for e in examples}
    assert not [e.id for e in examples if fault(e) or faults("example", example_to_row(e))]
    assert len({e.id for e in examples}) == len(examples)


def test_a_closed_question_names_its_book(tmp_path: Path) -> None:
    for example in build(request(written(tmp_path, "clube.md", BOOK))):
        assert "«O clube da ribeira»" in example.prompt, example.prompt


def test_a_question_with_its_passage_cannot_be_refused_and_tells_what_it_shows(tmp_path: Path) -> None:
    examples = list(build(request(written(tmp_path, "clube.md", BOOK))))
    closed = {e.group for e in examples if e.template in ("when", "what", "who", "did")}
    shown = [e for e in examples if e.template.startswith("excerpt-")]
    assert shown
    for example in shown:
        assert example.refusal is None
        assert example.mentions
        assert set(example.mentions) <= closed


def test_every_chapter_is_told_of_though_nothing_is_asked_about_it(tmp_path: Path) -> None:
    third = "\n## Capítulo 3\n\n— E então? — disse ela, sem mais.\n"
    asked = request(written(tmp_path, "clube.md", BOOK + third))
    groups = {e.group.rsplit("/", 1)[0] for e in build(asked) if not e.unanswerable}
    parts = asked.report.parts
    assert [part.name for part in parts] == [
        "",
        "capítulo 1: Os primeiros anos", "capítulo 2: A casa", "capítulo 3",
    ]  # fmt: skip
    assert {part.whole for part in parts} == {"O clube da ribeira"}
    assert [part.group in groups for part in parts[1:]] == [True, True, False]


def test_no_sentence_with_an_unresolved_pronoun_is_an_answer(tmp_path: Path) -> None:
    examples = list(build(request(written(tmp_path, "clube.md", BOOK))))
    assert not [e for e in examples if e.answer.startswith("Ele ")]


def test_one_unreadable_file_stops_no_other(tmp_path: Path) -> None:
    good, bad = written(tmp_path, "clube.md", BOOK), written(tmp_path, "vazio.pdf", "")
    asked = request(bad, good)
    assert list(build(asked))
    assert asked.report.by_reason()["unreadable_file"] == 1
    assert asked.report.notes == ["books/vazio.pdf: the file is empty; remove it or put its content back"]


def test_the_same_book_in_two_formats_is_asked_about_once(tmp_path: Path) -> None:
    asked = request(written(tmp_path, "clube.md", BOOK), written(tmp_path, "clube.txt", BOOK.replace("#", "")))
    examples = list(build(asked))
    assert {e.sources[0].file for e in examples} == {"books/clube.md"}
    assert asked.report.by_reason()["same_book"] == 1
