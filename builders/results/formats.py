"""Which reader a file wants: by its ending, and for text by what stands in it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from builders.report import Report
from builders.results.json_results import read_json_results
from builders.results.league_tables import is_league_tables, read_league_tables
from builders.results.openfootball import is_openfootball, read_openfootball
from builders.results.owner_text import is_owner_text, read_owner_text
from builders.results.rows import Row
from builders.results.sidecar import read_sidecar
from builders.results.tables import read_delimited, read_spreadsheet
from builders.sources import SourceError, SourceFile

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".txt", ".tab", ".md", "")
LONGEST_LINE = 100_000  # characters; no row of a table is as long
ZIP = b"PK\x03\x04"


def read_rows(file: SourceFile, report: Report) -> Iterator[Row]:
    """The rows of one results file. Raises SourceError where none can be read."""
    ending = PurePosixPath(file.name).suffix.lower()
    sidecar = read_sidecar(file)
    if ending in SPREADSHEETS:
        return read_spreadsheet(file, sidecar, report)
    if ending == ".json":
        return read_json_results(file, file.text(), sidecar)
    if ending not in TEXTS:
        raise SourceError(file.name, f"{ending} is not a form of results", "save it as CSV, XLSX, JSON or text")
    if file.read_bytes()[:4] == ZIP:
        raise SourceError(file.name, "binary content in a file named as text", "is it a spreadsheet? end it in .xlsx")
    text = file.text()
    _check_lines(file, text)
    if not sidecar.columns and is_openfootball(text):
        return read_openfootball(file, text)
    if not sidecar.columns and is_owner_text(text):
        return read_owner_text(file, text, report)
    if not sidecar.columns and is_league_tables(text):
        return read_league_tables(file, text, report)
    return read_delimited(file, text, sidecar, report)


def _check_lines(file: SourceFile, text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise SourceError(f"{file.name}:{number}", f"a line of {len(line)} characters", "give each match its line")
