"""Memory: what a step takes by formula, what is there, and what the run has taken so far."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import mlx.core as mx
import psutil
import yaml
from mlx.utils import tree_flatten

from train import backend, machine
from train.config import Config, Memory

CONSTANTS = Path(__file__).parent / "memory_constants.yaml"
GB = 1e9


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


def shape_of(model: Any, config: Config, rows: int, length: int, answers: int) -> Shape:
    """The shape of a step on a model of mlx-lm that carries adapters."""
    a = model.args
    trained = {name for name, _ in tree_flatten(model.trainable_parameters())}
    values: list[tuple[str, mx.array]] = tree_flatten(model.parameters())  # type: ignore[assignment]
    sizes = [(name in trained, value.nbytes) for name, value in values]
    head = getattr(a, "head_dim", None) or a.hidden_size // a.num_attention_heads
    return Shape(
        weights=sum(size for is_trained, size in sizes if not is_trained),
        adapters=sum(size for is_trained, size in sizes if is_trained),
        layers=config.adapter.layers or len(model.layers),
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
    )


def peak(shape: Shape, config: Memory, kind: str | None = None) -> float:
    """Bytes at the peak of one forward and backward pass, MLX's cache not counted; `kind` is cpu, metal or cuda.

    The constants are fitted per backend (`memory_constants.yaml`, by `python -m benchmarks memory --fit`).
    """
    c = constants()[kind or backend_name()]["checkpointing" if config.checkpointing else "plain"]
    return shape.weights + sum(c[name] * size for name, size in terms(shape, config).items())


def terms(shape: Shape, config: Memory) -> dict[str, float]:
    """Bytes of what is in memory besides the weights, each to be multiplied by the constant of its name.

    The adapters with their two moments and their gradients, what each layer keeps for the backward pass (what flows
    through it, its wide products, its attention scores, adapters' inputs in float32), the logits of all rows and of
    the largest lane, one layer of that lane in work.
    """
    s, tokens = shape, shape.rows * shape.length
    lane = -(-s.rows // s.lanes) / s.rows
    wide = s.number * (8 * s.hidden + 3 * s.kv_width + 3 * s.intermediate)
    scores = s.number * s.heads * s.length
    return {
        "adapters": s.adapters,
        "kept_hidden": tokens * s.layers * s.number * s.hidden,
        "kept_wide": tokens * s.layers * wide,
        "kept_scores": tokens * s.layers * scores,
        "kept_uncast": 0 if config.cast_adapters else tokens * s.layers * 4 * (3 * s.hidden + s.intermediate),
        "logits": 4 * s.answers * s.vocabulary,
        "logits_lane": lane * 4 * s.answers * s.vocabulary,
        "layer": lane * tokens * wide,
        "layer_scores": lane * tokens * scores,
    }


def largest(shape: Shape, config: Memory, room: float, factor: float) -> tuple[int, int]:
    """The largest micro-batch at this length and the largest length of one row that fit in `room` bytes.

    `factor` is measured over predicted, what the formula was wrong by. 0 where not even one fits.
    """
    share = shape.answers / (shape.rows * shape.length)

    def fits(rows: int, length: int) -> bool:
        s = replace(shape, rows=rows, length=length, answers=int(share * rows * length))
        return factor * peak(s, config) <= room

    rows = max((n for n in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64) if fits(n, shape.length)), default=0)
    length = max((n for n in (128, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 8192) if fits(1, n)), default=0)
    return rows, length


@cache
def constants() -> dict[str, Any]:
    """By backend (cpu, metal, cuda), then plain or checkpointing: what each term is multiplied with."""
    return yaml.safe_load(CONSTANTS.read_text(encoding="utf-8"))


def backend_name() -> str:
    """metal, cuda or cpu: each has its own constants."""
    if mx.default_device() != mx.gpu:
        return "cpu"
    return "metal" if mx.metal.is_available() else "cuda"


def set_limits(config: Memory) -> float:
    """Tell MLX what it may take; returns that, in bytes."""
    room = config.limit_gb * GB or machine.working_set()
    mx.set_memory_limit(int(room))
    mx.set_cache_limit(int(config.cache_gb * GB or room / 4))
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
