"""Useful tokens a second, padding, peak memory and what is learned, against mlx_lm's own training loop, in one run.

Both train the same model from the same first values on the same examples with the same optimizer, rank, layers and
examples to an update. Each is warmed by a whole epoch, in which it meets every shape it will compile for; then they
take turns for the epochs that count, so that what else the machine does falls on both. At the end both are judged on
the same targets. `make bench` runs a short form; on a GPU:

    python -m benchmarks training --model mistral-shape --device gpu --dtype bfloat16 --bits 4 --dense \
        --rows 4 --accumulation 8 --examples 640
"""

import argparse
import io
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import models

import mlx.core as mx  # isort: skip
import mlx.optimizers as optim
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


def main(words: list[str] | None = None) -> int:
    """Print a JSON object of the figures, then a table and the ratio. Returns 0."""
    arguments = parse(words)
    models.use_device(arguments.device)
    learned, judged = models.made_examples(arguments)
    ours, theirs = Side("acervo"), Side("mlx_lm")
    their_model = models.made_model(arguments, dense=False)
    before = loss_of(their_model, judged)
    trainers: list[Trainer] = []

    def change_over(part: int) -> None:
        """Ours goes as far as theirs has come; made when theirs has been warmed, so that each knows its own memory."""
        theirs.stop()
        if not trainers:
            theirs.resident = mx.get_active_memory()
            trainers.append(our_trainer(arguments, learned))
            go_on(trainers[0], ours, until=1.0)
            ours.resident = mx.get_active_memory() - theirs.resident
            ours.clear()
        elif part > 0:
            ours.start(theirs.resident)
            go_on(trainers[0], ours, until=1 + part * arguments.epochs / arguments.parts)
            ours.stop()
        theirs.start(ours.resident, afresh=part == 0)

    mlx_lms_loop(arguments, learned, their_model, theirs, change_over)
    losses = {"acervo": loss_of(trainers[0].model, judged), "mlx_lm": loss_of(their_model, judged)}
    report(arguments, [ours, theirs], losses, before)
    return 0


def parse(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    models.add_arguments(parser)
    parser.add_argument("--dense", action="store_true", help="ours unpacked to the dtype once")
    parser.add_argument("--data", type=Path, help="a frozen dataset, for a real model; made examples if not given")
    parser.add_argument("--examples", type=int, default=160)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--layers", type=int, default=0, help="that carry adapters; 0 all")
    parser.add_argument("--rows", type=int, default=4, help="of their batch")
    parser.add_argument("--accumulation", type=int, default=1, help="batches of theirs in an update")
    parser.add_argument("--rate", type=float, default=5e-4, help="learning rate of both, constant")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="of our settings")
    parser.add_argument("--epochs", type=int, default=1, help="that count, after the one that warms")
    parser.add_argument("--parts", type=int, default=3, help="turns of each in them")
    return parser.parse_args(words)


@dataclass
class Side:
    """One of the two, and what it has taken in its turns."""

    name: str
    resident: float = 0.0
    """Bytes that lie in memory between turns."""
    peak: float = 0.0
    """Bytes, this side's own."""
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    others: float = 0.0
    began: float | None = None

    def start(self, others: float, afresh: bool = False) -> None:
        """Begin a turn, `others` bytes of memory being the other side's."""
        if afresh:
            self.clear()
        mx.clear_cache()
        mx.reset_peak_memory()
        self.others, self.began = others, time.perf_counter()

    def stop(self) -> None:
        if self.began is not None:
            mx.synchronize()
            self.seconds += time.perf_counter() - self.began
            self.peak = max(self.peak, mx.get_peak_memory() - self.others)
        self.began = None

    def clear(self) -> None:
        """Forget what warming took."""
        self.seconds, self.peak, self.counts = 0.0, 0.0, dict.fromkeys(self.counts, 0)

    def count(self, **taken: int) -> None:
        for name, number in taken.items():
            self.counts[name] += number

    def figures(self, loss: float) -> dict[str, float]:
        useful, padded, examples, updates = (self.counts[name] for name in COUNTED)
        return {
            "useful tokens/s": round(useful / self.seconds, 1),
            "fill": round(useful / padded, 3),
            "peak GB": round(self.peak / memory.GB, 3),
            "examples an update": round(examples / max(1, updates), 1),
            "valid loss": round(loss, 4),
        }


def mlx_lms_loop(
    arguments: argparse.Namespace,
    examples: list[Encoded],
    model: Any,
    side: Side,
    change_over: Callable[[int], None],
) -> None:
    """mlx_lm.tuner.trainer.train as its command line calls it, on tokens; our turns fall between its batches."""
    model.freeze()
    settings = {"rank": arguments.rank, "scale": 2.0, "dropout": 0.0, "keys": lora.module_paths(Adapter())}
    mx.random.seed(3)
    linear_to_lora_layers(model, arguments.layers or len(model.layers), settings)
    optimizer = optim.AdamW(arguments.rate, weight_decay=0.0, bias_correction=True)
    epoch = len(examples) // arguments.rows
    parts = arguments.parts
    ends = {epoch + round(part * arguments.epochs * epoch / parts): part for part in range(parts + 1)}

    def counted(*args: Any, **kwargs: Any) -> Iterator[Any]:
        for number, (batch, lengths) in enumerate(iterate_batches(*args, **kwargs)):
            if number in ends:
                change_over(ends[number])
            if number == max(ends):
                return
            useful = sum(lengths[:, 1].tolist())  # type: ignore[arg-type]
            update = int((number + 1) % arguments.accumulation == 0)
            side.count(useful=useful, padded=batch.size, examples=len(lengths), updates=update)
            yield batch, lengths

    rows: Any = CacheDataset(Tokens((list(e.ids), e.learn.index(True)) for e in examples))
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        args = TrainingArgs(
            batch_size=arguments.rows, iters=max(ends) + 1, steps_per_report=10**6, steps_per_save=10**6,
            max_seq_length=512, adapter_file=str(Path(folder) / "adapters.safetensors"),
            grad_accumulation_steps=arguments.accumulation,
        )  # fmt: skip
        mlx_lm_train(model, optimizer, rows, args=args, iterate_batches=counted)


class Tokens(list):  # type: ignore[type-arg]
    """Rows that need no processing, in the form mlx-lm's CacheDataset takes."""

    def process(self, row: Any) -> Any:
        return row


def our_trainer(arguments: argparse.Namespace, examples: list[Encoded]) -> Trainer:
    """Acervo's trainer with as many examples to an update, on the whole, as theirs."""
    model = models.made_model(arguments, dense=arguments.dense)
    settings: dict[str, Any] = {
        "adapter": {"rank": arguments.rank, "layers": arguments.layers},
        "batches": same_update(arguments, examples),
        "optimizer": {
            "learning_rate": arguments.rate, "schedule": "constant", "warmup": 0, "clip": 0.0,
            "epochs": 2 + arguments.epochs,
        },
    }  # fmt: skip
    config = merge(Config(), settings, "benchmark")
    for change in arguments.set:
        config = with_change(config, change)
    mx.random.seed(3)
    lora.add_adapters(model, config.adapter, config.memory.cast_adapters)
    return Trainer(model, Data(examples, {}, {}), config, Path(tempfile.mkdtemp()))


def same_update(arguments: argparse.Namespace, examples: list[Encoded]) -> dict[str, int]:
    """Packed rows that hold as many tokens as their update: of 512 on a GPU, one for each core on a CPU."""
    tokens = arguments.rows * arguments.accumulation * sum(len(e.ids) for e in examples) / len(examples)
    rows = backend.lanes() if backend.lanes() > 1 else max(1, round(tokens / 512))
    return {"micro_batch": rows, "pack_to": max(64, round(tokens / rows / STEP) * STEP)}


def go_on(trainer: Trainer, side: Side, until: float) -> None:
    """Update after update, until so many epochs are done."""
    while trainer.progress.epoch + trainer.progress.window / len(trainer.windows) < until - 1e-9:
        window = trainer.windows[trainer.progress.window]
        shapes = [row_shape(batch, trainer.pool.lengths, trainer.config.batches) for batch in window]
        examples = [i for batch in window for row in batch for i in row]
        side.count(
            useful=sum(len(trainer.data.train[i].ids) for i in examples),
            padded=sum(rows * (length + trainer.pool.shared) for rows, length in shapes),
            examples=len(examples),
            updates=1,
        )
        trainer.update()


def loss_of(model: Any, judged: list[Encoded]) -> float:
    """The mean loss over the answer tokens, computed for both sides by one function; nats a token."""
    model.eval()
    loss = Passes(model, Batches(packing=False)).mean_loss(Pool(judged), 4)
    model.train()
    return loss


def report(arguments: argparse.Namespace, sides: list[Side], losses: dict[str, float], before: float) -> None:
    figures = {side.name: side.figures(losses[side.name]) for side in sides}
    ours, theirs = (told["useful tokens/s"] for told in figures.values())
    asked = {name: str(value) if isinstance(value, Path) else value for name, value in vars(arguments).items()}
    told = {"benchmark": "training", "backend": memory.backend_name(), "arguments": asked, "valid loss before": before}
    print(json.dumps({**told, **figures, "ratio": round(ours / theirs, 3)}))
    print("".join(f"{name:>20}" for name in ("", *next(iter(figures.values())))))
    for name, row in figures.items():
        print("".join(f"{cell:>20}" for cell in (name, *row.values())))
    print(f"ratio of useful tokens a second: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
