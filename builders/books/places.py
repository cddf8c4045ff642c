"""Where a piece of repaired text stands in its file: page and characters, or line and characters; and verbatim."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from builders.books.book import Extracted
from builders.books.edits import Revision


class Places:
    """Finds offsets of a repaired text in the pages that it was made from."""

    def __init__(self, extracted: Extracted, revision: Revision) -> None:
        self._pages, self._revision = extracted.pages, revision
        self._names = [f"page {page.label}" if page.label.isdigit() else page.label for page in extracted.pages]
        self._starts, position = [], 0
        for page in extracted.pages:
            self._starts.append(position)
            position += len(page.text) + 1
        source = revision.source
        self._lines = [0, *(m.end() for m in re.finditer("\n", source))] if self._by_line else []

    @property
    def _by_line(self) -> bool:
        return len(self._pages) == 1 and not self._pages[0].label

    def pages_of(self, offsets: Sequence[int]) -> list[int]:
        """Indices of the pages on which offsets of the repaired text stand."""
        return [self.page_at(offset) for offset in self._revision.origins(offsets)]

    def spans(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The same spans in the source text."""
        found = self._revision.origins([offset for start, end in spans for offset in (start, end - 1)])
        return [(start, max(last, start) + 1) for start, last in zip(found[::2], found[1::2], strict=True)]

    def quote(self, span: tuple[int, int]) -> str:
        """What stands there verbatim; a page's end reads as a line's."""
        return self._revision.source[slice(*span)].replace("\f", "\n").replace("\ufffe", "-\n").strip()

    def first(self, text: str) -> tuple[int, int] | None:
        """Where a text stands first in the source text, before any repair."""
        start = self._revision.source.find(text)
        return (start, start + len(text)) if start >= 0 else None

    def locator(self, span: tuple[int, int]) -> str:
        """ "page 12, characters 340-512"; lines and pages count from 1, characters from 0."""
        if self._by_line:
            line = bisect_right(self._lines, span[0]) - 1
            last = bisect_right(self._lines, span[1] - 1) - 1
            name = f"line {line + 1}" if line == last else f"lines {line + 1}-{last + 1}"
            start, end = span[0] - self._lines[line], span[1] - self._lines[last]
            return f"{name}, characters {start}-{end}"
        first, last = self.page_at(span[0]), self.page_at(span[1] - 1)
        start, end = span[0] - self._starts[first], span[1] - self._starts[last]
        if first == last:
            return f"{self._names[first]}, characters {start}-{end}"
        return f"{self._names[first]}, character {start}, to {self._names[last]}, character {end}"

    def page_at(self, offset: int) -> int:
        """Index of the page of an offset of the source text."""
        return max(0, bisect_right(self._starts, offset) - 1)
