"""The training loss of each example at each epoch: what a run never learns may be wrong in the data.

Taken from the passes that train. What is known so far is in each checkpoint, so that a run killed and begun again
ends with the file of one that never was.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from records.errors import AcervoError
from records.files import write_jsonl

NAME = "example_losses.jsonl"
KEPT = "example_losses.npy"
DIGITS = 6


class ExampleLosses:
    """Mean losses over the targets of examples, in nats a token; `values` is float32, (epochs begun, examples)."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = ids
        self.values = np.zeros((0, len(ids)), np.float32)

    def note(self, epoch: int, examples: Sequence[int], losses: np.ndarray) -> None:
        """What a window of `epoch` (counted from 0) gave for the examples of these indices."""
        if epoch == len(self.values):
            self.values = np.concatenate([self.values, np.full((1, len(self.ids)), np.nan, np.float32)])
        self.values[epoch, examples] = losses

    def save(self, folder: Path) -> None:
        """Into a checkpoint that is being written."""
        np.save(folder / KEPT, self.values)

    def load(self, folder: Path) -> None:
        """From a checkpoint. Raises AcervoError where they are of other examples, OSError where it holds none."""
        self.values = np.load(folder / KEPT)
        if self.values.shape[1] != len(self.ids):
            raise AcervoError(folder / KEPT, "holds no losses of these examples", "NEW=1 starts afresh")

    def publish(self, run: Path, epochs: int) -> None:
        """Write `example_losses.jsonl`: {"id", "losses": [first epoch, ...]} a line, of the epochs that are over."""
        told = self.values[:epochs].T.astype(float).round(DIGITS).tolist()
        write_jsonl(run / NAME, ({"id": name, "losses": row} for name, row in zip(self.ids, told, strict=True)))
