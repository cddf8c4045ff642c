"""Spreadsheets as rows of text, read in a process of their own: a few bytes may unfold to more than memory holds."""

import io
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from builders.limits import limit
from builders.sources import SourceError, SourceFile
from builders.watching import Limits, Watch

ROOT = Path(__file__).resolve().parent.parent
LIMITS = Limits(seconds=60, memory=2 << 30)
REMEDY = "save it again, as XLSX or CSV"

Row = tuple[int, list[str]]
"""Its number in the sheet, from 1, and its cells."""


def read_sheets(file: SourceFile, limits: Limits = LIMITS) -> list[tuple[str, list[Row]]]:
    """The name of each sheet and its rows that hold anything. Raises SourceError where the file is no spreadsheet,
    or unfolds to more than the limits.
    """
    child = subprocess.Popen(  # noqa: S603 (our own module, no argument from a source)
        [sys.executable, "-m", "builders.workbooks", str(limits.memory)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with Watch(child, limits):
        out, _ = child.communicate(file.read_bytes())
    if child.returncode:
        what = f"its reader failed, or took more than {limits.memory >> 20} MB of memory or {limits.seconds} s"
        raise SourceError(file.name, what, "delete the cells far from the table, or save the table as CSV")
    answer = orjson.loads(out)
    if "error" in answer:
        raise SourceError(file.name, f"not a spreadsheet ({answer['error']})", REMEDY)
    return [(sheet, [(number, cells) for number, cells in rows]) for sheet, rows in answer["sheets"]]


def main() -> int:
    """The child: bytes of a spreadsheet in, its sheets or an error out, as JSON. Its argument: bytes of memory."""
    limit(resource.RLIMIT_AS, int(sys.argv[1]))
    limit(resource.RLIMIT_CORE, 0)
    os.environ["RUST_BACKTRACE"] = "0"
    sys.stdout.buffer.write(orjson.dumps(_answer(sys.stdin.buffer.read())))
    return 0


def _answer(data: bytes) -> dict[str, object]:
    from python_calamine import CalamineError, CalamineWorkbook  # here: the parent has no use for it

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = (
            (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in workbook.sheet_names
        )
        return {"sheets": [(name, list(_rows(values))) for name, values in sheets]}
    except CalamineError as error:
        return {"error": str(error)}


def _rows(values: Sequence[Sequence[object]]) -> Iterator[Row]:
    for number, row in enumerate(values, start=1):
        cells = [_cell_text(value) for value in row]
        if any(cells):
            yield number, cells


def _cell_text(value: object) -> str:
    """A cell as it is read; whole numbers lose the .0 that a spreadsheet gives them."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


if __name__ == "__main__":
    sys.exit(main())
