"""A trained run as those who look at it need it: its adapter, model and dataset."""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import read_json, read_jsonl

RUNS = Path("data/runs")
ADAPTERS, CONFIG = "adapters", "training_config.json"


@dataclass(frozen=True, slots=True)
class Tuned:
    """A run with a finished adapter."""

    folder: Path
    model: str
    """By name, as `load_model` takes it."""
    dense: str
    """Its setting `memory.dense`."""
    dataset: str
    """Version of the frozen dataset it learnt from."""

    @property
    def adapter(self) -> Path:
        """The folder of its adapter, in mlx-lm's form."""
        return self.folder / ADAPTERS


def add_place(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which run: `--data`, `--runs`, `--run`."""
    parser.add_argument("--data", type=Path, help="data folder, or one frozen dataset; where runs are, if not given")
    parser.add_argument("--runs", type=Path, default=RUNS, help="where runs are kept")
    parser.add_argument("--run", help="name of the run; the newest with an adapter if not given")


def find_tuned(runs: Path, name: str | None = None) -> Tuned:
    """The run called `name`, or the one whose adapter is newest. Raises AcervoError where there is none."""
    if name is not None:
        folder = Path(name) if (Path(name) / CONFIG).is_file() else runs / name
        if not (folder / ADAPTERS / "adapters.safetensors").is_file():
            known = ", ".join(sorted(path.name for path in _with_adapter(runs))) or "none yet"
            raise AcervoError(folder, "no such run, or it has no adapter yet", f"runs with an adapter: {known}")
        return _read(folder)
    found = _with_adapter(runs)
    if not found:
        raise AcervoError(
            runs, "no run has an adapter yet", "`make train` makes one; `make ask BASE=1` asks the model without it"
        )
    return _read(max(found, key=lambda path: ((path / ADAPTERS).stat().st_mtime_ns, path.name)))


def find_run(runs: Path, name: str | None = None) -> Path:
    """The folder of the run called `name`, or of the one begun last, trained or not. Raises AcervoError for none."""
    folder = Path(name) if name and (Path(name) / CONFIG).is_file() else runs / (name or "latest")
    if not (folder / CONFIG).is_file():
        known = ", ".join(sorted(path.parent.name for path in runs.glob(f"*/{CONFIG}") if path.parent.name != "latest"))
        raise AcervoError(folder, "there is no such run", f"runs: {known or 'none yet; `make train` makes one'}")
    return folder.resolve()


def add_adapter(model: Any, adapter: Path) -> None:
    """Put an adapter's layers and weights into `model`, ready to answer. Raises AcervoError when they do not fit."""
    import mlx.core as mx
    from mlx_lm.utils import load_adapters

    from train.model import UNREADABLE

    if not (adapter / "adapters.safetensors").is_file():
        raise AcervoError(adapter, "no adapters.safetensors: not an adapter", "`make train` makes one")
    try:
        load_adapters(model, str(adapter))
    except UNREADABLE as error:
        raise AcervoError(adapter, f"the adapter does not fit the model ({error})", "load its own model") from error
    mx.eval(model.parameters())
    model.eval()


def refuse_unwritable(folder: Path) -> None:
    """Raise AcervoError where what takes long to make could not be written down in the end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"1")
    except OSError as error:
        remedy = "free space or permissions, or copy the run to a place that has them: RUN=folder"
        raise AcervoError(folder, f"nothing can be written here ({error.strerror})", remedy) from error


def any_tuned(runs: Path) -> bool:
    """Whether any run has an adapter."""
    return bool(_with_adapter(runs))


def dataset_of(arguments: argparse.Namespace, tuned: Tuned | None) -> Path:
    """The frozen dataset that the command line means."""
    return frozen_folder(arguments.data or arguments.runs.parent, tuned)


def frozen_folder(data: Path, tuned: Tuned | None = None) -> Path:
    """The frozen dataset meant by `data`: itself, the one the run learnt from, or the latest."""
    if (data / "manifest.json").is_file():
        return data
    own = data / "frozen" / tuned.dataset if tuned and tuned.dataset else None
    folder = own if own and own.is_dir() else data / "frozen" / "latest"
    if not folder.is_dir():
        raise AcervoError(folder, "there is no frozen dataset", "`make dataset` makes one")
    if tuned and folder != own:
        told = f"{tuned.folder.name} learnt from dataset {tuned.dataset}, which is not here"
        print(f"{told}: {folder.resolve().name}, the latest, stands in for it", file=sys.stderr)
    return folder


def system_message(dataset: Path) -> str | None:
    """What the dataset's conversations begin with, None where they begin with the question."""
    for _, row in read_jsonl(dataset / "train.jsonl"):
        first: Mapping[str, str] = row["messages"][0]
        return first["content"] if first["role"] == "system" else None
    return None


def _with_adapter(runs: Path) -> list[Path]:
    found = (path.parent.parent for path in runs.glob(f"*/{ADAPTERS}/adapters.safetensors"))
    return [path for path in found if (path / CONFIG).is_file() and not path.is_symlink()]


def read_begun(folder: Path) -> dict[str, Any]:
    """What a run was begun with: `config`, `dataset`, `parent`. Raises AcervoError for a file that is no run's."""
    told = read_json(folder / CONFIG)
    for part, key in (("config", "model"), ("dataset", "version")):
        if not isinstance(told, dict) or not isinstance(told.get(part), dict) or key not in told[part]:
            raise AcervoError(folder / CONFIG, f"is no run's (no {key} in its {part})", "copy the run here again")
    return told


def begun(folder: Path) -> dict[str, Any] | None:
    """The same, None where there is no run."""
    return read_begun(folder) if (folder / CONFIG).is_file() else None


def _read(folder: Path) -> Tuned:
    told = read_begun(folder)
    try:
        config = told["config"]
        return Tuned(folder, config["model"], config["memory"]["dense"], told["dataset"]["version"])
    except (KeyError, TypeError) as error:
        raise AcervoError(folder / CONFIG, f"is no run's ({error} is missing)", "copy the run here again") from error
