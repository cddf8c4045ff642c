"""The process that reads one file: a task as JSON on standard input, a book or an error as JSON on standard output."""

import os
import resource
import sys
from pathlib import Path

import orjson

from builders.books.reading import Task, read_book
from builders.sources import SourceError


def main() -> int:
    """Exit status 0 with a book or a located error; anything else is for the parent to tell of."""
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not stand in the answer
    request = orjson.loads(sys.stdin.buffer.read())
    _limit(request.pop("memory"), request.pop("seconds"))
    task = Task(**{**request, "corrections": tuple((before, after) for before, after in request["corrections"])})
    try:
        answer = {"book": read_book(_bytes_of(task), task)}
    except SourceError as error:
        answer = {"error": {"where": error.where, "what": error.what, "remedy": error.remedy}}
    with os.fdopen(out, "wb") as stream:
        stream.write(orjson.dumps(answer))
    return 0


def _bytes_of(task: Task) -> bytes:
    try:
        return Path(task.path).read_bytes()
    except OSError as error:
        raise SourceError(task.name, f"cannot be read ({error.strerror})", "look at its permissions") from error


def _limit(memory: int, seconds: int) -> None:
    """Limit address space and processor time where the system does. macOS refuses the first: the parent watches it."""
    for what, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (amount, amount))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    sys.exit(main())
