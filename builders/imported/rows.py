"""The rows of a dataset file, one at a time: JSONL, JSON, CSV or TSV, in any usual encoding."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from builders.sources import SourceError, decode

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
    """One row a line, read as a stream; a file in UTF-16 or with a mark is decoded whole."""
    with path.open("rb") as handle:
        marked = handle.read(3)
        handle.seek(0)
        whole = marked[:2] in (b"\xff\xfe", b"\xfe\xff")
        lines = io.BytesIO(decode(handle.read(), path.name).encode()) if whole else handle
        if not marked:
            raise SourceError(path, "the file is empty", "give a dataset with rows")
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _line(path, number, line.removeprefix(b"\xef\xbb\xbf").strip())


def _line(path: Path, number: int, line: bytes) -> Row:
    text = decode(line, f"{path.name}:{number}")
    try:
        return Row(f"line {number}", text, orjson.loads(text))
    except orjson.JSONDecodeError as error:
        return Row(f"line {number}", text, None, str(error))


def _json(path: Path) -> Iterator[Row]:
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
    """The rows of a table with a header, each a mapping of column to cell."""
    csv.field_size_limit(_CELL_LIMIT)
    text = decode(path.read_bytes(), path.name)
    head = text.split("\n", 1)[0]
    delimiter = "\t" if suffix == ".tsv" else max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = [cell.strip() for cell in next(reader, [])]
    if not header or not any(header):
        raise SourceError(path, "has no header", "name the columns in the first row: prompt, completion")
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            value = dict(zip(header, cells, strict=False))
            yield Row(f"row {number}", delimiter.join(cells), value)
