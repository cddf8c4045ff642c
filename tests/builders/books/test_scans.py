"""Scanned pages: read with Tesseract where it is, told of where it is not."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdfium2 import PdfDocument

from builders.books.formats.ocr import tesseract_available
from builders.books.formats.pdf import read_pdf
from builders.books.isolation import Limits, read_isolated
from builders.books.reading import Task
from tests.builders.books.paper import lines, pdf

TEXT = ("O Ribeirense venceu o Olivais por três", "bolas a uma. A vila saiu à rua e não", "dormiu até de manhã.")
needs_tesseract = pytest.mark.skipif(not tesseract_available(), reason="Tesseract with Portuguese is not installed")


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
    sentences = [s for c in book.chapters for p in c.passages for s in p.sentences]
    assert [s.text for s in sentences] == [
        "O Ribeirense venceu o Olivais por três bolas a uma.",
        "A vila saiu à rua e não dormiu até de manhã.",
    ]
    assert all(s.flags == ("ocr",) for s in sentences)
    assert not book.problems


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
