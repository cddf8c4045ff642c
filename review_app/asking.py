"""Asking a model: `python -m train ask` in a process of its own, its question an argument and never a shell's text."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 180  # after which an answer is given up


@dataclass(frozen=True)
class Answer:
    text: str
    fault: str
    """What the trainer said went wrong; empty where it answered."""


def ask(data: Path, question: str, base: bool = False, run: str = "") -> Answer:
    """The answer of the newest adapter, of a run's, or with `base` of the model without one."""
    command = [sys.executable, "-m", "train", "ask", "--data", str(data), "--runs", str(data / "runs")]
    command += ["--base"] if base else []
    command += ["--run", run] if run else []
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            [*command, "--", question], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Answer("", f"train ask: no answer in {SECONDS} seconds")
    fault = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    return Answer(done.stdout.strip(), fault[0] if fault else "")
