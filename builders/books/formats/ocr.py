"""Scanned pages, read with Tesseract where it and Portuguese are installed. Nothing here is needed to run."""

import shutil
import time
from collections.abc import Sequence

from pypdfium2 import PdfDocument

DOTS_PER_INCH = 300
PIXEL_LIMIT = 25_000_000  # a page of absurd size is drawn smaller
SECONDS = 40  # within the limit of the whole file; pages left over are reported as not read


def read_scanned(document: PdfDocument, indices: Sequence[int]) -> tuple[dict[int, str], list[int]]:
    """The text of pages by index, and the indices of those that could not be read."""
    if not indices or not tesseract_available():
        return {}, list(indices)
    import pytesseract  # pyright: ignore[reportMissingImports]

    until, texts = time.monotonic() + SECONDS, {}
    for index in indices:
        left = until - time.monotonic()
        if left <= 1:
            break
        try:
            text = pytesseract.image_to_string(_image(document, index), lang="por", timeout=left)
        except RuntimeError:  # pytesseract's word for running out of time
            break
        if text.strip():
            texts[index] = text.replace("\f", "\n")
    return texts, [index for index in indices if index not in texts]


def tesseract_available() -> bool:
    """Whether the program, its Portuguese and the wrapper are all here."""
    if not shutil.which("tesseract"):
        return False
    try:
        import pytesseract  # pyright: ignore[reportMissingImports]
    except ImportError:
        return False
    return "por" in pytesseract.get_languages()


def _image(document: PdfDocument, index: int):
    page = document[index]
    area = page.get_width() * page.get_height() * (DOTS_PER_INCH / 72) ** 2
    scale = DOTS_PER_INCH / 72 * min(1.0, (PIXEL_LIMIT / max(area, 1)) ** 0.5)
    return page.render(scale=scale, grayscale=True).to_pil()  # pyright: ignore[reportArgumentType]
