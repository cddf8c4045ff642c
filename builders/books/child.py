"""The process that reads files: tasks in, books or errors out, as lines of JSON."""

import gc
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from builders.books.reading import Task, read_book
from builders.limits import limit
from builders.sources import SourceError, SourceFile

GARBAGE = 100_000  # objects made between looks for rings among them: a book makes tens of thousands, and few rings
STILL_AT_WORK = b"\n"
"""What it says before each scanned page: each has the whole time."""


def main() -> int:
    """Exit status 0 at the end of its tasks; anything else is for the parent to tell of.

    Its arguments are the limits of each file: bytes of memory, seconds.
    """
    memory, seconds = map(int, sys.argv[1:])
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_CORE, 0)
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not stand in the answer
    gc.freeze()
    gc.set_threshold(GARBAGE)
    with os.fdopen(out, "wb") as stream:

        def begin(said: bytes = STILL_AT_WORK) -> None:
            """Count its time from now, here and in the parent."""
            used = resource.getrusage(resource.RUSAGE_SELF)
            limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)
            stream.write(said)
            stream.flush()

        for line in sys.stdin.buffer:
            begin(b"")
            stream.write(orjson.dumps(_answer(orjson.loads(line), begin)) + b"\n")
            stream.flush()
    return 0


def _answer(row: dict[str, Any], still_at_work: Callable[[], None]) -> dict[str, Any]:
    task = Task(**{**row, "corrections": tuple((before, after) for before, after in row["corrections"])})
    try:
        return {"book": read_book(SourceFile(Path(task.path), task.name, "").read_bytes(), task, still_at_work)}
    except SourceError as error:
        return {"error": {"where": error.where, "what": error.what, "remedy": error.remedy}}


if __name__ == "__main__":
    sys.exit(main())
