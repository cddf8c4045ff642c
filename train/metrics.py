"""What a run writes down as it goes: one JSON object a line, and the same as JSON and CSV when it saves."""

import csv
import io
import os
from pathlib import Path
from typing import Any

import orjson

from records.files import atomic_file, read_jsonl, write_json
from train.config import flat

NAME = "training_metrics"


def cut(run: Path, size: int) -> None:
    """Cut off what a killed run wrote after its last checkpoint, at which its lines had `size` bytes."""
    with _lines(run).open("ab") as handle:
        handle.truncate(min(size, handle.tell()))


def append(run: Path, row: dict[str, Any]) -> None:
    """Write a row; it is in the file when this returns."""
    with _lines(run).open("ab") as handle:
        handle.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def settled(run: Path) -> int:
    """Bytes of the lines, all of them on the disk: a checkpoint that counts on them may follow."""
    with _lines(run).open("ab") as handle:
        os.fsync(handle.fileno())
        return handle.tell()


def export(run: Path) -> None:
    """Write `training_metrics.json` and `.csv` from the lines so far."""
    rows = [row for _, row in read_jsonl(_lines(run))]
    write_json(run / f"{NAME}.json", rows)
    lines = [flat({key: value for key, value in row.items() if key != "samples"}) for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, dict.fromkeys(key for row in lines for key in row), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    with atomic_file(run / f"{NAME}.csv") as handle:
        handle.write(text.getvalue().encode())


def _lines(run: Path) -> Path:
    return run / f"{NAME}.jsonl"
