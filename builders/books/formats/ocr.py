"""Scanned pages, read with Tesseract where it and Portuguese are installed. Nothing here is needed to run."""

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from records.files import atomic_file

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

SCANNED = "scanned_pages"
"""What pages that say nothing but by their looks are counted under."""
LANGUAGE = "por"
DOTS_PER_INCH = 300
PIXEL_LIMIT = 25_000_000  # a page of absurd size is drawn smaller
SECONDS_A_PAGE, SECONDS = 40, 3600  # for one page, and for a file: pages left over are reported as not read


def read_scanned(
    document: "PdfDocument", indices: Sequence[int], still_at_work: Callable[[], None], kept: Path | None = None
) -> tuple[dict[int, str], list[int]]:
    """The text of pages by index, and the indices of those that could not be read.

    `kept` is the folder of this file's pages as read before: by the same program a page is read once. What a page
    says is kept as a text file that is whole or absent; a page that ran out of time leaves none.
    """
    program = ocr_program() if indices else ""
    if not program:
        return {}, list(indices)
    until, texts = time.monotonic() + SECONDS, {}
    for index in indices:
        page = kept / program / f"page-{index + 1}.txt" if kept else None
        if page and page.is_file():
            texts[index] = page.read_text(encoding="utf-8")
        elif time.monotonic() < until:
            still_at_work()
            text = _read_page(document, index)
            if text is not None:
                texts[index] = text
                _keep(page, text)
    read = {index: text for index, text in texts.items() if text.strip()}
    return read, [index for index in indices if index not in read]


def ocr_program() -> str:
    """What reads scanned pages here, with all that decides what it reads: "tesseract-5.3.0-por-300dpi".

    Empty where Tesseract or its Portuguese is not installed.
    """
    if not shutil.which("tesseract"):
        return ""
    import pytesseract

    if LANGUAGE not in pytesseract.get_languages():
        return ""
    return f"tesseract-{pytesseract.get_tesseract_version()}-{LANGUAGE}-{DOTS_PER_INCH}dpi"


def _read_page(document: "PdfDocument", index: int) -> str | None:
    """What Tesseract reads on a page; None where it took longer than it may."""
    import pytesseract

    try:
        text = pytesseract.image_to_string(_image(document, index), lang=LANGUAGE, timeout=SECONDS_A_PAGE)
    except RuntimeError:  # pytesseract's word for running out of time
        return None
    return text.replace("\r\n", "\n").replace("\f", "\n")


def _keep(page: Path | None, text: str) -> None:
    if page:
        with atomic_file(page) as handle:
            handle.write(text.encode("utf-8"))


def _image(document: "PdfDocument", index: int):
    page = document[index]
    area = page.get_width() * page.get_height() * (DOTS_PER_INCH / 72) ** 2
    scale = DOTS_PER_INCH / 72 * min(1.0, (PIXEL_LIMIT / max(area, 1)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_pil()  # pyright: ignore[reportArgumentType]
