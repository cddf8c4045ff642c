"""The rows of a dataset file, one at a time: JSONL, CSV and TSV of any size, JSON; in any usual encoding."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from builders.imported.streams import lines_of
from builders.sources import TEXT_LIMIT, SourceError, decode

FORMS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
LISTS = ("data", "rows", "examples", "train", "dados", "exemplos")
"""Keys under which a JSON document keeps its rows."""
_CELL_LIMIT = 16 * 1024 * 1024  # characters of one cell


@dataclass(frozen=True, slots=True)
class Row:
    locator: str
    """ "line 7", "$[6]" or "row 6": as a person would look it up."""
    raw: str
    """The row as it is written."""
    value: Any
    """The row as read: a mapping or a text; None where it could not be read."""
    fault: str = ""
    """Why it could not be read."""


def read_rows(path: Path) -> Iterator[Row]:
    """Every row of a file, those that cannot be read too.

    Raises SourceError where the file is empty, binary, in no known form, or a CSV without a header.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMS:
        raise SourceError(path, "not a form of dataset", f"save it as one of {', '.join(FORMS)}")
    if not path.is_file():
        raise SourceError(path, "no such file", "give the path of a dataset")
    if suffix in (".jsonl", ".ndjson"):
        return _json_lines(path)
    return _json(path) if suffix == ".json" else _table(path, suffix)


def _json_lines(path: Path) -> Iterator[Row]:
    for number, line in enumerate(lines_of(path), start=1):
        if text := line.strip():
            yield _line(number, text)


def _line(number: int, text: str) -> Row:
    try:
        return Row(f"line {number}", text, orjson.loads(text))
    except orjson.JSONDecodeError as error:
        return Row(f"line {number}", text, None, str(error))


def _json(path: Path) -> Iterator[Row]:
    """The rows of a JSON document, which is read at once."""
    size = path.stat().st_size
    if size > TEXT_LIMIT:
        what = f"{size >> 20} MB of JSON in one document, which is read at once; {TEXT_LIMIT >> 20} MB are the most"
        raise SourceError(path, what, "write it as JSONL, an object a line, which may be of any size")
    text = decode(path.read_bytes(), path.name)
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise SourceError(f"{path}:{error.lineno}", f"not JSON ({error.msg})", "mend the line") from error
    where = "$"
    if isinstance(content, dict):
        name = next((key for key in LISTS if isinstance(content.get(key), list)), None)
        content, where = (content[name], f"$.{name}") if name else ([content], "$")
    if not isinstance(content, list):
        raise SourceError(path, "holds no list of rows", "a list of objects, or one under `data`")
    for position, value in enumerate(content):
        yield Row(f"{where}[{position}]", orjson.dumps(value).decode(), value)


def _table(path: Path, suffix: str) -> Iterator[Row]:
    """The rows of a table with a header, each a mapping of column to cell, read as a stream."""
    csv.field_size_limit(_CELL_LIMIT)
    head = next(lines_of(path))
    delimiter = "\t" if suffix == ".tsv" else max(",;\t", key=head.count)
    reader = csv.reader(lines_of(path), delimiter=delimiter, strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    if not any(header):
        raise SourceError(path, "has no header", "name the columns in the first row: prompt, completion")
    for number, cells in enumerate(_cells(reader, path), start=2):
        if any(cell.strip() for cell in cells):
            value = dict(zip(header, cells, strict=False))
            yield Row(f"row {number}", delimiter.join(cells), value)


def _cells(reader: "Iterator[list[str]]", path: Path) -> Iterator[list[str]]:
    """The rows of a table. Raises SourceError for a cell without end, naming the line on which its row begins."""
    begins = 1
    try:
        for cells in reader:
            begins = getattr(reader, "line_num", 0) + 1
            yield cells
    except csv.Error as error:
        remedy = "close its quotation marks, and double those that stand within a text"
        raise SourceError(f"{path}:{begins}", f"not a table from here on ({error})", remedy) from error
