"""What flows out of the frozen lower layers, computed once for each example and kept.

With adapters on the top layers only, the layers below give the same numbers in every epoch. They are computed before
the first update, each example alone, so that a run killed and begun again sees the same numbers.
"""

import copy
import math
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from mlx.utils import tree_flatten
from mlx_lm.models.cache import ConcatenateKVCache
from tqdm import tqdm

from records.errors import AcervoError
from train import memory
from train.batching import MicroBatch, Pool, collate, epoch_windows
from train.config import Adapter, Batches
from train.loss import after
from train.passes import Lanes

ROWS = 16
"""Examples computed at once: nothing is kept for a backward pass."""
REMEDY = "set memory.cache_frozen: false"


class FrozenLayers:
    """The model cut in two: `top` takes what `kept` holds of an example and gives what the whole model's body gives."""

    def __init__(self, model: Any, adapter: Adapter, folder: Path) -> None:
        """`folder` is where what does not fit in memory goes. Raises AcervoError where the cut would change results."""
        self.cut = len(model.layers) - adapter.layers if adapter.layers else 0
        if self.cut <= 0:
            raise AcervoError("memory.cache_frozen", "every layer carries adapters", f"set adapter.layers, or {REMEDY}")
        self.model, self.folder = model, folder
        self.top = _view(model.model, model.layers[self.cut :], model.model.norm)
        self.bottom = _view(model.model, model.layers[: self.cut], nn.Identity())
        self._check()
        self.bits = np.dtype(f"u{model.model.norm.weight.dtype.size}")  # of numbers: numpy knows no bfloat16

    def keep(self, pool: Pool, chosen: Sequence[int], lanes: Lanes) -> None:
        """Compute and keep for these examples of a pool, what it shares too; on the disk where it would fill memory."""
        kept = dict(zip(chosen, self._room_for([len(pool.examples[i].ids) for i in chosen]), strict=True))
        settings = Batches(micro_batch=ROWS, packing=False, share_prefix=pool.shared > 0)
        self.model.eval()
        beginning, first = self._beginning(pool)

        def flowing(part: MicroBatch, _: int) -> mx.array:
            return self.bottom(collate(part, pool, settings).ids, cache=after(beginning, len(part)) or None)

        windows = epoch_windows([pool.lengths[i] for i in chosen], settings, 0, 0)
        for (rows,) in tqdm(windows, desc="frozen layers, once", unit=" batches", leave=False, disable=None):
            batch = tuple((chosen[number],) for (number,) in rows)
            for part, hidden in zip(lanes.shares(batch), lanes.run(batch, flowing), strict=True):
                for (index,), bits in zip(part, self._bits(hidden), strict=True):
                    kept[index][: pool.shared] = first
                    kept[index][pool.shared :] = bits[: pool.lengths[index]]
        pool.kept = kept

    def _beginning(self, pool: Pool) -> tuple[list[ConcatenateKVCache], Any]:
        """What the shared beginning leaves in each frozen layer, and what flows out of them: computed once for all."""
        if not pool.shared:
            return [], np.zeros((0, self.model.args.hidden_size), self.bits)
        layers = [ConcatenateKVCache() for _ in range(self.cut)]
        hidden = self.bottom(mx.array([pool.examples[0].ids[: pool.shared]]), cache=layers)
        mx.eval(hidden, [layer.state for layer in layers])
        return layers, self._bits(hidden)[0]

    def _bits(self, hidden: mx.array) -> Any:
        return np.array(hidden.view(getattr(mx, self.bits.name)))

    def _room_for(self, lengths: Sequence[int]) -> list[Any]:
        """An array (tokens, hidden) for each; where they would fill memory in a file without a name, gone with us."""
        shape = sum(lengths), self.model.args.hidden_size
        size, free = math.prod(shape) * self.bits.itemsize, shutil.disk_usage(self.folder).free
        if size < memory.available() / 4:
            store: Any = np.empty(shape, self.bits)
        elif size < free:
            with tempfile.TemporaryFile(dir=self.folder) as file:
                store = np.memmap(file, self.bits, "w+", shape=shape)
        else:  # a mapped file on a full disk ends the process without a word
            what = f"what the frozen layers give takes {size / memory.GB:.1f} GB, of {free / memory.GB:.1f} free"
            raise AcervoError(self.folder, what, f"free disk space, or {REMEDY}")
        ends = np.cumsum(lengths)
        return [store[end - length : end] for end, length in zip(ends, lengths, strict=True)]

    def _check(self) -> None:
        """Refuse anything that trains below the cut, and a model that its two halves do not make up."""
        for number, layer in enumerate(self.model.layers[: self.cut]):
            if tree_flatten(layer.trainable_parameters()):
                raise AcervoError("memory.cache_frozen", f"layer {number} below the cut is trained", REMEDY)
        ids = mx.array([[1, 2, 3]])
        whole, halves = self.model.model(ids), self.top(ids, input_embeddings=self.bottom(ids))
        if not mx.array_equal(whole, halves).item():
            raise AcervoError("memory.cache_frozen", "this model is more than its layers one after another", REMEDY)


def _view(body: Any, layers: list[Any], norm: Any) -> Any:
    """A body with some of the layers, sharing them: what updates the model updates the view."""
    view = copy.copy(body)
    view["layers"], view["norm"] = layers, norm
    return view
