"""Adapters: LoRA and DoRA on chosen layers, their values as one vector, and their files as mlx-lm reads them.

An adapter on seven matrices of 32 layers has 448 values, and AdamW a dozen operations for each. On a GPU every one of
them is launched by itself, and takes longer to launch than to compute: what is done to all is done to one vector.
"""

from itertools import accumulate
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_flatten, tree_unflatten
from mlx_lm.tuner.dora import DoRALinear
from mlx_lm.tuner.lora import LoRALinear

from records.errors import AcervoError, StorageError
from records.files import write_json
from train.config import MODULES, Adapter

WEIGHTS = "adapters.safetensors"


class CastLoRA(LoRALinear):
    """mlx-lm's layer with the same parameters, used in the type of its input.

    The trained values stay in float32; what flows stays in half precision. The scale is put on the narrow product
    (tokens x rank) and the wide one is added where it is made: no wide intermediate is kept for the backward pass.
    """

    def __call__(self, x: mx.array) -> mx.array:
        narrow = (self.dropout(x) @ self.lora_a.astype(x.dtype)) * self.scale
        return mx.addmm(self.linear(x), narrow, self.lora_b.astype(x.dtype))


def add_adapters(model: Any, adapter: Adapter) -> None:
    """Freeze `model` and put new adapters on its top layers, in place; first values come from MLX's random state.

    Raises AcervoError for a module that the model's layers do not have.
    """
    model.freeze()
    paths = module_paths(adapter)
    for layer in model.layers[-adapter.layers :]:  # of 0 all
        modules = dict(layer.named_modules())
        missing = [path for path in paths if path not in modules]
        if missing:
            what = f"this model's layers have no {', '.join(missing)}"
            has = ", ".join(name for name, m in modules.items() if isinstance(m, nn.Linear | nn.QuantizedLinear))
            raise AcervoError("adapter.modules", what, f"they have {has}")
        layer.update_modules(tree_unflatten([(path, _adapted(modules[path], adapter)) for path in paths]))


def module_paths(adapter: Adapter) -> list[str]:
    """Where adapters go inside a layer, short names written out, each once."""
    return list(dict.fromkeys(MODULES.get(name, name) for name in adapter.modules))


def adapter_weights(model: Any) -> dict[str, mx.array]:
    """The trained values by path."""
    return dict(tree_flatten(model.trainable_parameters()))  # type: ignore[arg-type]


def joined(tree: Any) -> mx.array:
    """Every number of a tree of arrays, in the order of its names."""
    return mx.concatenate([value.reshape(-1) for _, value in tree_flatten(tree)])  # type: ignore[union-attr]


def parted(vector: mx.array, like: Any) -> Any:
    """A tree as `like`, with the numbers of `vector`."""
    leaves: list[tuple[str, mx.array]] = tree_flatten(like)  # type: ignore[assignment]
    ends = list(accumulate(value.size for _, value in leaves))
    parts = zip(mx.split(vector, ends[:-1]), leaves, strict=True)
    return tree_unflatten([(name, part.reshape(value.shape)) for part, (name, value) in parts])


def save_adapter(folder: Path, model: Any, adapter: Adapter) -> None:
    """`adapters.safetensors` and `adapter_config.json`, as mlx-lm's `load` takes them, into a folder being made."""
    save_arrays(folder / WEIGHTS, adapter_weights(model), {"format": "mlx"})
    told = {"rank": adapter.rank, "scale": adapter.scale, "dropout": adapter.dropout, "keys": module_paths(adapter)}
    config = {"fine_tune_type": adapter.kind, "num_layers": adapter.layers or len(model.layers)}
    write_json(folder / "adapter_config.json", {**config, "lora_parameters": told})


def save_arrays(path: Path, arrays: dict[str, mx.array], metadata: dict[str, str] | None = None) -> None:
    """Arrays by name into a file. Raises StorageError where the disk does not take them."""
    try:
        mx.save_safetensors(str(path), arrays, metadata)
    except RuntimeError as error:  # MLX's way of saying that the disk is full
        raise StorageError(path, f"cannot be written ({error})", "free disk space, then repeat") from error


def load_weights(model: Any, folder: Path) -> None:
    """Put a saved adapter's values in place of the model's. Raises AcervoError where they are not the settings' own."""
    path = folder / WEIGHTS
    weights: dict[str, mx.array] = mx.load(str(path))  # type: ignore[assignment]
    saved, own = ({(name, value.shape) for name, value in w.items()} for w in (weights, adapter_weights(model)))
    if saved != own:
        what = f"does not fit this model and these settings at {min(saved ^ own)[0]}"
        raise AcervoError(path, what, "use the run's own settings")
    model.load_weights(list(weights.items()), strict=False)


def _adapted(linear: Any, adapter: Adapter) -> Any:
    kind = DoRALinear if adapter.kind == "dora" else LoRALinear
    layer = kind.from_base(linear, r=adapter.rank, dropout=adapter.dropout, scale=adapter.scale)
    if isinstance(layer, LoRALinear):
        layer.__class__ = CastLoRA  # same parameters, another way through them
    return layer
