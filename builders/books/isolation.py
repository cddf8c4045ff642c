"""Each file is read in a process of its own, with limits of time and memory: a hostile file ends itself only."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
import psutil

from builders.books.book import Book, book_from_row
from builders.books.reading import Task
from builders.sources import SourceError

ROOT = Path(__file__).resolve().parent.parent.parent
LOOK_EVERY = 0.2  # seconds between looks at a child's memory
ANSWER_LIMIT = 512 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: int = 60
    """Of the clock, for one file."""
    memory: int = 1 << 30
    """Bytes of address space for one file; where the system has no such limit, of resident memory."""


def read_all(tasks: Sequence[Task], limits: Limits) -> Iterator[Book | SourceError]:
    """Yield for each task a book, or the reason why there is none, in their order; as many at once as processors."""
    with ThreadPoolExecutor(max_workers=max(1, min(8, os.cpu_count() or 1))) as pool:
        yield from pool.map(lambda task: _outcome(task, limits), tasks)


def read_isolated(task: Task, limits: Limits) -> Book:
    """Read one file in a child process. Raises SourceError where it cannot be used, or did not keep to its limits."""
    command = [sys.executable, "-m", "builders.books.child"]
    question = orjson.dumps({**asdict(task), "memory": limits.memory, "seconds": limits.seconds})
    with subprocess.Popen(  # noqa: S603 (our own module, no argument from a source)
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        watch = _Watch(child, limits)
        out, err = child.communicate(question)
        watch.stop()
    return _book(task, out, err, _failure(child.returncode, err, watch.exceeded, limits))


class _Watch:
    """Ends a child that is over its time or memory; `exceeded` says which."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self.exceeded = ""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(child, limits), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _look(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        until = time.monotonic() + limits.seconds
        while not self._done.wait(LOOK_EVERY):
            if time.monotonic() > until:
                self.exceeded = "time"
            elif _resident(child.pid) > limits.memory:
                self.exceeded = "memory"
            if self.exceeded:
                child.kill()
                return


def _resident(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def _outcome(task: Task, limits: Limits) -> Book | SourceError:
    try:
        return read_isolated(task, limits)
    except SourceError as error:
        return error


def _failure(status: int, err: bytes, exceeded: str, limits: Limits) -> str:
    """Why a child ended badly, in words; empty where it ended well."""
    if exceeded == "time" or status == -24:  # SIGXCPU
        return f"reading it took more than {limits.seconds} s"
    if exceeded == "memory" or b"MemoryError" in err or b"Cannot allocate memory" in err:
        return f"reading it took more than {limits.memory >> 20} MB of memory"
    if status < 0:
        return f"the reader was ended by signal {-status}"
    if status:
        words = err.decode("utf-8", "replace").strip().splitlines()
        return f"the reader failed ({words[-1] if words else 'without a word'})"
    return ""


def _book(task: Task, out: bytes, err: bytes, failure: str) -> Book:
    remedy = "open and save it again, or take it out of the corpus"
    if failure or not out:
        raise SourceError(task.name, failure or "the reader gave no answer", remedy)
    answer = orjson.loads(out)
    if "error" in answer:
        raise SourceError(**answer["error"])
    return book_from_row(answer["book"])
