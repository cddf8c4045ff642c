"""What a run wrote down, as series: read while it runs or after."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from records.errors import AcervoError
from records.files import read_json
from train.metrics import NAME
from train.tuned import read_begun

Row = dict[str, Any]


@dataclass(frozen=True)
class Curves:
    """A run's figures, in order of its updates."""

    run: str
    updates: Sequence[Row]
    """step, steps, epoch, seconds, loss, learning_rate, gradient_norm, tokens_per_second, memory figures in GB."""
    evaluations: Sequence[Row]
    """step, epoch, losses by probe, samples."""
    state: Row
    """`training_state.json`: where its last checkpoint stood; empty before the first."""
    begun: Row
    """`training_config.json`: config, dataset, parent."""

    @property
    def finished(self) -> bool:
        """Whether the run came to its end."""
        return bool(self.state.get("finished"))

    def series(self, name: str) -> tuple[list[int], list[float]]:
        """Updates and values of one figure, where it was noted."""
        rows = [row for row in self.updates if row.get(name) is not None]
        return [row["step"] for row in rows], [float(row[name]) for row in rows]

    def probe(self, name: str) -> tuple[list[int], list[float]]:
        """Updates and validation losses of one probe."""
        rows = [row for row in self.evaluations if row["losses"].get(name) is not None]  # null: not a number
        return [row["step"] for row in rows], [float(row["losses"][name]) for row in rows]


def read_curves(run: Path) -> Curves:
    """The figures of a run. Raises AcervoError where it has written none."""
    path = run / f"{NAME}.jsonl"
    rows = read_whole_lines(path)
    if not rows:
        raise AcervoError(run, "has no figures yet", "they come with its first update; `make train` starts one")
    return Curves(
        run=run.name,
        updates=[row for row in rows if row["kind"] == "step"],
        evaluations=[row for row in rows if row["kind"] == "evaluation"],
        state=read_json(run / "training_state.json") if (run / "training_state.json").is_file() else {},
        begun=read_begun(run),
    )


def read_whole_lines(path: Path) -> list[Row]:
    """The rows of a file that another process may be writing to: what follows its last newline is not there yet."""
    if not path.is_file():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    return [orjson.loads(line) for line in lines if line]


def smoothed(values: Sequence[float], span: int | None = None) -> list[float]:
    """The mean of each value and those up to `span` before it; a twentieth of the series if not given."""
    span = span or max(1, len(values) // 20)
    return [statistics.fmean(values[max(0, i + 1 - span) : i + 1]) for i in range(len(values))]


def duration(seconds: float) -> str:
    """`42 s`, `17 min`, `3 h 05 min`."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
