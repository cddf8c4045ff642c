"""Memory: what a step takes by formula, what is there, and what the run has taken so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mlx.core as mx
import psutil
from mlx.utils import tree_flatten

from records.settings import read_yaml
from train import backend
from train.config import Config, Memory
from train.machine import GB, working_set

MOMENTS = 2
"""What AdamW keeps of every trained value, from the first update on."""
KEPT = ("adapters", "inputs", "hidden", "mlp", "scores")
HEAD = ("logits", "logits_at_once", "head", "last_layer", "last_scores")
LAYER = ("layer_hidden", "layer_mlp", "layer_scores", "matrix")


@dataclass(frozen=True)
class Shape:
    """What the peak of a step depends on. Lengths in tokens, widths in numbers, weights in bytes."""

    weights: int
    """The frozen model as it lies in memory."""
    adapters: int
    """The trained values, float32."""
    layers: int
    """Layers that carry adapters, and so keep what the backward pass needs."""
    hidden: int
    kv_width: int
    intermediate: int
    heads: int
    vocabulary: int
    number: int
    """Bytes of one number of what flows through the model: 4, or 2 in half precision."""
    rows: int
    length: int
    answers: int
    """Tokens of the batch whose logits are computed."""
    lanes: int = 1
    """Parts in which the rows are computed, side by side or one after the other."""
    packed: bool = False
    """Whether the weights are quantized, and so unpacked where they are used."""


def shape_of(model: Any, config: Config, rows: int, length: int, answers: int) -> Shape:
    """The shape of a step on a model of mlx-lm that carries adapters."""
    a = model.args
    values: dict[str, mx.array] = dict(tree_flatten(model.parameters()))  # type: ignore[arg-type]
    adapters = sum(value.nbytes for _, value in tree_flatten(model.trainable_parameters()))  # type: ignore[union-attr]
    head = getattr(a, "head_dim", None) or a.hidden_size // a.num_attention_heads
    return Shape(
        weights=sum(value.nbytes for value in values.values()) - adapters,
        adapters=adapters,
        layers=min(config.adapter.layers or len(model.layers), len(model.layers)),
        hidden=a.hidden_size,
        kv_width=head * (a.num_key_value_heads or a.num_attention_heads),
        intermediate=a.intermediate_size,
        heads=a.num_attention_heads,
        vocabulary=a.vocab_size,
        number=model.model.norm.weight.dtype.size,
        rows=rows,
        length=length,
        answers=answers,
        lanes=backend.lanes(),
        packed=any(name.endswith(".scales") for name in values),
    )


def peak(shape: Shape, config: Memory, kind: str | None = None, factor: float = 1.0) -> float:
    """Bytes at the peak of one forward and backward pass, MLX's cache not counted; `kind` is cpu, metal or cuda.

    What lies there all the time, and then whichever takes more: the logits with their gradients, or one layer with its
    own. `factor` is what one measured step came to over the formula, weights not counted: `beyond`.
    """
    mode = "checkpointing" if config.checkpointing else "plain"
    return shape.weights + factor * above_weights(terms(shape, config), constants()[kind or backend_name()][mode])


def above_weights(sizes: Mapping[str, float], constants: Mapping[str, float]) -> float:
    """Bytes at the peak besides the weights: what is kept, and the more of the two stages."""
    kept, head, layer = (sum(constants.get(n, 0) * sizes[n] for n in names) for names in (KEPT, HEAD, LAYER))
    return kept + max(head, layer)


def beyond(measured: float, shape: Shape, config: Memory) -> float:
    """What a measured peak came to over the formula, weights not counted; 1 where nothing was measured."""
    return (measured - shape.weights) / (peak(shape, config) - shape.weights) if measured else 1.0


def terms(shape: Shape, config: Memory) -> dict[str, float]:
    """Bytes of what is in memory besides the weights, each to be multiplied by the constant of its name.

    Kept: adapters with gradients; of each layer its input alone, or what flows through it (8 x hidden and 3 x key/value
    width a token, and 3 x inner width), and attention scores. Then logits, the unpacked head if packed, and the last
    layer, computed again amid the logits' gradient, with scores if attention is not fused; or one layer's like, and its
    largest matrix unpacked. With checkpointing a CPU's lanes take turns: the largest works.
    """
    s, tokens = shape, shape.rows * shape.length
    at_once = -(-s.rows // s.lanes) / s.rows if config.checkpointing else 1.0
    flow = {
        "inputs": s.hidden,
        "hidden": 8 * s.hidden + 3 * s.kv_width,
        "mlp": 3 * s.intermediate,
        "scores": s.heads * s.length,
    }
    kept = {name: float(tokens * s.layers * s.number * width) for name, width in flow.items()}
    layer = {f"layer_{name}": at_once * tokens * s.number * width for name, width in flow.items()}
    unpacked = s.number * s.hidden * s.packed
    logits = 4 * s.answers * s.vocabulary
    return {
        "adapters": s.adapters,
        **kept,
        "logits": logits,
        "logits_at_once": at_once * logits,
        "head": unpacked * s.vocabulary,
        "last_layer": layer["layer_hidden"] + layer["layer_mlp"],
        "last_scores": layer["layer_scores"],
        **layer,
        "matrix": unpacked * s.intermediate,
    }


@cache
def constants() -> dict[str, Any]:
    """By backend (cpu, metal, cuda), then plain or checkpointing: what each term is multiplied with."""
    return read_yaml(Path(__file__).parent / "memory_constants.yaml")


def backend_name() -> str:
    """metal, cuda or cpu: each has its own constants."""
    if mx.default_device() != mx.gpu:
        return "cpu"
    return "metal" if mx.metal.is_available() else "cuda"


def set_limits(config: Memory) -> float:
    """Tell MLX what it may take; returns that, in bytes."""
    room = config.limit_gb * GB or working_set()
    mx.set_memory_limit(int(room))
    mx.set_cache_limit(int(room / 4))
    return room


def available() -> float:
    """Bytes that the whole system can still give without swapping."""
    return float(psutil.virtual_memory().available)


def figures() -> dict[str, float]:
    """What is taken now, in GB: by MLX (in use, kept for reuse, highest), by the process, and of swap."""
    return {
        "active_memory_gb": round(mx.get_active_memory() / GB, 4),
        "cache_memory_gb": round(mx.get_cache_memory() / GB, 4),
        "peak_memory_gb": round(mx.get_peak_memory() / GB, 4),
        "process_memory_gb": round(psutil.Process().memory_info().rss / GB, 4),
        "available_memory_gb": round(available() / GB, 4),
        "swap_gb": round(psutil.swap_memory().used / GB, 4),
    }
