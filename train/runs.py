"""Runs: their folders, which one is gone on with, and what each was begun with."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from records.errors import AcervoError
from records.files import atomic_folder, read_json, sha256_bytes, sha256_file, sweep_partials, write_json
from train import checkpoint
from train.config import Config, config_row, difference

CONFIG, PARENT = "training_config.json", "parent_adapter"


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    config: Config
    dataset: dict[str, str]
    """Version and hash of the manifest."""
    name: str | None = None
    new: bool = False
    parent: Path | None = None
    """The run whose adapter this one goes on from."""


def open_run(runs: Path, wish: Wish) -> tuple[Path, Path | None]:
    """The folder of the run, and the checkpoint to go on from (None at its beginning).

    The newest run is gone on with, unless it was begun otherwise and is finished or stopped before it kept anything (by
    a model name that was mistyped, say). Raises AcervoError naming the first settings that differ where it is
    unfinished, and for a name that is taken.
    """
    folder = runs / wish.name if wish.name else None if wish.new or wish.parent else _newest(runs)
    if folder is None or not folder.exists():
        return _begin(runs, folder or _next(runs, wish), wish), None
    if wish.new or not (folder / CONFIG).is_file():
        raise AcervoError(folder, "is there already", "give the new run another name, or none")
    last = checkpoint.newest(folder)
    begun, now = read_json(folder / CONFIG), config_row(wish.config)
    changed = difference({**begun["config"], "dataset": begun["dataset"]}, {**now, "dataset": wish.dataset})
    if not changed:
        return folder, last
    if wish.name or (last is not None and not checkpoint.read_progress(last).finished):
        told = "; ".join(changed[:3])
        raise AcervoError(folder, f"is unfinished and was begun otherwise ({told})", "--new (NEW=1) starts afresh")
    return _begin(runs, _next(runs, wish), wish), None


def standing(folder: Path, start: Path | None, wish: Wish) -> str:
    """What a machine has of a run, in words that are the same on two machines only where that is the same."""
    place = start or folder / PARENT
    files = sorted(place.iterdir()) if place.is_dir() else []
    parts = (list(map(sha256_file, files)), wish.config, wish.dataset)
    kept, settings, data = (sha256_bytes(orjson.dumps(part))[:8] for part in parts)
    return f"{f'{place.name} {kept}' if files else 'no checkpoint'}, settings {settings}, data {data}"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Within this the run is this process's alone, and what killed ones left is gone.

    Raises AcervoError where another process trains it; the system lets go of it when a process ends, however it ends.
    """
    with (folder / CONFIG).open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            remedy = "`make monitor` shows it; NEW=1 begins another"
            raise AcervoError(folder, "another process trains it", remedy) from error
        sweep_partials(folder)
        yield


def _newest(runs: Path) -> Path | None:
    """The run begun last, None where there is none."""
    link = runs / "latest"
    return runs / link.readlink() if link.is_symlink() and (link / CONFIG).is_file() else None


def _begin(runs: Path, folder: Path, wish: Wish) -> Path:
    parent = None if wish.parent is None else _parentage(wish.parent, wish.config)
    with atomic_folder(folder) as partial:
        if wish.parent is not None:  # a copy: begun again after a kill it must find the same, whatever became of that
            shutil.copytree(wish.parent / "adapters", partial / PARENT)
        write_json(partial / CONFIG, {"config": config_row(wish.config), "dataset": wish.dataset, "parent": parent})
    link = runs / f".latest.{folder.name}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.rename(runs / "latest")
    return folder


def _parentage(parent: Path, config: Config) -> dict[str, Any]:
    """What is written down of a parent. Raises AcervoError where its adapter would be another thing in this run."""
    if not (parent / "adapters").is_dir():
        remedy = "name a run under data/runs that was trained"
        raise AcervoError(parent, "holds no finished adapter to go on from", remedy)
    begun = read_json(parent / CONFIG)
    before, now = begun["config"]["adapter"], config_row(config)["adapter"]
    changed = difference({"adapter": before}, {"adapter": {**now, "dropout": before["dropout"]}})
    if changed:
        raise AcervoError(parent, f"its adapter is another ({'; '.join(changed)})", "give its own settings with --set")
    return {"run": parent.name, "dataset": begun["dataset"], "parent": begun["parent"]}


def _next(runs: Path, wish: Wish) -> Path:
    numbers = [int(m[1]) for p in runs.glob("*") if (m := re.match(r"(\d+)-", p.name))]
    return runs / f"{max(numbers, default=0) + 1:03d}-{wish.config.preset}-{wish.dataset['version'][:8]}"
