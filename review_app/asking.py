"""Asking a model: `python -m train answers` in a process of its own, loaded once, that answers while the page is open.

No model is loaded into the app itself: what one does to memory, or its end, must not reach the review. The process ends
when it is closed, and by itself when the app does, since then its input ends.
"""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import orjson
import streamlit as st

ROOT = Path(__file__).parents[1]
SECONDS = 180.0  # without a word, after which an answer is given up
BEAT = 0.5  # seconds after which the page is told that nothing has come: then it can be left


@dataclass
class Answered:
    """What has been answered so far."""

    tuned: str = ""
    base: str = ""
    fault: str = ""
    """What the trainer said went wrong; empty where it answers."""


class Answers:
    """A run that answers, with its adapter and without."""

    def __init__(self, data: Path, run: str) -> None:
        self.number = 0
        self.lines: SimpleQueue[bytes] = SimpleQueue()
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process; a pipe that nobody reads fills
        self.process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            [sys.executable, "-m", "train", "answers", "--data", str(data), "--runs", str(data / "runs"), "--run", run],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        """End the process, whatever it is at; it writes no files."""
        self.process.kill()
        self.process.wait()

    def ask(self, question: str) -> Iterator[Answered]:
        """One and the same Answered, again and again while it grows and while nothing comes; the last time whole."""
        self.number += 1
        answered, silent = Answered(), 0.0
        fault = self._put({"number": self.number, "question": question})
        while not fault:
            try:
                line = self.lines.get(timeout=BEAT)
            except Empty:
                silent += BEAT
                fault = self._give_up() if silent > SECONDS else ""
            else:
                silent, said = 0.0, orjson.loads(line) if line else {"fault": self._fault()}
                if said.get("number", self.number) == self.number:  # else of an answer nobody waited for
                    fault = self._take(answered, said)
                    if "done" in said:
                        break
            yield answered
        answered.fault = fault
        yield answered

    def _take(self, answered: Answered, said: dict[str, Any]) -> str:
        """Put what was said where it belongs; returns what went wrong."""
        if said.get("side") == "tuned":
            answered.tuned += said["piece"]
        elif said.get("side") == "base":
            answered.base += said["piece"]
        return said.get("fault", "")

    def _put(self, asked: dict[str, Any]) -> str:
        """Hand over a line; returns what went wrong."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(orjson.dumps(asked, option=orjson.OPT_APPEND_NEWLINE))
            self.process.stdin.flush()
        except BrokenPipeError:
            return self._fault()
        return ""

    def _read(self) -> None:
        """Take lines as they come; an empty one is the end."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(b"")

    def _give_up(self) -> str:
        self.close()
        return f"train answers: not a word in {SECONDS:.0f} seconds"

    def _fault(self) -> str:
        """The last line that the process complained with."""
        status = self.process.wait()
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"train answers: ended with status {status}"


def answers_of(data: Path, run: str) -> Answers:
    """The process that answers for this session: one run at a time, kept from question to question."""
    st.session_state.answering = True
    return _started(data, run)


def leave() -> None:
    """End this session's process, where there is one."""
    if st.session_state.pop("answering", False):
        _started.clear()


@st.cache_resource(scope="session", max_entries=1, show_spinner=False, validate=Answers.alive, on_release=Answers.close)
def _started(data: Path, run: str) -> Answers:
    return Answers(data, run)
