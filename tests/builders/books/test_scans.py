"""Scanned pages: read with Tesseract where it is, told of where it is not."""

import io
import os
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdfium2 import PdfDocument

from builders.books.book import Book, Sentence
from builders.books.formats.ocr import ocr_program
from builders.books.formats.pdf import read_pdf
from builders.books.isolation import Limits, read_isolated
from builders.books.reading import Task
from builders.building import SCANS, build
from builders.profile import load_profile
from records.files import sha256_file
from tests.builders.books.paper import lines, pdf
from tests.clubhouse import write_corpus

TEXT = ("O Ribeirense venceu o Olivais por três", "bolas a uma. A vila saiu à rua e não", "dormiu até de manhã.")
needs_tesseract = pytest.mark.skipif(not ocr_program(), reason="Tesseract with Portuguese is not installed")
READ = ["O Ribeirense venceu o Olivais por três bolas a uma.", "A vila saiu à rua e não dormiu até de manhã."]


def sentences_of(book: Book) -> list[Sentence]:
    return [sentence for chapter in book.chapters for passage in chapter.passages for sentence in passage.sentences]


def scan(*texts: str) -> bytes:
    """A PDF whose page is a picture of these lines."""
    with PdfDocument(pdf([(60, 700 - 40 * i, text) for i, text in enumerate(texts)])) as document:
        picture = document[0].render(scale=3, grayscale=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=216)
    return out.getvalue()


@needs_tesseract
def test_a_scanned_page_is_read_and_all_of_it_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "digitalizado.pdf"
    path.write_bytes(scan(*TEXT))
    book = read_isolated(Task(str(path), "books/digitalizado.pdf", "", 320), Limits())
    assert [s.text for s in sentences_of(book)] == READ
    assert all(s.flags == ("ocr",) for s in sentences_of(book))
    assert not book.problems


@needs_tesseract
def test_a_scanned_page_is_read_once_for_its_file_and_program(tmp_path: Path) -> None:
    path, kept = tmp_path / "digitalizado.pdf", tmp_path / "scans"
    path.write_bytes(scan(*TEXT))
    task = Task(str(path), "books/digitalizado.pdf", "", 320, scans=str(kept))
    assert [s.text for s in sentences_of(read_isolated(task, Limits()))] == READ
    (page,) = [file for file in kept.rglob("*") if file.is_file()]
    assert page == kept / sha256_file(path) / ocr_program() / "page-1.txt"
    page.write_text("O Olivais perdeu com o Ribeirense na vila.\n", encoding="utf-8")
    again = sentences_of(read_isolated(task, Limits()))
    assert [(s.text, s.flags) for s in again] == [("O Olivais perdeu com o Ribeirense na vila.", ("ocr",))]
    page.parent.rename(page.parent.with_name("tesseract-1.0-por-300dpi"))
    assert [s.text for s in sentences_of(read_isolated(task, Limits()))] == READ, "another program reads for itself"


@needs_tesseract
def test_a_build_is_made_again_when_tesseract_comes_and_goes_where_pages_are_scanned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, path = write_corpus(tmp_path / "corpus"), os.environ["PATH"]
    (corpus / "books").mkdir(exist_ok=True)
    (corpus / "books" / "digitalizado.pdf").write_bytes(scan(*TEXT))
    profile, made = load_profile(corpus / "profile.yaml"), []
    for where in (path, path, str(tmp_path), str(tmp_path), path):
        monkeypatch.setenv("PATH", where)
        built = build(corpus, profile, tmp_path / "data")
        made.append((built.fresh, built.inputs[SCANS]))
    assert [fresh for fresh, _ in made] == [True, False, True, False, True]
    assert made[0][1] == made[4][1] != made[2][1]


def test_a_build_without_scanned_pages_does_not_ask_for_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    profile = load_profile(corpus / "profile.yaml")
    built = build(corpus, profile, tmp_path / "data")
    monkeypatch.setenv("PATH", str(tmp_path))
    again = build(corpus, profile, tmp_path / "data")
    assert (again.fresh, again.inputs) == (False, built.inputs)
    assert SCANS not in built.inputs


def test_where_tesseract_is_not_a_scanned_page_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    problems = read_pdf(scan(*TEXT), "a.pdf", "").problems
    assert [(p.reason, p.locator, p.text) for p in problems] == [("scanned_page", "page 1", "scanned, no text")]


def test_a_page_of_text_is_no_scan_and_a_blank_one_neither() -> None:
    assert not read_pdf(pdf(lines(*TEXT)), "a.pdf", "").problems


def test_a_scan_with_but_a_stamp_in_letters_is_a_scan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    writer = PdfWriter(clone_from=io.BytesIO(scan(*TEXT)))
    writer.pages[0].merge_page(PdfReader(io.BytesIO(pdf(lines("Digitalizado em Faro")))).pages[0])
    out = io.BytesIO()
    writer.write(out)
    found = read_pdf(out.getvalue(), "a.pdf", "")
    assert found.pages[0].text.strip() == "Digitalizado em Faro"
    assert [p.reason for p in found.problems] == ["scanned_page"]
