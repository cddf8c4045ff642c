"""The plan's formula against measured peaks, on random Llama shapes; and the fit of its constants.

`python -m benchmarks.memory --shapes 12 > peaks.jsonl` measures; `python -m benchmarks.memory --fit peaks.jsonl`
prints the constants for `train/memory_constants.yaml` and what error they leave.
"""

import argparse
import gc
import json
import math
import random
import statistics
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import train  # noqa: F401  # OpenBLAS before MLX

import mlx.core as mx  # isort: skip
import mlx.nn as nn
from mlx_lm.models import llama

from train import lora, memory
from train.batching import row_shape
from train.config import Adapter, Batches, Config, Memory
from train.encoding import Encoded
from train.loop import Data, Trainer

SIZES = {"small": (256, 768, (2, 8), 1024), "large": (1024, 4096, (4, 24), 4096)}
"""Narrowest and widest hidden size, layers from and to, most tokens of a batch."""

MISTRAL = {
    "dtype": "bfloat16", "bits": 4, "hidden_size": 4096, "num_attention_heads": 32, "num_key_value_heads": 8,
    "intermediate_size": 14336, "num_hidden_layers": 32, "vocab_size": 32768, "rank": 8, "length": 512, "rows": 4,
    "share": 0.5, "tie_word_embeddings": False,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shapes", type=int, default=10)
    parser.add_argument("--sizes", choices=SIZES, default="small")
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--mistral", action="store_true", help="the shape of Mistral-7B too, in 4 bits, 4 x 512 tokens")
    parser.add_argument("--fit", type=Path, help="a file of measured peaks")
    arguments = parser.parse_args()
    if arguments.fit:
        fit([json.loads(line) for line in arguments.fit.read_text().splitlines()])
        return
    draw = random.Random(arguments.seed)
    drawn = [random_case(draw, arguments) for _ in range(arguments.shapes)]
    for case in [*drawn, *([MISTRAL] if arguments.mistral else [])]:
        for checkpointing in (False, True):
            print(json.dumps(measured(case, checkpointing)), flush=True)


def random_case(draw: random.Random, arguments: argparse.Namespace) -> dict[str, Any]:
    """A model, an adapter and a batch, drawn together so that what they have in common varies."""
    narrow, widest, layers, tokens = SIZES[arguments.sizes]
    head = draw.choice((64, 128))
    hidden = draw.randrange(narrow, widest + 1, 256 if narrow > 512 else 128)
    heads = hidden // head
    length = draw.choice([n for n in (128, 256, 512, 1024, 2048) if n <= tokens])
    return {
        "dtype": arguments.dtype,
        "bits": draw.choice((0, 4)) if arguments.dtype != "float32" else 0,
        "hidden_size": hidden,
        "num_attention_heads": heads,
        "num_key_value_heads": draw.choice([n for n in (1, 2, heads // 2, heads) if n and heads % n == 0]),
        "intermediate_size": int(hidden * draw.uniform(2, 4)) // 64 * 64,
        "num_hidden_layers": draw.randint(*layers),
        "vocab_size": draw.choice((2048, 16384, 49152)),
        "rank": draw.choice((4, 8, 32)),
        "length": length,
        "rows": draw.randint(1, max(1, tokens // length)),
        "share": draw.choice((0.2, 0.5, 0.9)),
    }


def measured(case: dict[str, Any], checkpointing: bool) -> dict[str, Any]:
    """One forward and backward pass: its shape, the peak above what lay there before, and what the formula says."""
    gc.collect()
    mx.clear_cache()
    before = mx.get_active_memory()
    trainer = trainer_of(case, checkpointing)
    window = trainer.windows[0]
    trainer.gradient(window)
    mx.clear_cache()
    mx.reset_peak_memory()
    trainer.gradient(window)
    peak = mx.get_peak_memory() - before
    rows, length = row_shape(window[0], trainer.pool.lengths, trainer.config.batches)
    shape = memory.shape_of(trainer.model, trainer.config, rows, length, trainer.pool.answers(window[0]))
    row = {"checkpointing": checkpointing, "peak": peak, "backend": memory.backend_name()}
    return row | {"formula": memory.peak(shape, trainer.config.memory), "shape": asdict(shape)}


def trainer_of(case: dict[str, Any], checkpointing: bool) -> Trainer:
    fields = {"model_type": "llama", "rms_norm_eps": 1e-5, "tie_word_embeddings": True, **case}
    model = llama.Model(llama.ModelArgs.from_dict(fields))
    model.set_dtype(getattr(mx, case["dtype"]))
    if case["bits"]:
        nn.quantize(model, group_size=64, bits=case["bits"])
    adapter = Adapter(rank=case["rank"])
    lora.add_adapters(model, adapter)
    mx.eval(model.parameters())
    ids = tuple(range(1, case["length"] + 1))
    learn = tuple(i >= case["length"] * (1 - case["share"]) for i in range(case["length"]))
    examples = [Encoded(str(n), ids, learn) for n in range(case["rows"])]
    batches = Batches(micro_batch=case["rows"], packing=False, length=case["length"])
    config = Config(adapter=adapter, batches=batches, memory=Memory(checkpointing=checkpointing))
    return Trainer(model, Data(examples, {}, {}), config, Path(tempfile.mkdtemp()))


def fit(rows: list[dict[str, Any]]) -> None:
    """Constants that make the worst error above the weights small, and the errors of the whole peak."""
    for mode in (False, True):
        part = [row for row in rows if row["checkpointing"] == mode]
        kind, backend = ("checkpointing" if mode else "plain"), part[0]["backend"]
        best = descend(part, dict(memory.constants()[backend][kind]), kind, backend)
        memory.constants()[backend][kind] = best
        errors = [abs(told(row) / row["peak"] - 1) for row in part]
        print(f"{backend}, {kind}: {json.dumps(best)}")
        print(f"  {len(part)} shapes: mean error {statistics.mean(errors):.1%}, worst {max(errors):.1%}")


def told(row: dict[str, Any]) -> float:
    shape = memory.Shape(**row["shape"])
    return memory.peak(shape, replace(Memory(), checkpointing=row["checkpointing"]), row["backend"])


def descend(rows: list[dict[str, Any]], start: dict[str, float], kind: str, backend: str) -> dict[str, float]:
    """Random steps that are kept where they help: a few constants, no derivative at the `max`."""
    draw, best, least = random.Random(1), dict(start), math.inf
    for turn in range(20_000):
        tried = {name: max(0.0, round(value * draw.lognormvariate(0, 0.3) + draw.gauss(0, 0.05), 3))
                 if turn and draw.random() < 0.4 else value for name, value in best.items()}  # fmt: skip
        memory.constants()[backend][kind] = tried
        above = [(told(row) - row["shape"]["weights"]) / (row["peak"] - row["shape"]["weights"]) for row in rows]
        cost = sum(math.log(max(a, 1e-6)) ** 2 for a in above) + 3 * max(math.log(max(a, 1e-6)) ** 2 for a in above)
        if cost < least:
            best, least = tried, cost
    return best


if __name__ == "__main__":
    main()
