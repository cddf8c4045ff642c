"""Limits of time and memory for a child process, and the watch that ends one that is over them."""

import subprocess
import threading
import time
from dataclasses import dataclass
from typing import Self

import psutil

LOOK_EVERY = 0.2  # seconds between looks at a child's memory


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: int = 60
    """Of the clock, for one file; for each of its pages where they are scanned."""
    memory: int = 1 << 30
    """Bytes of address space for one file; where the system has no such limit, of resident memory."""


class Watch:
    """Ends a child that is over its time or memory; `exceeded` says which."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self.exceeded = ""
        self._limits = limits
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(child,), daemon=True)
        self.begin()

    def begin(self) -> None:
        """Count its time from now."""
        self._until = time.monotonic() + self._limits.seconds

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self, child: subprocess.Popen[bytes]) -> None:
        while not self._done.wait(LOOK_EVERY):
            if time.monotonic() > self._until:
                self.exceeded = "time"
            elif resident(child.pid) > self._limits.memory:
                self.exceeded = "memory"
            if self.exceeded:
                child.kill()
                return


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where it is gone."""
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0
