"""A row of a table, in text or in a spreadsheet, with its header and its neighbours."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

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
    """The row at a line, from 1, with the nearest header above it; None where the text is no table there."""
    lines = text.split("\n")
    if not 1 < line <= len(lines) or not lines[line - 1].strip():
        return None
    delimiter = max(DELIMITERS, key=lines[line - 1].count)
    if delimiter not in lines[line - 1]:
        return None
    first = max(0, line - 500)  # a header stands near, or at the top
    near = {
        number: _cells(lines[number], delimiter) for number in (0, *range(first, min(len(lines), line + NEIGHBOURS)))
    }
    return _around(near, line - 1)


def sheet_around(path: Path, sheet: str, row: int) -> TableView | None:
    """The row of a sheet, from 1, with the nearest header above it; None where there is none, or no such file."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        values = (
            workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False) if sheet in workbook.sheet_names else []
        )
    except CalamineError:
        return None
    cells = {number: tuple(map(_cell_text, row)) for number, row in enumerate(values)}
    return _around(cells, row - 1) if any(cells.get(row - 1, ())) else None


def _around(lines: dict[int, tuple[str, ...]], at: int) -> TableView | None:
    header_at = _header_above(lines, at)
    near = range(max(header_at + 1, at - NEIGHBOURS), at + NEIGHBOURS + 1)
    numbers = [number for number in near if any(lines.get(number, ()))]
    if at not in numbers:
        return None
    rows = [(str(number + 1), *lines[number]) for number in numbers]
    width = min(WIDEST, max(len(row) for row in rows))
    header = _padded(("", *lines[header_at]), width)
    return TableView(header, tuple(_padded(row, width) for row in rows), numbers.index(at))


def _header_above(lines: dict[int, tuple[str, ...]], at: int) -> int:
    """The nearest line above without digits, or else the first line: lists made by hand repeat their header."""
    for number in sorted((number for number in lines if number < at), reverse=True):
        cells = [cell for cell in lines[number] if cell.strip()]
        if len(cells) > 1 and not any(any(c.isdigit() for c in cell) for cell in cells):
            return number
    return 0


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(next(csv.reader([line[:20_000]], delimiter=delimiter), ()))


def _cell_text(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else " ".join(str(value).split())  # type: ignore[arg-type]


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *("",) * (width - len(cells)))
