"""An owner's list of results kept as text: headings, repeated headers, rows by tabs or aligned with spaces.

Such lists come out of word processors and PDFs: a club's name runs over into the next line, two rows or a header
and a row share a line, and a space stands before every hyphen ("1935 -03-24", "Beira -Mar").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from builders.report import Report
from builders.results.headers import match_columns
from builders.results.rows import BUILDER, Row
from builders.results.seasons import find_season, without_season
from builders.sources import SourceFile
from records.example import Source

LONGEST_NAME = 4  # lines over which one row may run
LEAST_COLUMNS = 3  # recognised in a header

_DATE = r"(?:\d{4} ?-\d\d-\d\d|\d\d?[-/]\d\d?[-/]\d{2,4}|-)"
_PLACE = r"(?:Casa|Fora|Neutro)"
_START = re.compile(rf"{_DATE}(?: +\d\d?:\d\d)?(?: +{_PLACE}\b| {{2,}})")
_FUSED = re.compile(rf"(?<=\s)(?={_DATE}(?: \d\d?:\d\d)?  +{_PLACE}  )")
_RESULT = r"(?:\d+-\d+(?: ?\([^)]*\))?|-|DA|Jogo ND)"
_ROUND = r"(?:[A-Z]|\d{1,2}|J\d+|1/\d+|QF|MF|\d+[EFR])"
_RECORD = re.compile(
    rf"(?P<date>{_DATE})(?: (?P<time>\d\d?:\d\d))?(?: (?P<side>{_PLACE}))? (?P<opponent>\S.*?) (?P<score>{_RESULT})"
    rf"(?: (?P<letter>[VED]|ND|-))?(?: (?P<round>{_ROUND}))?(?: (?P<tail>[^\W\d][^\d]*))?"
)
_YEAR = re.compile(r"\d{4}")
_HEADER = re.compile(r"\s*Data\b.*?\b(?:V-E-D|Resultado)(?:\s+Jornada\b)?\s*(?=$|\d{4} ?-|-\s)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or the part of a fused one that belongs to one row."""

    number: int
    text: str
    line: str
    """The whole line: what is quoted."""


@dataclass(slots=True)
class _State:
    """What the lines above say of the next row."""

    year: str = ""
    competition: str = ""
    season: str = ""
    columns: dict[str, int] = field(default_factory=dict)
    pending: list[_Piece] = field(default_factory=list)
    """The lines of a row that is not whole yet."""

    def context(self) -> dict[str, str]:
        stated = {"year": self.year, "competition": self.competition, "season": self.season}
        return {role: value for role, value in stated.items() if value}


def is_owner_text(text: str) -> bool:
    """Whether a text has the header of an owner's list more than once, or above rows aligned with spaces."""
    headers = [found[0] for line in text.split("\n") if (found := _HEADER.match(line))]
    headers = [header for header in headers if len(_columns(header)) >= LEAST_COLUMNS]
    return len(headers) > 1 or any("\t" not in header for header in headers)


def read_owner_text(file: SourceFile, text: str, report: Report) -> Iterator[Row]:
    """Rows of the list in its order, each with the year, season and competition of the headings above it."""
    state = _State()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            state.columns = _columns(header[0])
            report.count(BUILDER, file.name, "headers")
            line = line[header.end() :]
            report.count(BUILDER, file.name, "rows fused with a header, taken apart", int(bool(line.strip())))
        if "\t" in line and state.columns:
            yield from _close(file, state, report)
            yield _tabbed_row(file, number, line, state)
            continue
        pieces = _FUSED.split(line)
        report.count(BUILDER, file.name, "fused rows, taken apart", len(pieces) - 1)
        for piece in pieces:
            yield from _read_piece(file, _Piece(number, piece, line.strip()), state, report)
    yield from _close(file, state, report)


def _read_piece(file: SourceFile, piece: _Piece, state: _State, report: Report) -> Iterator[Row]:
    """Take in one row, a part of one, or a heading; yield the row that it completes or closes."""
    text = piece.text.strip()
    starts = bool(_START.match(text + "  "))
    if starts or not text or (find_season(text) and not state.pending):
        yield from _close(file, state, report)
    if starts or (text and state.pending):
        state.pending.append(piece)
        if _record(state.pending) or len(state.pending) > LONGEST_NAME:
            yield from _close(file, state, report)
    elif text:
        _read_heading(file, piece, state, report)


def _close(file: SourceFile, state: _State, report: Report) -> Iterator[Row]:
    """The row of the pending lines, or a rejection where they never became whole."""
    pieces, state.pending = state.pending, []
    if not pieces:
        return
    first, last = pieces[0].number, pieces[-1].number
    locator = f"line {first}" if first == last else f"lines {first}-{last}"
    quote = "\n".join(dict.fromkeys(piece.line for piece in pieces))
    record = _record(pieces)
    if record is None:
        report.reject(BUILDER, "incomplete_row", file.name, locator, quote)
        return
    fields = {role: value for role, value in record.groupdict().items() if value}
    yield Row(Source(file.name, file.sha256, locator, quote), first, fields | state.context())


def _tabbed_row(file: SourceFile, number: int, line: str, state: _State) -> Row:
    cells = [cell.strip() for cell in line.split("\t")]
    fields = {role: cells[column] for role, column in state.columns.items() if column < len(cells)}
    return Row(Source(file.name, file.sha256, f"line {number}", line.strip()), number, fields | state.context())


def _read_heading(file: SourceFile, piece: _Piece, state: _State, report: Report) -> None:
    """A year, or a competition and its season; anything else is left out by name."""
    text = _mend(piece.text)
    season = find_season(text)
    if _YEAR.fullmatch(text):
        state.year, state.season, state.competition = text, "", ""
    elif season:
        state.year, state.season, state.competition = "", season, without_season(text)
    else:
        report.reject(BUILDER, "unrecognised_line", file.name, f"line {piece.number}", piece.line)


def _columns(header: str) -> dict[str, int]:
    return match_columns(re.split(r"\t|  +", header.strip()))


def _record(pieces: list[_Piece]) -> re.Match[str] | None:
    return _RECORD.fullmatch(_mend(" ".join(piece.text for piece in pieces)))


def _mend(text: str) -> str:
    """Single-spaced, without the space that a PDF puts before a hyphen inside a word or date."""
    return re.sub(r"(?<=\w) -(?=\w)", "-", " ".join(text.split()))
