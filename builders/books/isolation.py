"""Files are read in child processes, each under limits of time and memory: a hostile file ends itself only."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

import orjson

from builders.books.book import Book, book_from_row
from builders.books.child import STILL_AT_WORK
from builders.books.reading import Task
from builders.sources import SourceError
from builders.watching import Limits, Watch, resident

ROOT = Path(__file__).resolve().parent.parent.parent
GROWN = 0.3  # of its memory in use after a file: the next one gets a new child
ONE_THREAD = {
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Children share the processors, and threads cost memory."""
LAST_WORDS = 10_000  # bytes of what a child wrote to standard error
REMEDY = "open and save it again, or take it out of the corpus"


def read_all(tasks: Sequence[Task], limits: Limits) -> Iterator[Book | SourceError]:
    """Yield for each task a book, or the reason why there is none, in their order; as many at once as processors.

    The largest files are begun with, so that none of them is left to be read alone in the end.
    """
    workers = max(1, min(8, os.cpu_count() or 1, len(tasks)))
    idle: SimpleQueue[Reader] = SimpleQueue()

    def outcome(task: Task) -> Book | SourceError:
        reader = idle.get()
        try:
            return reader.read(task)
        except SourceError as error:
            return error
        finally:
            idle.put(reader)

    with ExitStack() as stack:
        for _ in range(workers):
            idle.put(stack.enter_context(Reader(limits)))
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=workers))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)  # who asks no more waits for no more
        largest_first = sorted(range(len(tasks)), key=lambda index: -_size(tasks[index]))
        outcomes = {index: pool.submit(outcome, tasks[index]) for index in largest_first}
        yield from (outcomes[index].result() for index in range(len(tasks)))


def _size(task: Task) -> int:
    path = Path(task.path)
    return path.stat().st_size if path.is_file() else 0


def read_isolated(task: Task, limits: Limits) -> Book:
    """Read one file in a child process. Raises SourceError where it cannot be used, or did not keep to its limits."""
    with Reader(limits) as reader:
        return reader.read(task)


class Reader:
    """One child process that reads file after file, each under the same limits.

    It is replaced when it ends, when a file gave it trouble and when it has grown: what one file did to it no other
    meets. A file on which it ends after others is read again by a new one, so that none is blamed for another.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the reader)
        self._reads = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._words.close()

    def read(self, task: Task) -> Book:
        """The book of one file. Raises SourceError as `read_isolated` does."""
        is_fresh = self._reads == 0
        try:
            return self._read(task)
        except _ChildEnded as ended:
            if is_fresh:
                raise SourceError(task.name, ended.why, REMEDY) from ended
        return self.read(task)

    def _read(self, task: Task) -> Book:
        child = self._child or self._start()
        self._reads += 1
        with Watch(child, self._limits) as watch:
            line = _asked(child, task)
            while line == STILL_AT_WORK:
                watch.begin()
                line = child.stdout.readline() if child.stdout else b""
            if not line.endswith(b"\n"):
                child.wait()  # still watched: one that closed its output and does not end is killed
        if not line.endswith(b"\n"):
            words = self._last_words()
            raise _ChildEnded(_failure(self._end(), words, watch.exceeded, self._limits))
        return self._book(orjson.loads(line), child)

    def _book(self, answer: Any, child: subprocess.Popen[bytes]) -> Book:
        if "error" in answer:
            self._end()
            raise SourceError(**answer["error"])
        book = book_from_row(answer["book"])
        if book.problems or resident(child.pid) > self._limits.memory * GROWN:
            self._end()
        return book

    def _start(self) -> subprocess.Popen[bytes]:
        self._words.seek(0)
        self._words.truncate()
        limits = map(str, (self._limits.memory, self._limits.seconds))
        command = [sys.executable, "-m", "builders.books.child", *limits]
        self._child = subprocess.Popen(  # noqa: S603 (our own module, no argument from a source)
            command,
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
        )
        return self._child

    def _end(self) -> int:
        """End the child, whatever it does, and give its exit status."""
        child, self._child, self._reads = self._child, None, 0
        if child is None:
            return 0
        child.kill()
        with suppress(BrokenPipeError), child:  # closes its pipes, where half a task may be left
            pass
        return child.wait()

    def _last_words(self) -> bytes:
        self._words.seek(0)
        return self._words.read()[-LAST_WORDS:]


class _ChildEnded(Exception):  # noqa: N818 (told of as a SourceError, or not at all)
    """A child ended before it answered."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _asked(child: subprocess.Popen[bytes], task: Task) -> bytes:
    """The first line that a child says to a task; not a whole line where it ends first."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(orjson.dumps(task) + b"\n")
        child.stdin.flush()
        return child.stdout.readline()
    except BrokenPipeError:
        return b""


def _failure(status: int, err: bytes, exceeded: str, limits: Limits) -> str:
    """Why a child ended without an answer, in words."""
    if exceeded == "time" or status == -24:  # SIGXCPU
        return f"reading it took more than {limits.seconds} s"
    if exceeded == "memory" or b"MemoryError" in err or b"Cannot allocate memory" in err:
        return f"reading it took more than {limits.memory >> 20} MB of memory"
    if status < 0:
        return f"the reader was ended by signal {-status}"
    if status:
        words = err.decode("utf-8", "replace").strip().splitlines()
        return f"the reader failed ({words[-1] if words else 'without a word'})"
    return "the reader gave no answer"
