"""`python -m train monitor`: a run, live, in another terminal."""

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from train.curves import Curves, duration, read_curves, read_whole_lines, smoothed
from train.hints import hints
from train.metrics import NAME
from train.tuned import RUNS, find_run

BARS = "▁▂▃▄▅▆▇█"
HOME_AND_CLEAR = "\x1b[H\x1b[J"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--runs", type=Path, default=RUNS, help="where runs are kept")
    parser.add_argument("--run", help="name of the run; the newest if not given")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks")
    parser.add_argument("--once", action="store_true", help="look once and leave")


def run(arguments: argparse.Namespace) -> int:
    """Show the run until it ends, or once where the output is no terminal. Returns 0."""
    folder = find_run(arguments.runs, arguments.run)
    once = arguments.once or not sys.stdout.isatty()
    while not once and not read_whole_lines(folder / f"{NAME}.jsonl"):
        print(f"{HOME_AND_CLEAR}{folder.name}: waiting for its first update", flush=True)
        time.sleep(arguments.every)
    while True:
        curves = read_curves(folder)
        silent = time.time() - (folder / f"{NAME}.jsonl").stat().st_mtime
        screen = "\n".join(view(curves, shutil.get_terminal_size().columns, silent))
        print(screen if once else HOME_AND_CLEAR + screen, flush=True)
        if once or curves.finished:
            return 0
        time.sleep(arguments.every)


def view(curves: Curves, width: int, silent: float = 0.0) -> list[str]:
    """The screen, a line each; `silent` is how many seconds ago the run last wrote."""
    if not curves.updates:
        return [f"{curves.run}: no update yet"]
    last, loss = curves.updates[-1], curves.series("loss")[1]
    room = max(10, min(width, 100) - 2)
    lines = [
        f"{curves.run}   {_standing(curves, silent)}",
        _bar(last["step"], last["steps"], room),
        f"loss {smoothed(loss)[-1]:.3f}   rate {last['learning_rate']:.2e}   {last['tokens_per_second']:.0f} tokens/s",
        sparkline(smoothed(loss), room),
        _memory(last),
        *_probes(curves),
        *(f"hint: {hint}" for hint in hints(curves)),
    ]
    return [line[:width] if not line.startswith("hint") else line for line in lines]


def sparkline(values: Sequence[float], room: int) -> str:
    """The series in at most `room` characters, lowest to highest."""
    step = max(1, -(-len(values) // room))
    points = [values[min(i + step, len(values)) - 1] for i in range(0, len(values), step)]
    low, high = min(points), max(points)
    scale = (len(BARS) - 1) / (high - low) if high > low else 0.0
    return "".join(BARS[round((value - low) * scale)] for value in points)


def _standing(curves: Curves, silent: float) -> str:
    last = curves.updates[-1]
    if curves.finished:
        return f"finished after {duration(last['seconds'])}"
    left = last["seconds"] / max(1, last["step"]) * (last["steps"] - last["step"])
    quiet = f", silent for {duration(silent)}: is it still running?" if silent > 120 else ""
    return f"epoch {last['epoch'] + 1}, {duration(last['seconds'])} so far, {duration(left)} left{quiet}"


def _bar(done: int, total: int, room: int) -> str:
    told = f" {done} of {total}"
    full = round((room - len(told)) * done / max(1, total))
    return "█" * full + "░" * (room - len(told) - full) + told


def _memory(last: dict[str, float]) -> str:
    return (
        f"memory: {last['active_memory_gb']:.2f} GB in use, {last['peak_memory_gb']:.2f} at most, "
        f"{last['process_memory_gb']:.2f} the process, swap {last['swap_gb']:.2f}"
    )


def _probes(curves: Curves) -> list[str]:
    """The last validation loss of each probe, and its best."""
    lines: list[str] = []
    for probe in ("known", "unseen", "unanswerable"):
        steps, losses = curves.probe(probe)
        if losses:
            best = losses.index(min(losses))
            lines.append(f"{probe:<13} {losses[-1]:.3f}   best {losses[best]:.3f} at update {steps[best]}")
    return lines
