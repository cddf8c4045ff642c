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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks import models

import mlx.core as mx  # isort: skip
import mlx.nn as nn
from mlx_lm.models import llama

from train import backend, lora, memory
from train.batching import row_shape
from train.config import Adapter, Batches, Config, Memory
from train.encoding import Encoded
from train.loop import Data, Trainer

SIZES = {"small": (256, 768, (2, 8), 1024), "large": (1024, 4096, (4, 16), 4096)}
"""Narrowest and widest hidden size, layers from and to, most tokens of a batch."""

Constants = Mapping[str, float]
MODES = ("plain", "checkpointing")
TURNS = 1500
FITTED = {
    "cpu": (("hidden",), ("mlp",), ("layer_hidden", "layer_mlp")),
    "cuda": (("hidden",), ("mlp",), ("layer_hidden",), ("layer_mlp",)),
    "metal": (("hidden", "mlp"), ("layer_hidden", "layer_mlp"), ("inputs",)),
}
"""Constants of the formula that are fitted, those that are one number together; the others are reasoned."""

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
    cases: list[dict[str, Any]] = [MISTRAL] * arguments.mistral
    cases += [random_case(draw, arguments) for _ in range(arguments.shapes)]
    for number, case in enumerate(cases):
        for batch in (case, smaller(case)):
            row = {"model": number, **measured(batch, checkpointing)}
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


def smaller(case: dict[str, Any]) -> dict[str, Any]:
    """The same model with half of the rows, or of the length where there is one row."""
    if case["rows"] > 1:
        return {**case, "rows": case["rows"] // 2}
    return {**case, "length": case["length"] // 2}


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
    """Print what the formula is off by with its constants, those that fit better, and what a new model may expect.

    That is told by constants fitted without the model: for its batches, and for its smaller one where the step of the
    largest has been measured, as `plan` measures it.
    """
    for backend_name, mode in product(sorted({row["backend"] for row in rows}), MODES):
        kind = backend_name, mode == MODES[1]
        part = [Peak.of(row) for row in rows if (row["backend"], row["checkpointing"]) == kind]
        if not part:
            continue
        start, tied = memory.constants()[backend_name][mode], FITTED[backend_name]
        best = descend(part, start, tied)
        print(f"{backend_name}, {mode}: {json.dumps({name: round(value, 2) for name, value in best.items()})}")
        tell("as they are", [p.error(start) for p in part])
        tell("refitted", [p.error(best) for p in part])
        formula, calibrated = [], []
        for model in sorted({p.model for p in part}):
            blind = descend([p for p in part if p.model != model], start, tied)
            largest, *smaller = [p for p in part if p.model == model]
            formula += [p.error(blind) for p in (largest, *smaller)]
            calibrated += [p.error(blind, largest.beyond(blind)) for p in smaller]
        tell("each fitted without its model", formula)
        tell("and by the one measured step of that model, another batch", calibrated)


def tell(what: str, errors: list[float]) -> None:
    if errors:
        off = [abs(error) for error in errors]
        print(f"  {what}: {len(off)} steps, mean error {sum(off) / len(off):.1%}, worst {max(off):.1%}")


@dataclass(frozen=True)
class Peak:
    """One measured peak, and what the formula makes it of."""

    model: int
    weights: int
    measured: float
    sizes: dict[str, float]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Peak":
        shape = memory.Shape(**row["shape"])
        sizes = memory.terms(shape, Memory(checkpointing=row["checkpointing"]))
        return cls(row["model"], shape.weights, row["peak"], sizes)

    def error(self, constants: Constants, factor: float = 1.0) -> float:
        """Of the whole peak, relative."""
        return (self.weights + factor * memory.above_weights(self.sizes, constants)) / self.measured - 1

    def beyond(self, constants: Constants) -> float:
        return (self.measured - self.weights) / memory.above_weights(self.sizes, constants)


def descend(peaks: list[Peak], start: Constants, tied: Sequence[Sequence[str]]) -> Constants:
    """Constants that make the mean and the worst relative error small; each of `tied` is one number, 0 stays 0.

    Random steps that are kept where they help: a few constants, and no derivative at the worst.
    """
    draw, best, least = random.Random(1), dict(start), math.inf
    for turn in range(TURNS):
        steps = [draw.gauss(0, 0.3 if turn < TURNS / 2 else 0.05) * (turn > 0) for _ in tied]
        changes = [(name, math.exp(step)) for names, step in zip(tied, steps, strict=True) for name in names]
        tried = best | {name: best[name] * change for name, change in changes if name in best}
        errors = [math.log1p(peak.error(tried)) ** 2 for peak in peaks]
        cost = sum(errors) / len(errors) + 0.5 * max(errors)
        if cost < least:
            best, least = tried, cost
    return best


if __name__ == "__main__":
    sys.exit(main())
