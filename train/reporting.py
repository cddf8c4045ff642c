"""A run's figures to Weights & Biases or MLflow, where a person has one of them and asks for it with --report-to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from train.config import Config, config_row, flat

PROJECT = "acervo"
PLACES = ("wandb", "mlflow")
Listener = Callable[[dict[str, Any]], None]


def package(name: str | None) -> Any:
    """The package, imported; None for None. Raises AcervoError where it is not installed: it is no dependency."""
    try:
        return name and import_module(name)
    except ModuleNotFoundError as error:
        what = f"the package {error.name} is not installed"
        raise AcervoError(
            f"--report-to {name}", what, f"`.venv/bin/pip install {name}`, or leave the flag out"
        ) from error


@contextmanager
def reported(place: Any, folder: Path, config: Config) -> Iterator[Listener]:
    """Within this, what is called with each row of a run's figures, to send its numbers; nothing is sent to None.

    Where they go (a server, a folder, offline) is the package's own setting: MLFLOW_TRACKING_URI, WANDB_MODE and so on.
    A run that is gone on with is gone on with there too.
    """
    if place is None:
        yield lambda row: None
    elif place.__name__ == "wandb":
        with place.init(
            project=PROJECT, id=folder.name, name=folder.name, dir=folder, resume="allow", config=config_row(config)
        ) as run:
            yield lambda row: run.log(_numbers(row), step=row["step"])
    else:
        place.set_experiment(PROJECT)
        kept = folder / "mlflow_run_id"
        with place.start_run(run_id=kept.read_text() if kept.is_file() else None, run_name=folder.name) as run:
            if not kept.is_file():
                kept.write_text(run.info.run_id)
                place.log_params(flat(config_row(config)))
            yield lambda row: place.log_metrics(_numbers(row), step=row["step"])


def _numbers(row: dict[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in flat(row).items() if isinstance(value, int | float)}
