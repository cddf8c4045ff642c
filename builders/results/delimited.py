"""Delimited text as lines of cells: a quotation mark that nothing closes is a letter, and is told of."""

import csv
from collections.abc import Callable
from dataclasses import dataclass

from builders.results.headers import match_columns, table_columns

DELIMITERS = ",;\t|"
LONGEST_CELL = 6  # lines over which one row may go
SEARCHED = 20  # a header stands in the first rows or nowhere


@dataclass(frozen=True, slots=True)
class Line:
    """Cells of one line, and where they stand."""

    number: int
    """From 1: the line of a text, the row of a sheet."""
    locator: str
    cells: list[str]
    quote: str


def delimited_lines(text: str, unclosed: Callable[[int], None]) -> list[Line]:
    """A text cut at the delimiter that makes the most of its first lines; blank lines are left out.

    `unclosed` is told the number of each line on which a quotation mark opens that nothing closes.
    """
    delimiter, physical = _delimiter(text), text.split("\n")
    lines, start = [], 0
    while start < len(physical):
        cells, end = _row(physical, start, delimiter, unclosed)
        quote = "\n".join(physical[start:end]).strip()
        if quote:
            lines.append(Line(start + 1, f"line {start + 1}", [cell.strip() for cell in cells], quote))
        start = end
    return lines


def _row(physical: list[str], start: int, delimiter: str, unclosed: Callable[[int], None]) -> tuple[list[str], int]:
    """The cells of the row that begins on a line, and the line after it."""
    line = physical[start]
    if '"' not in line:
        return line.split(delimiter), start + 1
    for end in range(start + 1, min(start + LONGEST_CELL, len(physical)) + 1):
        cells = _closed(physical[start:end], delimiter)
        if cells is not None:
            return cells, end
    if line.count('"') % 2 == 0:  # closed, with something between the mark and the delimiter
        return next(csv.reader([line], delimiter=delimiter)), start + 1
    unclosed(start + 1)
    return [cell.strip(' "') for cell in line.split(delimiter)], start + 1


def _closed(part: list[str], delimiter: str) -> list[str] | None:
    """The cells of one row that goes over these lines; None where they are none, or swallow a row of their own."""
    try:
        rows = list(csv.reader(["\n".join(part)], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    swallowed = any(line.count(delimiter) >= len(rows[0]) - 1 for line in part[1:])
    return None if len(rows) != 1 or (swallowed and len(rows[0]) > 1) else rows[0]


def _delimiter(text: str) -> str:
    """The delimiter under which a first line is most like a header, or else gives the most cells."""
    sample = [line for line in text.split("\n") if line.strip()][:SEARCHED]

    def merit(delimiter: str) -> tuple[int, int]:
        cells = [next(csv.reader([line], delimiter=delimiter), []) for line in sample]
        recognised = max(len(match_columns(row) | table_columns(row)) for row in cells)
        return recognised if recognised > 1 else 0, max(len(row) for row in cells)

    return max(DELIMITERS, key=merit)
