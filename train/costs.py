"""What a step takes on a model that is not loaded: its outline from config.json, its memory by plan's formula."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from records.errors import AcervoError
from records.files import read_json
from train import machine, memory
from train.backend import lanes
from train.config import MODULES, Adapter, Config
from train.model import reading

ROOMS = {"m1-8gb": 5.3e9, "m1-16gb": 10.9e9, "m1-16gb-safe": 10.9e9, "m1-16gb-aggressive": 10.9e9, "m1-max-32gb": 21e9}
"""Bytes that MLX may take on the Macs for which a preset is made, where the audit runs elsewhere."""
MODELS = Path(__file__).parent / "models.yaml"
MISTRAL_7B = "mlx-community/Mistral-7B-Instruct-v0.3-4bit"
NEEDED = ("hidden_size", "num_hidden_layers", "intermediate_size", "num_attention_heads", "vocab_size")


@dataclass(frozen=True)
class Outline:
    """The widths of a Llama-like model and its bytes, on one backend."""

    hidden: int
    layers: int
    intermediate: int
    heads: int
    query_width: int
    kv_width: int
    vocabulary: int
    values: int
    """Numbers in the whole model."""
    weights: int
    """Bytes of them in memory."""
    number: int
    """Bytes of one number of what flows through."""
    backend: str


@cache
def recommended() -> dict[str, Any]:
    """The models of `models.yaml`, by name, the smallest first."""
    return yaml.safe_load(MODELS.read_text(encoding="utf-8"))


def read_outline(folder: Path, config: Config) -> Outline:
    """The outline of a model in mlx-lm's form. Raises AcervoError for one that is not like Llama."""
    path = folder / "config.json"
    with reading(path):
        return outline_of(read_json(path), config, path)


def outline_of(widths: Mapping[str, Any], config: Config, where: object = "model") -> Outline:
    """The outline from what config.json holds, with the weights as the run's settings keep them."""
    missing = [name for name in NEEDED if name not in widths]
    if missing:
        raise AcervoError(where, f"holds no {', '.join(missing)}: not like Llama", "costs of other models: `plan`")
    hidden, heads = widths["hidden_size"], widths["num_attention_heads"]
    head = widths.get("head_dim") or hidden // heads
    query, kv = head * heads, head * (widths.get("num_key_value_heads") or heads)
    layers, inner, words = widths["num_hidden_layers"], widths["intermediate_size"], widths["vocab_size"]
    layer = 2 * hidden * (query + kv) + 3 * hidden * inner + 2 * hidden
    values = layers * layer + hidden + words * hidden * (1 if widths.get("tie_word_embeddings") else 2)
    backend = backend_of(config)
    dense = _dense(config, backend)
    quantization = None if dense else widths.get("quantization")
    number = dense or 2
    bits = quantization["bits"] + 32 / quantization["group_size"] if quantization else 8 * number
    return Outline(
        hidden, layers, inner, heads, query, kv, words, values, round(values * bits / 8), number, backend
    )  # fmt: skip


def backend_of(config: Config) -> str:
    """Where a run with these settings is meant to be, which its preset's name says, wherever the audit runs."""
    named = {"m1": "metal", "cuda": "cuda"}
    return next((kind for word, kind in named.items() if word in config.preset), memory.backend_name())


def room_of(config: Config) -> float:
    """Bytes that MLX may take there."""
    return config.memory.limit_gb * memory.GB or ROOMS.get(config.preset) or machine.working_set()


def peak_gb(outline: Outline, config: Config, length: int, share: float) -> float:
    """GB at the peak of a step of the settings' rows, each `length` tokens, `share` of them to be learned."""
    rows = config.batches.micro_batch
    shape = memory.Shape(
        weights=outline.weights,
        adapters=4 * adapter_values(outline, config.adapter),
        layers=config.adapter.layers or outline.layers,
        hidden=outline.hidden,
        kv_width=outline.kv_width,
        intermediate=outline.intermediate,
        heads=outline.heads,
        vocabulary=outline.vocabulary,
        number=outline.number,
        rows=rows,
        length=length,
        answers=round(share * rows * length),
        lanes=lanes() if outline.backend == "cpu" else 1,
        packed=outline.weights < outline.values * outline.number,
    )
    return (memory.peak(shape, config.memory, outline.backend) + memory.MOMENTS * shape.adapters) / memory.GB


def adapter_values(outline: Outline, adapter: Adapter) -> int:
    """Numbers that are trained: for a module from `i` to `o` wide, rank x (i + o)."""
    h, q, kv, inner = outline.hidden, outline.query_width, outline.kv_width, outline.intermediate
    widths = {"q": h + q, "k": h + kv, "v": h + kv, "o": h + q, "gate": h + inner, "up": h + inner, "down": h + inner}
    short = {path: name for name, path in MODULES.items()}
    chosen = [widths[short.get(name, name)] for name in adapter.modules if short.get(name, name) in widths]
    return adapter.rank * sum(chosen) * (adapter.layers or outline.layers)


def work_of_a_token(outline: Outline, width: float) -> float:
    """Operations that a token costs in a row of `width` tokens, but for a constant factor.

    Two for each weight, and four for each number of a query with each token of the row.
    """
    weights = outline.values - outline.vocabulary * outline.hidden
    return 2 * weights + 4 * outline.layers * outline.query_width * width


def _dense(config: Config, backend: str) -> int:
    """Bytes of a number where the run unpacks the weights, else 0."""
    wanted = config.memory.dense
    if wanted == "auto":
        return 4 if backend == "cpu" else 0
    return {"no": 0, "bfloat16": 2, "float32": 4}[wanted]
