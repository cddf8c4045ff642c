"""Delimited text and spreadsheets: rows of cells, their header wherever it stands, and a Row for each."""

from collections.abc import Iterator, Mapping

from builders.report import Report
from builders.results.delimited import SEARCHED, Line, delimited_lines
from builders.results.headers import (
    has_score,
    is_match_header,
    is_table_header,
    match_columns,
    table_columns,
    who,
)
from builders.results.rows import BUILDER, Row
from builders.results.sidecar import Sidecar, stated_columns
from builders.sources import SourceError, SourceFile
from builders.workbooks import read_sheets
from records.example import Source


def read_delimited(file: SourceFile, text: str, sidecar: Sidecar, report: Report) -> Iterator[Row]:
    """Rows of a CSV, TSV or semicolon file. Raises SourceError where no column of it is recognised."""

    def unclosed(line: int) -> None:
        what = "a quotation mark opens that nothing closes; read as if it were not there: close it or take it out"
        report.note(f"{file.name}:{line}: {what}")

    return read_lines(file, delimited_lines(text, unclosed), sidecar, report)


def read_spreadsheet(file: SourceFile, sidecar: Sidecar, report: Report) -> Iterator[Row]:
    """Rows of every sheet of an XLSX, XLS or ODS file. Raises SourceError for a file that is none of them."""
    for sheet, rows in read_sheets(file):
        lines = [Line(n, f"sheet {sheet}, row {n}", cells, " | ".join(cells)) for n, cells in rows]
        if lines:
            yield from read_lines(file, lines, sidecar, report)


def read_lines(file: SourceFile, lines: list[Line], sidecar: Sidecar, report: Report) -> Iterator[Row]:
    """A Row for each line below the header; a header that is repeated is skipped and counted."""
    header, columns = _find_header(file, lines, sidecar)
    for line in lines:
        if header and line.number <= header.number:
            continue
        if header and line.cells == header.cells:
            report.count(BUILDER, file.name, "repeated headers")
            continue
        if sum(bool(cell) for cell in line.cells) < 2:
            report.reject(BUILDER, "not_a_row", file.name, line.locator, line.quote)
            continue
        yield _row(file, line, columns, sidecar)


def _row(file: SourceFile, line: Line, columns: Mapping[str, int], sidecar: Sidecar) -> Row:
    fields = {role: line.cells[column] for role, column in columns.items() if column < len(line.cells)}
    for role, value in sidecar.constants.items():
        fields[role] = fields.get(role) or value
    if sidecar.away_score:
        fields["away_score"] = sidecar.away_score
    return Row(Source(file.name, file.sha256, line.locator, line.quote), line.number, fields)


def _find_header(file: SourceFile, lines: list[Line], sidecar: Sidecar) -> tuple[Line | None, dict[str, int]]:
    """The header's line (None: the file has none) and role -> column. Raises SourceError naming the remedy."""
    if sidecar.header == 0:
        if not sidecar.columns:
            remedy = "with `header: 0` name each column by its number, as in `columns: {date: 1, ...}`"
            raise SourceError(file.name, "its columns are not stated", remedy)
        widest = max((line.cells for line in lines), key=len, default=[])
        return None, stated_columns(sidecar, [""] * len(widest), file.name)
    candidates = [line for line in lines[:SEARCHED] if sidecar.header in (None, line.number)]
    for line in candidates:
        if not _holds(line, sidecar):
            continue
        stated = stated_columns(sidecar, line.cells, file.name)
        matches = {**match_columns(line.cells), **stated}
        standings = {**table_columns(line.cells), **stated}
        if is_table_header(standings) and not (has_score(matches) and "date" in matches):
            return line, standings
        if is_match_header(matches) and has_score(matches):
            return line, matches
    raise _unrecognised(file, candidates, sidecar)


def _holds(line: Line, sidecar: Sidecar) -> bool:
    return all(isinstance(column, int) or str(column) in line.cells for column in sidecar.columns.values())


def _unrecognised(file: SourceFile, candidates: list[Line], sidecar: Sidecar) -> SourceError:
    """What is missing, said of the line that is most like a header."""
    if not candidates:
        return SourceError(file.name, "it has no rows", "remove it or put its content back")
    best = max(candidates, key=lambda line: (len(match_columns(line.cells)), -line.number))
    columns = match_columns(best.cells)
    where, shown = f"{file.name}:{best.number}", ", ".join(repr(cell) for cell in best.cells if cell)[:200]
    remedy = (
        f"name the columns in {file.path.name}.yaml, as in `columns: {{date: Quando, opponent: Contra, score: Final}}`"
    )
    if sidecar.columns and not _holds(best, sidecar):
        return SourceError(
            where, f"the columns stated in YAML are not among {shown}", "write the headers as they stand"
        )
    if who(columns) and not has_score(columns):
        return SourceError(where, f"no score column among {shown}", f"head it Resultado or Score, or {remedy}")
    if has_score(columns):
        return SourceError(where, f"no column of clubs among {shown}", f"head them Casa and Fora, or {remedy}")
    return SourceError(where, f"no columns of dates, clubs and scores recognised in {shown}", remedy)
