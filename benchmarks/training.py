"""Useful tokens a second, padding, peak memory and what is learned, against mlx_lm's own training loop, in one run.

All train the same model from the same first values on the same examples with the same optimizer, rank, layers and
examples to an update. Each has a process of its own (`benchmarks.contenders`), set up as its own command sets it up,
and is warmed until it has met every shape. Then they take turns, so that what else the machine does falls on all, until
each has had its seconds or has done its epochs; where all have done their epochs they are judged on the same targets.
Every figure is printed as it becomes known: a run that is cut short leaves what it has measured. `a core` is tokens a
second of one core's time, for a CPU on which other programs run. On a GPU:

    python -m benchmarks training --model mistral-shape --device gpu --dtype bfloat16 --bits 4 --dense \
        --rows 4 --accumulation 8 --examples 512 --epochs 2 --seconds 40
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import models

THEIRS = "mlx_lm"
COLUMNS = ("useful tokens/s", "a core", "fill", "peak GB", "examples an update", "epochs", "valid loss")


def main(words: list[str] | None = None) -> int:
    """Print a JSON object for each thing measured, then a table and the ratios. Returns 0."""
    words = sys.argv[1:] if words is None else words
    arguments = parse(words)
    sides = [Side(name, words) for name in names(arguments)]  # one after the other: none is built beside another
    for _ in range(arguments.turns):
        for side in sides:
            side.turn(arguments.seconds / arguments.turns)
    for side in sides:
        side.end()
    report({side.name: side.figures for side in sides})
    return 0


def names(arguments: argparse.Namespace) -> list[str]:
    return [THEIRS, "acervo", *(["acervo dense"] if arguments.dense else [])]


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    models.add_arguments(parser)
    parser.add_argument("--dense", action="store_true", help="ours with the weights unpacked to the dtype too")
    parser.add_argument("--data", type=Path, help="a frozen dataset, for a real model; made examples if not given")
    parser.add_argument("--examples", type=int, default=160)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--layers", type=int, default=0, help="that carry adapters; 0 all")
    parser.add_argument("--rows", type=int, default=4, help="of their batch")
    parser.add_argument("--accumulation", type=int, default=1, help="batches of theirs in an update")
    parser.add_argument("--rate", type=float, default=5e-4, help="learning rate of all, constant")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="of our settings")
    parser.add_argument("--epochs", type=int, default=1, help="none goes further, once warmed")
    parser.add_argument("--seconds", type=float, default=60, help="that each has for them")
    parser.add_argument("--turns", type=int, default=3, help="in which each has them")
    return parser.parse_args(words)


class Side:
    """A contender's process: it is told how long to train and tells what came of it, a line each."""

    def __init__(self, name: str, words: list[str]) -> None:
        """Returns when it is built and warmed."""
        self.name = name
        self.figures: dict[str, Any] = {}
        command = [sys.executable, "-m", "benchmarks.contenders", name, *words]
        self.process: Any = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        self._hear()

    def turn(self, seconds: float) -> None:
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        self._hear()

    def end(self) -> None:
        self.process.stdin.close()
        self._hear()
        self.process.wait()

    def _hear(self) -> None:
        """Take in and show the line that it says next. Ends the benchmark where the process has ended."""
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended with status {self.process.wait()}")
        self.figures |= json.loads(line)
        print(line, end="", flush=True)


def report(figures: dict[str, dict[str, Any]]) -> None:
    for name, row in ({"": {column: column for column in COLUMNS}} | figures).items():
        print("".join(f"{cell or '-':>20}" for cell in (name, *(row[column] for column in COLUMNS))))
    for told in ("useful tokens/s", "a core"):
        ratios = {name: round(row[told] / figures[THEIRS][told], 2) for name, row in figures.items() if name != THEIRS}
        print(json.dumps({"benchmark": "training", "ratio of": told, **ratios}))


if __name__ == "__main__":
    main()
