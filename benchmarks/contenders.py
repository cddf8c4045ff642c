"""One side of `python -m benchmarks training`, in a process of its own: mlx_lm's loop, or Acervo's.

It reads from standard input how many seconds it may train, a line a turn, and says after each what came of it. Before
the first it has been built and warmed, with a batch of every shape, and put back to its first values.
"""

import argparse
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from benchmarks import models
from benchmarks.training import THEIRS, parse

import mlx.core as mx  # isort: skip
import mlx.optimizers as optim
import numpy as np
from mlx.utils import tree_map
from mlx_lm.tuner.datasets import CacheDataset
from mlx_lm.tuner.trainer import TrainingArgs, iterate_batches
from mlx_lm.tuner.trainer import train as mlx_lm_train
from mlx_lm.tuner.utils import linear_to_lora_layers

from train import backend, lora, memory
from train.batching import STEP, Pool, row_shape
from train.config import Adapter, Batches, Config, merge, with_change
from train.encoding import Encoded
from train.loop import Data, Trainer
from train.passes import Passes

COUNTED = ("useful", "padded", "examples", "updates")


def main(words: list[str]) -> int:
    """Build, warm, train in turns until there are no more, be judged. Returns 0."""
    name, arguments = words[0], parse(words[1:])
    models.use_device(arguments.device)
    learned, judged = models.made_examples(arguments)
    side = Side(name, arguments.epochs, len(learned))
    trained = mlx_lms(arguments, learned, side) if name == THEIRS else acervos(arguments, learned, side)
    loss = round(loss_of(trained, judged), 4) if side.done() else None
    side.say({"valid loss": loss})
    return 0


class Side:
    """What this process has taken in its turns, and the lines that it says of it."""

    def __init__(self, name: str, epochs: int, examples: int) -> None:
        self.name, self.most, self.all = name, epochs * examples, examples
        self.out, self.began = sys.stdout, time.perf_counter()
        self.seconds, self.of_cores = 0.0, 0.0
        self.counts: dict[str, int] = dict.fromkeys(COUNTED, 0)

    def turns(self) -> Iterator[Callable[[], bool]]:
        """For each turn a function that says whether it is still on; what was counted in it is said when it is over."""
        self.say({"warmed after s": round(time.perf_counter() - self.began, 1)})
        mx.clear_cache()
        mx.reset_peak_memory()
        for line in sys.stdin:
            began, before = time.perf_counter(), time.process_time()
            end = began + float(line)
            yield lambda end=end: time.perf_counter() < end and not self.done()
            mx.synchronize()
            self.seconds += time.perf_counter() - began
            self.of_cores += time.process_time() - before
            self.say(self.figures())

    def done(self) -> bool:
        """Whether it has done its epochs, but for what it leaves out."""
        return self.counts["examples"] > self.most - self.all * 0.02

    def count(self, **taken: int) -> None:
        for name, number in taken.items():
            self.counts[name] += number

    def figures(self) -> dict[str, float]:
        useful, padded, examples, updates = (self.counts[name] for name in COUNTED)
        return {
            "useful tokens/s": round(useful / self.seconds, 1),
            "a core": round(useful / self.of_cores, 1),
            "fill": round(useful / max(1, padded), 3),
            "peak GB": round(mx.get_peak_memory() / memory.GB, 3),
            "examples an update": round(examples / max(1, updates), 1),
            "epochs": round(examples / self.all, 2),
            "seconds": round(self.seconds, 2),
        }

    def say(self, told: dict[str, Any]) -> None:
        print(json.dumps({"contender": self.name, **told}), file=self.out, flush=True)


def mlx_lms(arguments: argparse.Namespace, examples: list[Encoded], side: Side) -> Any:
    """mlx_lm.tuner.trainer.train as its command line calls it, on tokens; turns fall between its batches."""
    model = models.made_model(arguments, dense=False, ours=False)
    model.freeze()
    settings = {"rank": arguments.rank, "scale": 2.0, "dropout": 0.0, "keys": lora.module_paths(Adapter())}
    mx.random.seed(3)
    linear_to_lora_layers(model, arguments.layers or len(model.layers), settings)
    optimizer = optim.AdamW(arguments.rate, weight_decay=0.0, bias_correction=True)
    optimizer.init(model.trainable_parameters())
    put_back = first_values(model, optimizer)

    def in_turns(*given: Any, **named: Any) -> Iterator[Any]:
        yield from of_every_shape(iterate_batches(*given, **{**named, "loop": False}), arguments.accumulation)
        put_back()
        batches = enumerate(iterate_batches(*given, **named), start=1)
        for still_on in side.turns():
            while still_on():
                number, (batch, lengths) = next(batches)
                yield batch, lengths
                useful, update = sum(lengths[:, 1].tolist()), int(number % arguments.accumulation == 0)  # type: ignore[arg-type]
                side.count(useful=useful, padded=batch.size, examples=len(lengths), updates=update)

    np.random.seed(3)  # what mlx-lm shuffles with
    rows: Any = CacheDataset(Tokens((list(e.ids), e.learn.index(True)) for e in examples))
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        args = TrainingArgs(
            batch_size=arguments.rows, iters=10**6, steps_per_report=10**6, steps_per_save=10**6, max_seq_length=512,
            adapter_file=str(Path(folder) / "adapters.safetensors"), grad_accumulation_steps=arguments.accumulation,
        )  # fmt: skip
        mlx_lm_train(model, optimizer, rows, args=args, iterate_batches=in_turns)
    return model


class Tokens(list):  # type: ignore[type-arg]
    """Rows that need no processing, in the form mlx-lm's CacheDataset takes."""

    def process(self, row: Any) -> Any:
        return row


def of_every_shape(batches: Iterator[Any], times: int) -> Iterator[Any]:
    """The first batch of each shape, so often that mlx-lm compiles for the first, middle and last of an update."""
    met: set[tuple[int, ...]] = set()
    for batch, lengths in batches:
        if batch.shape not in met:
            met.add(batch.shape)
            for _ in range(times):
                yield batch, lengths


def first_values(model: Any, optimizer: Any) -> Callable[[], None]:
    """A function that puts both back to where they are now; in place, since what is compiled reads them there."""
    weights, state = (tree_map(lambda value: value, tree) for tree in (model.trainable_parameters(), optimizer.state))

    def fill(place: Any, saved: Any) -> None:
        for key, value in saved.items() if isinstance(saved, dict) else enumerate(saved):
            if isinstance(value, dict | list):
                fill(place[key], value)
            else:
                place[key] = value

    def put_back() -> None:
        model.update(weights)
        fill(optimizer.state, state)

    return put_back


def acervos(arguments: argparse.Namespace, examples: list[Encoded], side: Side) -> Any:
    """Acervo's loop, in a process set up as `make train` does it."""
    backend.run_lanes_at_once()
    trainer = our_trainer(arguments, examples, dense=side.name != "acervo")
    put_back = first_values(trainer.model, trainer.optimizer)
    shapes = {row_shape(b, trainer.pool.lengths, trainer.config.batches): b for w in trainer.windows for b in w}
    for batch in shapes.values():
        trainer.apply(lora.joined(trainer.gradient((batch,))[1]), arguments.rate)
    put_back()
    for still_on in side.turns():
        while still_on():
            count(trainer, side)
            trainer.update()
    return trainer.model


def our_trainer(arguments: argparse.Namespace, examples: list[Encoded], dense: bool) -> Trainer:
    """Acervo's trainer with as many examples to an update, on the whole, as theirs."""
    model = models.made_model(arguments, dense=dense)
    settings: dict[str, Any] = {
        "adapter": {"rank": arguments.rank, "layers": arguments.layers},
        "batches": same_update(arguments, examples),
        "optimizer": {
            "learning_rate": arguments.rate, "schedule": "constant", "warmup": 0, "clip": 0.0,
            "epochs": 1 + arguments.epochs,
        },
    }  # fmt: skip
    config = merge(Config(), settings, "benchmark")
    for change in arguments.set:
        config = with_change(config, change)
    mx.random.seed(3)
    lora.add_adapters(model, config.adapter)
    return Trainer(model, Data(examples, {}, {}), config, Path(tempfile.mkdtemp()))


def same_update(arguments: argparse.Namespace, examples: list[Encoded]) -> dict[str, int]:
    """Packed rows that hold as many tokens as their update: of 512 on a GPU, one for each core on a CPU."""
    tokens = arguments.rows * arguments.accumulation * sum(len(e.ids) for e in examples) / len(examples)
    rows = backend.lanes() if backend.lanes() > 1 else max(1, round(tokens / 512))
    return {"micro_batch": rows, "pack_to": max(64, round(tokens / rows / STEP) * STEP)}


def count(trainer: Trainer, side: Side) -> None:
    """What the next update takes in."""
    window = trainer.windows[trainer.progress.window]
    shapes = [row_shape(batch, trainer.pool.lengths, trainer.config.batches) for batch in window]
    examples = [i for batch in window for row in batch for i in row]
    side.count(
        useful=sum(len(trainer.data.train[i].ids) for i in examples),
        padded=sum(rows * (length + trainer.pool.shared) for rows, length in shapes),
        examples=len(examples),
        updates=1,
    )


def loss_of(model: Any, judged: list[Encoded]) -> float:
    """The mean loss over the answer tokens, computed for both sides by one function; nats a token."""
    model.eval()
    return Passes(model, Batches(packing=False)).mean_loss(Pool(judged), 4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
