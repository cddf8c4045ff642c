"""A row of a text table, with its header and its neighbours."""

import csv
from dataclasses import dataclass

NEIGHBOURS = 2
DELIMITERS = ";\t,|"
WIDEST = 40  # columns shown


@dataclass(frozen=True)
class TableView:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The row and its neighbours, each beginning with its line number and as long as the header."""
    marked: int
    """Which of `rows` it is, from 0."""


def table_around(text: str, line: int) -> TableView | None:
    """The row at a line, from 1, with the nearest header above it; None where the text is no table there.

    A header is the nearest line above without digits, or else the first line: lists made by hand repeat theirs.
    """
    lines = text.split("\n")
    if not 1 < line <= len(lines) or not lines[line - 1].strip():
        return None
    delimiter = max(DELIMITERS, key=lines[line - 1].count)
    if delimiter not in lines[line - 1]:
        return None
    header_at = _header_above(lines, line - 1, delimiter)
    numbers = [
        n for n in range(line - 1 - NEIGHBOURS, line + NEIGHBOURS) if header_at < n < len(lines) and lines[n].strip()
    ]
    rows = [(str(n + 1), *_cells(lines[n], delimiter)) for n in numbers]
    width = min(WIDEST, max(len(row) for row in rows))
    header = _padded(("", *_cells(lines[header_at], delimiter)), width)
    return TableView(header, tuple(_padded(row, width) for row in rows), numbers.index(line - 1))


def _header_above(lines: list[str], at: int, delimiter: str) -> int:
    for number in range(at - 1, max(-1, at - 500), -1):
        cells = [cell for cell in _cells(lines[number], delimiter) if cell.strip()]
        if len(cells) > 1 and not any(any(c.isdigit() for c in cell) for cell in cells):
            return number
    return 0


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(next(csv.reader([line[:20_000]], delimiter=delimiter), ()))


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *("",) * (width - len(cells)))
