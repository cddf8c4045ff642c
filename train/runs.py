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
from records.files import atomic_folder, sha256_bytes, sha256_file, sweep_partials, write_json
from train import checkpoint
from train.config import Config, config_row, difference, load_preset
from train.tuned import CONFIG, begun, read_begun

PARENT = "parent_adapter"


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
    a model name that was mistyped, say). Raises AcervoError naming the settings that differ where it is unfinished, and
    for a name that is taken.
    """
    folder = runs / wish.name if wish.name else None if wish.new or wish.parent else _newest(runs)
    if folder is None or not folder.exists():
        return _begin(runs, folder or _next(runs, wish), wish), None
    before, last = begun(folder), checkpoint.newest(folder)
    if wish.new or before is None:
        raise AcervoError(folder, "is there already", "give the new run another name, or none")
    changed = difference(before["config"], config_row(wish.config))
    changed += difference(*({"dataset": one["version"]} for one in (before["dataset"], wish.dataset)))
    if not changed:
        return folder, last
    state = "finished" if last and checkpoint.read_progress(last).finished else "unfinished"
    if wish.name or (last and state == "unfinished"):
        own = f"`make train RUN={folder.name}` and no other setting takes it up as it was, its dataset too if there"
        what = f"is {state} and was begun otherwise ({'; '.join(changed)})"
        raise AcervoError(folder, what, f"{own}; NEW=1 without RUN= begins another")
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
    if (latest := runs / "latest").is_dir() and not latest.is_symlink():  # as some ways of copying leave it
        raise AcervoError(latest, "is a folder where a link to the newest run belongs", "rename it; RUN= names a run")
    parent = None if wish.parent is None else _parentage(wish.parent, wish.config)
    with atomic_folder(folder) as partial:
        if wish.parent is not None:  # a copy: begun again after a kill it must find the same, whatever became of that
            shutil.copytree(wish.parent / "adapters", partial / PARENT)
        write_json(partial / CONFIG, {"config": config_row(wish.config), "dataset": wish.dataset, "parent": parent})
    link = runs / f".latest.{folder.name}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.rename(latest)
    return folder


def _parentage(parent: Path, config: Config) -> dict[str, Any]:
    """What is written down of a parent. Raises AcervoError where its adapter would be another thing in this run."""
    if not (parent / "adapters").is_dir():
        raise AcervoError(parent, "holds no finished adapter to go on from", "name a run that was trained")
    made, now = read_begun(parent), config_row(config)
    now["adapter"]["dropout"] = made["config"]["adapter"]["dropout"]
    changed = difference(*({"model": one["model"], "adapter": one["adapter"]} for one in (made["config"], now)))
    if changed:
        raise AcervoError(parent, f"its adapter is another ({'; '.join(changed)})", "give its own settings with --set")
    return {"run": parent.name, "dataset": made["dataset"], "parent": made.get("parent")}


def _next(runs: Path, wish: Wish) -> Path:
    """The folder of a new run: its number, the model where that is not the preset's own, preset and dataset."""
    numbers = [int(m[1]) for p in runs.glob("*") if (m := re.match(r"(\d+)-", p.name))]
    config, model = wish.config, Path(wish.config.model).resolve().name.lower()
    other = "" if config.model == load_preset(config.preset).model else re.sub(r"[^\w.]+", "-", f"{model}-")
    return runs / f"{max(numbers, default=0) + 1:03d}-{other}{config.preset}-{wish.dataset['version'][:8]}"
