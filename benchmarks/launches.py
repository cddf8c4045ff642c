"""What an update of a small model waits for on a GPU: the length of command buffers, and the gradient compiled or not.

Small matrices leave a GPU idle while Python builds the graph and MLX launches its kernels one by one. Here the same
updates are timed with buffers of 4, 20, 100 operations, each plain and with `mx.compile` on the gradient of each shape.
Every variant has a process of its own, since MLX reads its settings once. Whether all give the same bits is told too.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import models

import mlx.core as mx  # isort: skip
import numpy as np

from train import lora
from train.batching import Batch
from train.config import Config, merge
from train.loop import Data, Trainer

BUFFERS = (("4", "64"), ("20", "256"), ("100", "1000"))
"""`MLX_MAX_OPS_PER_BUFFER` and `MLX_MAX_MB_PER_BUFFER`: the first are what `train` sets for a large model on Linux."""

VARIANTS = ("plain", "compiled")
"""Whether the gradient is compiled."""


def main(words: list[str] | None = None) -> int:
    """Print a JSON object for each variant. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    models.add_arguments(parser)
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--examples", type=int, default=256)
    parser.add_argument("--variant", choices=VARIANTS, help="this one; each in a process if not given")
    parser.add_argument("--plain", action="store_true", help="buffers only, nothing compiled")
    parser.add_argument("--data", type=Path, help="a frozen dataset, for a real model; made examples if not given")
    arguments = parser.parse_args(words)
    if arguments.variant:
        print(json.dumps(timed(arguments)), flush=True)
        return 0
    given = sys.argv[1:] if words is None else words
    for operations, megabytes in BUFFERS:
        for variant in VARIANTS[:1] if arguments.plain else VARIANTS:
            environment = {"MLX_MAX_OPS_PER_BUFFER": operations, "MLX_MAX_MB_PER_BUFFER": megabytes}
            command = [sys.executable, "-m", "benchmarks.launches", *given, "--variant", variant]
            subprocess.run(command, check=True, env={**os.environ, **environment})  # noqa: S603
    return 0


def timed(arguments: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds of an update once every shape has been met, of building its graph, and the sum of what came out."""
    models.use_device(arguments.device)
    trainer = made_trainer(arguments)
    if arguments.variant == "compiled":
        trainer.passes.gradient = compiled(trainer)  # pyright: ignore[reportAttributeAccessIssue]
    began = time.perf_counter()
    seconds, built = [], []
    for epoch in range(2):
        while trainer.progress.epoch == epoch:
            start = time.perf_counter()
            trainer.update()
            seconds.append((epoch, time.perf_counter() - start))
    window = trainer.windows[0]
    for _ in range(5):
        start = time.perf_counter()
        out = trainer.passes._part(window[0], trainer.pool, 1, 0)
        built.append(time.perf_counter() - start)
        mx.eval(out)
    weights = mx.stack([mx.abs(value).sum() for value in lora.adapter_weights(trainer.model).values()])
    return {
        "variant": arguments.variant,
        "operations a buffer": os.environ.get("MLX_MAX_OPS_PER_BUFFER"),
        "updates": len(seconds),
        "first epoch s": round(sum(s for epoch, s in seconds if epoch == 0), 2),
        "update ms": round(1000 * statistics.median(s for epoch, s in seconds if epoch == 1), 2),
        "graph ms": round(1000 * min(built), 2),
        "peak GB": round(mx.get_peak_memory() / 1e9, 3),
        "all s": round(time.perf_counter() - began, 1),
        "sum of weights": float(np.array(weights).sum()).hex(),
    }


def made_trainer(arguments: argparse.Namespace) -> Trainer:
    """Acervo's trainer on rows that are not packed: many shapes, as with a shared beginning."""
    examples, _ = models.made_examples(arguments)
    model = models.made_model(arguments, dense=False)
    settings = {"batches": {"micro_batch": arguments.rows, "packing": False}, "optimizer": {"epochs": 3}}
    config = merge(Config(), {**settings, "adapter": {"rank": 16}}, "benchmark")
    mx.random.seed(3)
    lora.add_adapters(model, config.adapter)
    return Trainer(model, Data(examples, {}, {}), config, Path(tempfile.mkdtemp()))


def compiled(trainer: Trainer) -> Callable[[Batch, int], Any]:
    """The trainer's gradient, compiled anew for each shape it meets; adapters go in as arguments, not as constants."""
    model, plain = trainer.model, trainer.passes.gradient

    def traced(parameters: Any, arrays: dict[str, mx.array], total: mx.array) -> Any:
        model.update(parameters)
        return plain(replace(EMPTY, **arrays), total)

    faster = mx.compile(traced)

    def gradient(batch: Batch, total: int) -> Any:
        parameters = model.trainable_parameters()
        arrays = {name: value for name in ARRAYS if (value := getattr(batch, name)) is not None}
        told = faster(parameters, arrays, mx.array(total))
        model.update(parameters)
        return told

    return gradient


ARRAYS = ("ids", "prefix", "segments", "positions", "targets", "weights")
EMPTY = Batch(mx.array(0), None, None, mx.array(0), mx.array(0), mx.array(0), None, None)


if __name__ == "__main__":
    sys.exit(main())
