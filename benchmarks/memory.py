"""The plan's formula against measured peaks, on random Llama shapes; and the fit of its constants.

`python -m benchmarks memory --shapes 12 > peaks.jsonl` measures; `--fit peaks.jsonl` prints the constants for
`train/memory_constants.yaml` and what error they leave. On a GPU, all at once, with the shape of Mistral-7B at 4 x 512:

    python -m benchmarks memory --device gpu --sizes large --dtype bfloat16 --shapes 24 --mistral --refit
"""

import argparse
import gc
import json
import math
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import models

import mlx.core as mx  # isort: skip
import mlx.nn as nn
import numpy as np
from mlx_lm.models import llama

from train import backend, lora, memory
from train.batching import row_shape
from train.config import Adapter, Batches, Config, Memory
from train.encoding import Encoded
from train.loop import Data, Trainer

SIZES = {"small": (256, 768, (2, 8), 1024), "large": (1024, 4096, (4, 16), 4096)}
"""Narrowest and widest hidden size, layers from and to, most tokens of a batch."""

MODES = ("plain", "checkpointing")
HELD_OUT, TURNS = 10, 60_000

MISTRAL = {
    "dtype": "bfloat16", "bits": 4, "hidden_size": 4096, "num_attention_heads": 32, "num_key_value_heads": 8,
    "intermediate_size": 14336, "num_hidden_layers": 32, "vocab_size": 32768, "rank": 8, "length": 512, "rows": 4,
    "share": 0.5, "tie_word_embeddings": False,
}  # fmt: skip


def main(words: list[str] | None = None) -> int:
    """Print measured peaks, a JSON object a line, and with --refit or --fit what fits them. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", type=int, default=10)
    parser.add_argument("--sizes", choices=SIZES, default="small")
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--device", choices=("cpu", "gpu"), help="MLX's own choice if not given")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--mistral", action="store_true", help="the shape of Mistral-7B too, in 4 bits, 4 x 512 tokens")
    parser.add_argument("--mode", choices=MODES, help="only this one; each in a process of its own if not given")
    parser.add_argument("--refit", action="store_true", help="fit the constants to what is measured")
    parser.add_argument("--fit", type=Path, help="a file of measured peaks")
    arguments = parser.parse_args(words)
    if arguments.fit:
        fit([json.loads(line) for line in arguments.fit.read_text().splitlines() if line.startswith("{")])
        return 0
    words = sys.argv[1:] if words is None else words
    rows = list(peaks(arguments)) if arguments.mode else [row for mode in MODES for row in in_child(words, mode)]
    if arguments.refit and not arguments.mode:
        fit(rows)
    return 0


def in_child(words: list[str], mode: str) -> Iterator[dict[str, Any]]:
    """What a process for one mode prints: how MLX hands out work is settled once, before anything is computed."""
    command = [sys.executable, "-m", "benchmarks.memory", *words, "--mode", mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        for line in process.stdout or ():
            print(line, end="", flush=True)
            yield json.loads(line)
    if process.returncode:
        raise SystemExit(process.returncode)


def peaks(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    models.use_device(arguments.device)
    checkpointing = arguments.mode == "checkpointing"
    backend.shorten_buffers(math.inf)  # as `train` does for a model whose memory matters
    if not checkpointing:
        backend.run_lanes_at_once()  # as `train` does
    draw = random.Random(arguments.seed)
    drawn = [random_case(draw, arguments) for _ in range(arguments.shapes)]
    for case in [*([MISTRAL] if arguments.mistral else []), *drawn]:
        row = measured(case, checkpointing)
        print(json.dumps(row), flush=True)
        yield row


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
    """Print what the formula was off by with its constants, the constants that fit better, and what those leave.

    The errors of ten shapes are also told by constants that were fitted without them: what a new shape may expect.
    """
    for mode in MODES:
        part = [row for row in rows if row["checkpointing"] == (mode == "checkpointing")]
        if not part:
            continue
        names, sizes = list(terms_of(part[0])), np.array([list(terms_of(row).values()) for row in part])
        weights, peak = (
            np.array(column, float) for column in zip(*((r["shape"]["weights"], r["peak"]) for r in part), strict=True)
        )
        now = memory.constants()[part[0]["backend"]][mode]
        start = np.array([now[name] for name in names])
        tested = np.arange(len(part)) % max(2, len(part) // HELD_OUT) == 1
        blind = descend(sizes[~tested], weights[~tested], peak[~tested], start)
        best = descend(sizes, weights, peak, start)
        print(f"{part[0]['backend']}, {mode}: {json.dumps(dict(zip(names, best.round(3).tolist(), strict=True)))}")
        for told, constants, seen in (
            ("as they are", start, slice(None)), ("refitted", best, slice(None)),
            ("fitted without the shapes told of", blind, tested),
        ):  # fmt: skip
            errors = abs((weights + sizes @ constants)[seen] / peak[seen] - 1)
            print(f"  {told}: {len(errors)} shapes, mean error {errors.mean():.1%}, worst {errors.max():.1%}")


def terms_of(row: dict[str, Any]) -> dict[str, float]:
    return memory.terms(memory.Shape(**row["shape"]), Memory(checkpointing=row["checkpointing"]))


def descend(sizes: np.ndarray, weights: np.ndarray, peak: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Constants, none below 0, that make the mean and the worst relative error of the whole peak small.

    Random steps that are kept where they help: a few constants, and no derivative at the worst.
    """
    draw, best, least = np.random.default_rng(1), start, math.inf
    measured_at_all = sizes.any(axis=0)
    for turn in range(TURNS):
        steps = draw.normal(0, 1, start.size) * (draw.random(start.size) < 0.4) * measured_at_all * (turn > 0)
        tried = np.maximum(0, best * np.exp(0.2 * steps) + 0.05 * steps)
        errors = np.log((weights + sizes @ tried) / peak) ** 2
        cost = errors.mean() + 0.5 * errors.max()
        if cost < least:
            best, least = tried, cost
    return best


if __name__ == "__main__":
    sys.exit(main())
