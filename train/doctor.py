"""`python -m train doctor`: what this machine has and what would keep it from training, a line each."""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import psutil

from records.errors import AcervoError
from train import backend
from train.tuned import frozen_folder

GB = 1e9
LOW_DISK, LOW_MEMORY, MUCH_SWAP = 2 * GB, 2 * GB, 1 * GB
NAMED = 3  # of the largest processes
MARK = {"good": "ok  ", "worse": "note", "bad": "FAIL"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `bad`: training would fail; `worse`: it would go slower or run short."""

    about: str
    state: Literal["good", "worse", "bad"]
    told: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"; {self.remedy}" if self.remedy and self.state != "good" else ""
        return f"{MARK[self.state]}  {self.about:<11} {self.told}{remedy}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--data", type=Path, default=Path("data"), help="data folder, or one frozen dataset")
    parser.add_argument("--preset", help="settings in train/presets; chosen by the machine if not given")
    parser.add_argument("--model", help='"embedded", a folder, or a name on the hub')


def run(arguments: argparse.Namespace) -> int:
    """Look at everything, a line each as it is known. Returns 1 if training would fail."""
    bad = False
    for finding in examine(arguments):
        print(finding, flush=True)
        bad |= finding.state == "bad"
    print("training would fail: see FAIL above" if bad else "nothing here keeps it from training")
    return int(bad)


def examine(arguments: argparse.Namespace) -> Iterator[Finding]:
    """Every finding, the quick ones first; what a broken part makes impossible is not tried."""
    yield _python()
    yield _machine()
    yield _mlx()
    yield _memory()
    yield _swap()
    yield _disk(arguments.data)
    dataset = _told("dataset", lambda: _dataset(arguments.data))
    yield dataset
    if dataset.state != "bad":
        yield from _training(arguments)


def _python() -> Finding:
    version = platform.python_version()
    return Finding("Python", "good" if sys.version_info >= (3, 11) else "bad", version, "install Python 3.11 or newer")


def _machine() -> Finding:
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 0
    system = platform.platform(terse=True)
    rosetta = sys.platform == "darwin" and platform.machine() != "arm64"
    state = "bad" if rosetta else "good"
    return Finding("machine", state, f"{system} {platform.machine()}, {cores} cores", "use a Python built for arm64")


def _mlx() -> Finding:
    """MLX, what it computes on, and on a Linux CPU the BLAS under it."""
    blas = backend.load()
    try:
        told = backend.describe()
    except (ImportError, metadata.PackageNotFoundError) as error:
        return Finding("MLX", "bad", f"does not load ({error})", "`make setup`")
    slow = "without OpenBLAS" in told
    return Finding("MLX", "worse" if slow else "good", told + (f", {blas}" if blas and "CPU" in told else ""))


def _memory() -> Finding:
    memory = psutil.virtual_memory()
    told = f"{memory.available / GB:.1f} of {memory.total / GB:.1f} GB free; most: {', '.join(_largest())}"
    return Finding("memory", "worse" if memory.available < LOW_MEMORY else "good", told, "close what is not needed")


def _largest() -> list[str]:
    """The processes that hold most memory, by program: all of a browser's are one."""
    held: dict[str, int] = {}
    for process in psutil.process_iter(["name", "memory_info"]):
        if process.info["memory_info"] is not None:
            name = process.info["name"] or "unnamed"
            held[name] = held.get(name, 0) + process.info["memory_info"].rss
    most = sorted(held.items(), key=lambda item: (-item[1], item[0]))[:NAMED]
    return [f"{name} {size / GB:.1f} GB" for name, size in most]


def _swap() -> Finding:
    swap = psutil.swap_memory()
    state = "worse" if swap.used > MUCH_SWAP else "good"
    return Finding(
        "swap", state, f"{swap.used / GB:.1f} of {swap.total / GB:.1f} GB used", "close programs, or restart"
    )


def _disk(data: Path) -> Finding:
    place = next(path for path in (data.absolute(), *data.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    if not os.access(place, os.W_OK):
        return Finding("disk", "bad", f"{place} cannot be written to", "give a folder that can: DATA=path")
    return Finding(
        "disk",
        "bad" if free < LOW_DISK / 10 else "worse" if free < LOW_DISK else "good",
        f"{free / GB:.1f} GB free at {place}",
        "a run keeps some checkpoints: free 2 GB",
    )


def _dataset(data: Path) -> str:
    from records.files import read_jsonl
    from records.manifest import verify_folder

    folder = frozen_folder(data)
    manifest = verify_folder(folder)
    counts = {split: sum(1 for _ in read_jsonl(folder / f"{split}.jsonl")) for split in ("train", "valid", "test")}
    return f"{manifest.version} as its manifest says: " + ", ".join(f"{n} {split}" for split, n in counts.items())


def _training(arguments: argparse.Namespace) -> Iterator[Finding]:
    """The model, its tokenizer and one real update of the preset, on the dataset."""
    parts: dict[str, Any] = {}
    for about, look in (("preset", _preset), ("model", _model), ("tokenizer", _tokenizer), ("one step", _step)):
        finding = _told(about, lambda look=look: look(arguments, parts))
        yield finding
        if finding.state == "bad":
            return


def _preset(arguments: argparse.Namespace, parts: dict[str, Any]) -> str:
    from train.config import load_preset, merge
    from train.machine import choose_preset

    name, why = (arguments.preset, "as asked") if arguments.preset else choose_preset(arguments.model)
    config = load_preset(name)
    parts["config"] = merge(config, {"model": arguments.model}, "--model") if arguments.model else config
    return f"{name}: {why}"


def _model(arguments: argparse.Namespace, parts: dict[str, Any]) -> str:
    from train.inputs import identity, prepare
    from train.memory import set_limits

    set_limits(parts["config"].memory)
    folder = frozen_folder(arguments.data)
    began = time.perf_counter()
    parts["model"], parts["tokenizer"], parts["data"] = prepare(folder, parts["config"], identity(folder))
    return f"{parts['config'].model}, {len(parts['model'].layers)} layers, ready in {time.perf_counter() - began:.1f} s"


def _tokenizer(arguments: argparse.Namespace, parts: dict[str, Any]) -> str:
    text = "Época 1994/95: São Luís, 3-1"
    tokenizer = parts["tokenizer"]
    ids = tokenizer.encode(text, add_special_tokens=False)
    if tokenizer.decode(ids).strip() != text:
        raise AcervoError("tokenizer", f"gives {tokenizer.decode(ids)!r} back for {text!r}", "another model")
    lengths = sorted(len(example.ids) for example in parts["data"].train)
    return (
        f"{len(ids)} tokens for {len(text)} characters; examples {lengths[len(lengths) // 2]} (median) to {lengths[-1]}"
    )


def _step(arguments: argparse.Namespace, parts: dict[str, Any]) -> str:
    """The longest micro-batch, forward and backward, as `plan` measures it. Raises AcervoError if it does not fit."""
    from train.loop import Trainer
    from train.plan import describe, refuse_what_does_not_fit
    from train.planning import make_plan

    with tempfile.TemporaryDirectory() as scratch:
        plan = make_plan(Trainer(parts["model"], parts["data"], parts["config"], Path(scratch)))
    refuse_what_does_not_fit(plan)
    return "; ".join(describe(plan)[:2])


def _told(about: str, look: Callable[[], str]) -> Finding:
    """What `look` says, or the fault it meets."""
    try:
        return Finding(about, "good", look())
    except AcervoError as error:
        return Finding(about, "bad", f"{error.where}: {error.what}", error.remedy)
