"""Page furniture: running headers and footers, page numbers. Pages end with a form feed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from builders.books.edits import Edit
from builders.books.vocabulary import Vocabulary

EDGE = 3  # lines at the top and at the bottom of a page that may be furniture
_NUMBER = re.compile(r"^[\s\-–—.\[\]|*]*(\d{1,4}|[ivxlc]{1,7})[\s\-–—.\[\]|*]*$")
_NUMBERED = re.compile(r"^\W*(?:p[áa]g(?:ina|\.)?|page)\W*\d{1,4}(?:\s*(?:de|of|/)\s*\d{1,4})?\W*$", re.I)
_EDGE_NUMBER = re.compile(r"^\s*\d{1,4}\b[\s|•–—-]*|[\s|•–—-]*\b\d{1,4}\s*$")
_EDGE_NUMBERS = re.compile(r"^(?:\s*\d{1,4}\b[\s|•–—-]*)+|(?:[\s|•–—-]*\b\d{1,4})+\s*$")
_LEADERS = re.compile(r"\.{5,}|(?: \.){5,}")
_COUNTED = re.compile(r"[\s|•–—-]*\bp[áa]g(?:ina|\.)?\s*\d+(?:\s*(?:de|/)\s*\d+)?\s*$", re.I)

Span = tuple[int, int]


def remove_furniture(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """Lines at page edges that recur from page to page, and numbers that count the pages."""
    pages = _pages(text)
    if len(pages) < 2:
        return
    edges = [_edge_lines(text, page) for page in pages]
    shapes = Counter(shape for page in edges for shape in {_shape(text[slice(*line)]) for line in page})
    offsets = _page_number_offsets(text, edges)
    for index, lines in enumerate(edges):
        found = _furniture(text, lines, shapes, (len(pages), index, offsets))
        for run in _runs(sorted(found)):
            yield _without(run, pages[index])


def remove_numbered_lines(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """In a text without pages: lines that are a number alone, one more than the last, five times or more."""
    if "\f" in text:
        return
    lines = [(m.start(), m.end(), int(m[1])) for m in re.finditer(r"^[ \t\-–—]*(\d{1,4})[ \t\-–—]*$", text, re.M)]
    for run in _counting_runs(lines):
        if len(run) >= 5:
            yield from (Edit(start, min(end + 1, len(text)), "") for start, end, _ in run)


def remove_contents_lines(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """Lines whose words dots lead to a page number: entries of a table of contents, broken over two lines or not.

    Those that follow on each other go together: a reviewer sees one table, not its lines.
    """
    if "....." not in text and ". . . . ." not in text:  # seen at once, where the pattern looks at every space
        return
    lines = list(dict.fromkeys(_line_around(text, found.span()) for found in _LEADERS.finditer(text)))
    yield from (Edit(start, end, "") for start, end in _runs(lines))


def _line_around(text: str, span: Span) -> Span:
    start, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
    return max(start, text.rfind("\f", 0, span[0]) + 1), len(text) if end < 0 else end


def _furniture(text: str, lines: Sequence[Span], shapes: Counter[str], place: tuple[int, int, set[int]]) -> set[Span]:
    """Of the lines at one page's edges, those that are furniture: outermost first, stopping at the page's own text."""
    pages, index, offsets = place
    found = set()
    for edge in (lines[:EDGE], lines[::-1][:EDGE]):
        for line in edge:
            if not _is_furniture(text[slice(*line)], shapes[_shape(text[slice(*line)])], pages, (index, offsets)):
                break
            found.add(line)
    return found


def _is_furniture(line: str, times: int, pages: int, place: tuple[int, set[int]]) -> bool:
    number = _NUMBER.match(line)
    if number:
        return number[1].isdigit() and int(number[1]) - place[0] in place[1]
    if _NUMBERED.match(line):
        return True
    needed = 2 if pages == 2 and _EDGE_NUMBER.search(line) else max(3, min(8, pages // 5))
    return times >= needed and bool(re.search(r"[^\W\d_]{2}", line))


def _runs(lines: Sequence[Span]) -> Iterator[Span]:
    """Lines that follow on each other, as one span."""
    run: Span | None = None
    for line in lines:
        if run and line[0] <= run[1] + 1:
            run = (run[0], line[1])
            continue
        if run:
            yield run
        run = line
    if run:
        yield run


def _without(run: Span, page: Span) -> Edit:
    """Lines go with the break after them; a page's last ones with the one before."""
    is_last = run[1] >= page[1]
    return Edit(max(run[0] - is_last, page[0]), run[1] + (not is_last), "")


def _pages(text: str) -> list[Span]:
    pages, start = [], 0
    for found in re.finditer("\f", text):
        pages.append((start, found.start()))
        start = found.end()
    return [*pages, (start, len(text))]


def _edge_lines(text: str, page: Span) -> list[Span]:
    """The first and last lines of a page that are not blank; all of a short page's."""
    lines, start = [], page[0]
    for line in text[slice(*page)].split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines if len(lines) <= 2 * EDGE else lines[:EDGE] + lines[-EDGE:]


@lru_cache(maxsize=4096)
def _shape(line: str) -> str:
    """A line as it recurs: without the numbers at its ends, one of which counts the pages. It is asked for twice."""
    bare = line.strip()
    if bare[:1].isdecimal() or bare[-1:].isdecimal():
        bare = _EDGE_NUMBERS.sub("", _COUNTED.sub("", bare))
    return " ".join(bare.lower().split())


def without_page_number(line: str) -> str:
    """ "3758 Diário da República" -> "Diário da República", "Lei 51 Pág. 3 de 30" -> "Lei 51"."""
    return " ".join(_EDGE_NUMBER.sub("", _COUNTED.sub("", line), count=1).split())


def _page_number_offsets(text: str, edges: Sequence[Sequence[Span]]) -> set[int]:
    """Differences between a lone number at a page's edge and the page's index that hold on three pages or more."""
    pages_of: defaultdict[int, set[int]] = defaultdict(set)
    for index, lines in enumerate(edges):
        for line in lines:
            number = _NUMBER.match(text[slice(*line)])
            if number and number[1].isdigit():
                pages_of[int(number[1]) - index].add(index)
    needed = 2 if len(edges) < 5 else 3
    return {offset for offset, pages in pages_of.items() if len(pages) >= needed}


def _counting_runs(lines: Sequence[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    run: list[tuple[int, int, int]] = []
    for line in lines:
        if run and line[2] != run[-1][2] + 1:
            yield run
            run = []
        run.append(line)
    yield run
