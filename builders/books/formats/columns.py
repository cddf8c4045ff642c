"""Pages of a PDF whose columns come out interleaved: found by where their lines stand, read again with pdfminer.six."""

import io
import re
from collections.abc import Sequence
from itertools import pairwise

from pypdfium2 import PdfDocument, PdfiumError, PdfPage


def untangle_columns(document: PdfDocument, data: bytes, pages: list[str]) -> list[str]:
    """Where sampled pages have columns whose lines alternate, every such page is read again with pdfminer."""
    sample = sorted({0, len(pages) // 2, len(pages) - 1})
    if not any(_interleaved(document, index) for index in sample if pages[index].strip()):
        return pages
    tangled = [index for index in range(len(pages)) if pages[index].strip() and _interleaved(document, index)]
    again = _with_pdfminer(data, tangled)
    return [again.get(index, text) for index, text in enumerate(pages)]


def _interleaved(document: PdfDocument, index: int) -> bool:
    """Whether the page's text runs across two columns line by line instead of down one and then the other."""
    try:
        page = document[index]
        sides = _sides(page)
    except PdfiumError:
        return False
    left, right, across = (sides.count(side) for side in "LRA")
    flips = sum(a != b for a, b in pairwise(sides))
    return min(left, right) >= 8 and across * 4 < left + right and flips > min(left, right)


def _sides(page: PdfPage) -> list[str]:
    """For each printed line in the order of the text: in the left column, in the right, or across the middle.

    Rectangles of one line that nearly touch are one line: bold words and accents part them.
    """
    textpage = page.get_textpage()
    middle, width = page.get_width() / 2, page.get_width()
    lines: list[list[float]] = []
    for number in range(textpage.count_rects()):
        x0, y0, x1, _ = textpage.get_rect(number)
        if lines and abs(lines[-1][1] - y0) < 6 and -2 < x0 - lines[-1][2] < width * 0.02:
            lines[-1][2] = x1
        else:
            lines.append([x0, y0, x1])
    textpage.close()
    margin = width * 0.02
    return ["L" if x1 < middle + margin else "R" if x0 > middle - margin else "A" for x0, _, x1 in lines]


def _with_pdfminer(data: bytes, indices: Sequence[int]) -> dict[int, str]:
    """The text of some pages, columns told apart by layout analysis."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextContainer

    texts = {}
    layouts = extract_pages(io.BytesIO(data), page_numbers=list(indices), laparams=LAParams(boxes_flow=None))
    for index, layout in zip(indices, layouts, strict=False):
        boxes = [box for box in layout if isinstance(box, LTTextContainer)]
        boxes.sort(key=lambda box: (_column(box.x0, box.x1, layout.width), -box.y1))
        texts[index] = re.sub(r"\n{2,}", "\n", "\n".join(box.get_text().strip() for box in boxes))
    return texts


def _column(x0: float, x1: float, width: float) -> int:
    """0 for what stands across the page or at its left, 1 for the right column."""
    return int(x0 > width * 0.45 and x1 > width * 0.55)
