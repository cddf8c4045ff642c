"""Checkpoints: folders that are whole or absent, holding all that an exact continuation needs."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import mlx.core as mx
from mlx.utils import tree_flatten, tree_map_with_path

from records.errors import AcervoError
from records.files import PARTIAL, atomic_folder, read_json, write_json
from train import lora
from train.config import Adapter
from train.example_losses import ExampleLosses

NAME = re.compile(r"checkpoint_epoch(\d+)_step(\d+)")
STATE, OPTIMIZER = "state.json", "optimizer.safetensors"


@dataclass(frozen=True)
class Progress:
    """Where a run stands. The order of data, dropout and the learning rate are functions of `seed` and of this."""

    step: int = 0
    """Updates applied."""
    epoch: int = 0
    """Epochs completed."""
    window: int = 0
    """The next window of the epoch under way."""
    micro_batch: int = 0
    """Rows computed at once, after any halving; 0 before the first update."""
    best_loss: float | None = None
    """The lowest `known` loss so far."""
    best_step: int = 0
    stale: int = 0
    """Evaluations since the best."""
    tokens: int = 0
    """Tokens computed so far, padding not counted."""
    seconds: float = 0.0
    """Time spent training so far, in all its sittings."""
    metrics_bytes: int = 0
    """Length of the metrics file; what stands beyond was written after this checkpoint."""
    finished: bool = False


def save(run: Path, model: Any, optimizer: Any, adapter: Adapter, progress: Progress, losses: ExampleLosses) -> Path:
    """Write `checkpoint_epoch<E>_step<N>`; it takes its name when it is whole.

    One that is there has these very values, and only its state is written anew: whole checkpoints are not replaced.
    """
    folder = run / f"checkpoint_epoch{progress.epoch}_step{progress.step}"
    if folder.is_dir():
        write_json(folder / STATE, asdict(progress))
        return folder
    with atomic_folder(folder) as partial:
        lora.save_adapter(partial, model, adapter)
        lora.save_arrays(partial / OPTIMIZER, dict(tree_flatten(optimizer.state)))  # type: ignore[arg-type]
        losses.save(partial)
        write_json(partial / STATE, asdict(progress))
    return folder


def load(folder: Path, model: Any, optimizer: Any, losses: ExampleLosses) -> Progress:
    """Put a checkpoint's values into `model`, `optimizer` and `losses`, and say where it stood.

    Raises AcervoError where a file of it was cut off on its way here, or an older version named its values otherwise.
    """
    try:
        lora.load_weights(model, folder)
        saved: dict[str, mx.array] = mx.load(str(folder / OPTIMIZER))  # type: ignore[assignment]
        optimizer.state = tree_map_with_path(lambda name, _: saved[name], optimizer.state)
        losses.load(folder)
    except (EOFError, KeyError, OSError, RuntimeError, ValueError) as error:
        remedy = "copy it here again, or remove it and go on from the one before; NEW=1 starts afresh"
        raise AcervoError(folder, f"cannot be read ({type(error).__name__}: {error})", remedy) from error
    return read_progress(folder)


def read_progress(folder: Path) -> Progress:
    """Where a checkpoint stood. Raises RecordError where its state cannot be read."""
    return replace(Progress(), **read_json(folder / STATE))


def all_of(run: Path) -> list[Path]:
    """The checkpoints of a run, oldest first; none where there is no such folder."""
    found = [(int(match[2]), path) for path in run.glob("checkpoint_*") if (match := NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def newest(run: Path) -> Path | None:
    """The checkpoint that a run is gone on with from, None at its beginning."""
    return (all_of(run) or [None])[-1]


def of_step(run: Path, step: int) -> Path | None:
    """The checkpoint after so many updates, None where it is not kept."""
    return next((path for path in all_of(run) if path.name.endswith(f"_step{step}")), None)


def prune(run: Path, keep: int, best_step: int) -> None:
    """Remove checkpoints but the newest `keep` and the best; each loses its name at once: none is ever half there."""
    for path in all_of(run)[:-keep]:
        if not path.name.endswith(f"_step{best_step}"):
            gone = path.with_name(f".{path.name}.gone{PARTIAL}")
            path.rename(gone)
            shutil.rmtree(gone)


def publish(run: Path, checkpoint: Path, dataset: Mapping[str, str]) -> None:
    """Copy a checkpoint's adapter to `adapters/`, with the dataset's hash beside it."""
    with atomic_folder(run / "adapters") as partial:
        for name in (lora.WEIGHTS, "adapter_config.json"):
            shutil.copyfile(checkpoint / name, partial / name)
        write_json(partial / "dataset.json", dict(dataset))
