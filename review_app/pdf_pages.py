"""A page of a PDF as a picture, with a quote marked on it."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops

from records.errors import AcervoError

WIDTH = 1100  # pixels of the picture, its margins still on it; a page's own size decides nothing, however giant
MARGIN = 40  # pixels left around what is printed
MARK = (255, 236, 130)
SOFT = "\u00ad\ufffe\u0002-"  # hyphens of all kinds, and what pypdfium2 writes for one at a line's end


class PdfError(AcervoError):
    """A page that cannot be shown."""


@dataclass(frozen=True)
class PageView:
    png: bytes
    number: int
    pages: int
    found: bool
    """Whether the quote was found on the page and marked."""


def look(path: Path, number: int, quote: str, password: str | None = None) -> PageView:
    """Page `number`, from 1, with the quote marked. Raises PdfError."""
    try:
        document = pdfium.PdfDocument(path, password=password)
        try:
            return _look(document, path, number, quote)
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise PdfError(
            path.name, f"cannot be opened ({error})", "give its password in the profile, or mend it"
        ) from error


def _look(document: Any, path: Path, number: int, quote: str) -> PageView:
    if not 1 <= number <= len(document):
        raise PdfError(f"{path.name}, page {number}", f"it has {len(document)} pages", "build again")
    page = document[number - 1]
    width, height = page.get_size()
    scale = WIDTH / max(1.0, width, height / 2)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    boxes = quote_boxes(page.get_textpage(), quote)
    places = [
        (left * scale, (height - up) * scale, right * scale, (height - low) * scale) for left, low, right, up in boxes
    ]
    _mark(picture, places)
    picture = picture.crop(_printed(picture))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return PageView(out.getvalue(), number, len(document), bool(boxes))


def _printed(picture: Image.Image) -> tuple[int, int, int, int]:
    """The part of a page that has something on it, with a narrow margin: the screen is narrower than paper."""
    paper = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    left, top, right, bottom = ImageChops.difference(picture, paper).getbbox() or (0, 0, *picture.size)
    return (
        max(0, left - MARGIN),
        max(0, top - MARGIN),
        min(picture.width, right + MARGIN),
        min(picture.height, bottom + MARGIN),
    )


def quote_boxes(textpage: Any, quote: str) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) in points of each line of the quote on the page; empty where it is not there.

    Spaces and hyphens are left out of the comparison: reading put lines together and words whole.
    A quote that goes on over the page is looked for by its beginning.
    """
    text = textpage.get_text_range()
    kept = [(index, c.casefold()) for index, c in enumerate(text) if _counts(c)]
    page, wanted = "".join(c[0] for _, c in kept), "".join(c.casefold()[0] for c in quote if _counts(c))
    for length in (len(wanted), len(wanted) // 2, min(60, len(wanted))):
        start = page.find(wanted[:length]) if length else -1
        if start >= 0:
            return _lines([textpage.get_charbox(kept[at][0]) for at in range(start, start + length)])
    return []


def _counts(character: str) -> bool:
    return not character.isspace() and character not in SOFT


def _lines(boxes: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Boxes of characters joined along each line."""
    lines: list[tuple[float, float, float, float]] = []
    for left, bottom, right, top in boxes:
        if lines and bottom < lines[-1][3] and top > lines[-1][1] and left >= lines[-1][0] - 1:
            last = lines[-1]
            lines[-1] = (min(last[0], left), min(last[1], bottom), max(last[2], right), max(last[3], top))
        else:
            lines.append((left, bottom, right, top))
    return lines


def _mark(picture: Image.Image, boxes: list[tuple[float, float, float, float]]) -> None:
    """Colour the boxes as a marker does: white becomes the colour, ink stays ink."""
    for left, top, right, bottom in boxes:
        box = (max(0, int(left) - 2), max(0, int(top) - 2), int(right) + 2, int(bottom) + 2)
        area = picture.crop(box)
        picture.paste(ImageChops.multiply(area, Image.new("RGB", area.size, MARK)), box)
