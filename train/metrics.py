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


class Metrics:
    """The metrics file of a run, appended to."""

    def __init__(self, run: Path) -> None:
        self.path = run / f"{NAME}.jsonl"
        self.path.touch()

    def cut(self, size: int) -> None:
        """Cut off what a killed run wrote after its last checkpoint, at which the file had `size` bytes."""
        os.truncate(self.path, min(size, self.path.stat().st_size))

    def append(self, row: dict[str, Any]) -> None:
        """Write a row; it is in the file when this returns."""
        with self.path.open("ab") as handle:
            handle.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    def settled(self) -> int:
        """Bytes of the file, all of them on the disk: a checkpoint that counts on them may follow."""
        with self.path.open("ab") as handle:
            os.fsync(handle.fileno())
            return handle.tell()


def export(run: Path) -> None:
    """Write `training_metrics.json` and `.csv` from the lines so far."""
    rows = [row for _, row in read_jsonl(run / f"{NAME}.jsonl")]
    write_json(run / f"{NAME}.json", rows)
    lines = [flat({key: value for key, value in row.items() if key != "samples"}) for row in rows]
    columns = list(dict.fromkeys(key for row in lines for key in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    with atomic_file(run / f"{NAME}.csv") as handle:
        handle.write(text.getvalue().encode())
