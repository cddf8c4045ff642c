"""Scanned pages, read with Tesseract where it and Portuguese are installed. Nothing here is needed to run."""

import shutil
import time
from collections.abc import Callable, Sequence

from pypdfium2 import PdfDocument

DOTS_PER_INCH = 300
PIXEL_LIMIT = 25_000_000  # a page of absurd size is drawn smaller
SECONDS_A_PAGE, SECONDS = 40, 3600  # for one page, and for a file: pages left over are reported as not read


def read_scanned(
    document: PdfDocument, indices: Sequence[int], still_at_work: Callable[[], None]
) -> tuple[dict[int, str], list[int]]:
    """The text of pages by index, and the indices of those that could not be read."""
    if not indices or not tesseract_available():
        return {}, list(indices)
    import pytesseract

    until, texts = time.monotonic() + SECONDS, {}
    for index in indices:
        if time.monotonic() > until:
            break
        still_at_work()
        try:
            text = pytesseract.image_to_string(_image(document, index), lang="por", timeout=SECONDS_A_PAGE)
        except RuntimeError:  # pytesseract's word for running out of time
            continue
        if text.strip():
            texts[index] = text.replace("\f", "\n")
    return texts, [index for index in indices if index not in texts]


def tesseract_available() -> bool:
    """Whether the program and its Portuguese are here."""
    if not shutil.which("tesseract"):
        return False
    import pytesseract

    return "por" in pytesseract.get_languages()


def _image(document: PdfDocument, index: int):
    page = document[index]
    area = page.get_width() * page.get_height() * (DOTS_PER_INCH / 72) ** 2
    scale = DOTS_PER_INCH / 72 * min(1.0, (PIXEL_LIMIT / max(area, 1)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_pil()  # pyright: ignore[reportArgumentType]
