"""Runs: their folders, which one is gone on with, and what each was begun with."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import atomic_folder, read_json, sweep_partials, write_json
from train import checkpoint
from train.config import Config, config_row, difference

CONFIG = "training_config.json"


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

    The newest run is gone on with unless it is finished with another dataset or other settings, or stopped before it
    kept anything (by a model name that was mistyped, say). Raises AcervoError naming the first settings that differ
    where the newest run is unfinished.
    """
    folder = runs / wish.name if wish.name else None if wish.new or wish.parent else newest(runs)
    if folder is not None and wish.new and folder.exists():
        raise AcervoError(folder, "the run exists", "give --new another name, or none")
    if folder is not None and (folder / CONFIG).is_file():
        sweep_partials(folder)
        last = (checkpoint.all_of(folder) or [None])[-1]
        changed = differences(folder, wish)
        if not changed:
            return folder, last
        if wish.name or (last is not None and not checkpoint.read_progress(last).finished):
            told = "; ".join(changed[:3])
            raise AcervoError(folder, f"is unfinished and was begun otherwise ({told})", "--new (NEW=1) starts afresh")
        folder = None
    return _begin(runs, folder or _next(runs, wish), wish), None


def newest(runs: Path) -> Path | None:
    """The run begun last."""
    link = runs / "latest"
    return runs / link.readlink() if link.is_symlink() else None


def differences(folder: Path, wish: Wish) -> list[str]:
    """What the run was begun with and is now wished otherwise."""
    begun = read_json(folder / CONFIG)
    return difference(begun["config"], config_row(wish.config)) + difference(begun["dataset"], wish.dataset, "dataset.")


def _begin(runs: Path, folder: Path, wish: Wish) -> Path:
    parent = None if wish.parent is None else _parentage(wish.parent)
    begun: dict[str, Any] = {"config": config_row(wish.config), "dataset": wish.dataset, "parent": parent}
    with atomic_folder(folder) as partial:
        write_json(partial / CONFIG, begun)
    link = runs / f".latest.{folder.name}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.rename(runs / "latest")
    return folder


def _parentage(parent: Path) -> dict[str, Any]:
    if not (parent / "adapters").is_dir():
        raise AcervoError(
            parent, "holds no finished adapter to go on from", "name a run under data/runs that was trained"
        )
    begun = read_json(parent / CONFIG)
    return {"run": parent.name, "dataset": begun["dataset"], "parent": begun["parent"]}


def _next(runs: Path, wish: Wish) -> Path:
    numbers = [int(m[1]) for p in runs.glob("*") if (m := re.match(r"(\d+)-", p.name))]
    return runs / f"{max(numbers, default=0) + 1:03d}-{wish.config.preset}-{wish.dataset['version'][:8]}"
