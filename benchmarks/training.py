"""Useful tokens a second, padding and peak memory, against mlx_lm's own training loop on the same data, in one run.

Both train the same model from the same first values on the same examples, with the same optimizer, rank, layers and
rows; they take turns, so that what else the machine does falls on both. `make bench` runs the short form.
"""

import argparse
import io
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import train  # noqa: F401  # OpenBLAS before MLX

import mlx.core as mx  # isort: skip
import mlx.nn as nn
import mlx.optimizers as optim
from mlx_lm.models import llama
from mlx_lm.tuner.datasets import CacheDataset
from mlx_lm.tuner.trainer import TrainingArgs, iterate_batches
from mlx_lm.tuner.trainer import train as mlx_lm_train
from mlx_lm.tuner.utils import linear_to_lora_layers

from train import lora
from train.batching import row_shape
from train.config import Adapter, Config, merge, with_change
from train.encoding import Encoded
from train.loop import Data, Trainer

MISTRAL = {
    "model_type": "llama",
    "hidden_size": 4096,
    "num_hidden_layers": 32,
    "intermediate_size": 14336,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "rms_norm_eps": 1e-5,
    "vocab_size": 32768,
    "tie_word_embeddings": False,
}
SMOLLM = {
    **MISTRAL,
    "hidden_size": 576,
    "num_hidden_layers": 30,
    "intermediate_size": 1536,
    "num_attention_heads": 9,
    "num_key_value_heads": 3,
    "vocab_size": 49152,
    "tie_word_embeddings": True,
}
SHAPES = {"mistral": MISTRAL, "smollm": SMOLLM}


def main() -> None:
    arguments = parse()
    examples = short_examples(arguments.examples, SHAPES[arguments.shape]["vocab_size"])
    theirs = begun("mlx_lm", mlx_lms_loop, arguments, examples)
    ours = begun("acervo", our_loop, arguments, examples)
    for _ in range(arguments.rounds):
        theirs.turn(arguments.updates, others=ours.resident)
        ours.turn(arguments.updates, others=theirs.resident)
    for side in (theirs, ours):
        print(json.dumps(side.figures()))
    print(f"ratio of useful tokens a second: {ours.useful / ours.seconds / (theirs.useful / theirs.seconds):.2f}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=SHAPES, default="smollm", help="of a model with random weights")
    parser.add_argument("--layers-in-all", type=int, default=0, help="of the model; 0 as the shape has")
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--bits", type=int, default=0, help="of their frozen weights, and ours unless --dense")
    parser.add_argument("--dense", action="store_true", help="ours unpacked to the dtype once")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--layers", type=int, default=0, help="that carry adapters; 0 all")
    parser.add_argument("--rows", type=int, default=4, help="of their batch")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="of our settings")
    parser.add_argument("--examples", type=int, default=160)
    parser.add_argument("--updates", type=int, default=4, help="in a turn")
    parser.add_argument("--warm-up", type=int, default=2, help="of their updates in each turn, not counted")
    parser.add_argument("--rounds", type=int, default=2, help="turns of each")
    return parser.parse_args()


def short_examples(count: int, vocabulary: int) -> list[Encoded]:
    """Random ids in the lengths of questions: half under 60 tokens, a few of 200; the last 40 % is answer."""
    draw = random.Random(5)
    made = []
    for number in range(count):
        size = min(250, max(20, round(draw.lognormvariate(4.1, 0.45))))
        learn = tuple(i >= 0.6 * size for i in range(size))
        made.append(Encoded(f"example/{number}", tuple(draw.randrange(3, vocabulary) for _ in range(size)), learn))
    return made


def random_model(arguments: argparse.Namespace, dense: bool) -> Any:
    """A model of the shape, the same each time; 4-bit where asked, unpacked again where `dense`."""
    mx.random.seed(11)
    shape = dict(SHAPES[arguments.shape])
    shape["num_hidden_layers"] = arguments.layers_in_all or shape["num_hidden_layers"]
    model = llama.Model(llama.ModelArgs.from_dict(shape))
    model.set_dtype(getattr(mx, arguments.dtype))
    if arguments.bits:
        nn.quantize(model, bits=arguments.bits, group_size=64)
    if dense and arguments.bits:
        from train.model import to_dense

        to_dense(model, getattr(mx, arguments.dtype))
    mx.eval(model.parameters())
    return model


Taken = tuple[int, int, float]
"""Tokens computed, without and with padding, and the seconds they took."""


@dataclass
class Side:
    """One of the two, and what it has taken in its turns."""

    name: str
    train: Callable[[int], Taken]
    """Does so many updates."""
    resident: float = 0.0
    """Bytes that lie in memory between turns."""
    seconds: float = 0.0
    useful: int = 0
    padded: int = 0
    peak: float = 0.0
    """Bytes, this side's own."""

    def turn(self, updates: int, others: float) -> None:
        mx.clear_cache()
        mx.reset_peak_memory()
        useful, padded, seconds = self.train(updates)
        self.seconds += seconds
        self.useful, self.padded = self.useful + useful, self.padded + padded
        self.peak = max(self.peak, mx.get_peak_memory() - others)

    def figures(self) -> dict[str, Any]:
        return {
            "side": self.name,
            "useful_tokens_per_second": round(self.useful / self.seconds, 1),
            "fill": round(self.useful / self.padded, 3),
            "peak_gb": round(self.peak / 1e9, 3),
        }


def begun(name: str, make: Callable[..., Any], arguments: argparse.Namespace, examples: list[Encoded]) -> Side:
    """A side after a first turn that is not counted."""
    before = mx.get_active_memory()
    side = Side(name, make(arguments, examples))
    side.train(2)
    side.resident = mx.get_active_memory() - before
    return side


def mlx_lms_loop(arguments: argparse.Namespace, examples: list[Encoded]) -> Callable[[int], Taken]:
    """mlx_lm.tuner.trainer.train as its command line calls it, on tokens."""
    model = random_model(arguments, dense=False)
    model.freeze()
    keys = lora.module_paths(Adapter())
    settings = {"rank": arguments.rank, "scale": 2.0, "dropout": 0.0, "keys": keys}
    linear_to_lora_layers(model, arguments.layers or len(model.layers), settings)
    optimizer = optim.AdamW(1e-4, weight_decay=0.0, bias_correction=True)
    rows = [(list(e.ids), e.learn.index(True)) for e in examples]
    data: Any = CacheDataset(Tokens(rows))
    seen: list[float] = [0, 0, 0]

    def counted(*args: Any, **kwargs: Any) -> Iterator[Any]:
        """Their batches; the clock starts once each call's compilation for the commoner shapes is over."""
        for number, (batch, lengths) in enumerate(iterate_batches(*args, **kwargs)):
            if number == arguments.warm_up:
                seen[:] = [0, 0, time.perf_counter()]
            seen[0] += sum(lengths[:, 1].tolist())  # type: ignore[arg-type]
            seen[1] += batch.size
            yield batch, lengths

    def go_on(updates: int) -> Taken:
        with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
            args = TrainingArgs(
                batch_size=arguments.rows, iters=arguments.warm_up + updates, steps_per_report=10**6,
                steps_per_save=10**6, max_seq_length=512, adapter_file=str(Path(folder) / "adapters.safetensors"),
            )  # fmt: skip
            mlx_lm_train(model, optimizer, data, args=args, iterate_batches=counted)
        return int(seen[0]), int(seen[1]), time.perf_counter() - seen[2]

    return go_on


class Tokens(list):  # type: ignore[type-arg]
    """Rows that need no processing, in the form mlx-lm's CacheDataset takes."""

    def process(self, row: Any) -> Any:
        return row


def our_loop(arguments: argparse.Namespace, examples: list[Encoded]) -> Callable[[int], Taken]:
    """Acervo's trainer, update after update."""
    model = random_model(arguments, dense=arguments.dense)
    config = merge(Config(), {"optimizer": {"learning_rate": 1e-4, "epochs": 1000}}, "benchmark")
    config = merge(config, {"adapter": {"rank": arguments.rank, "layers": arguments.layers}}, "benchmark")
    for change in arguments.set:
        config = with_change(config, change)
    lora.add_adapters(model, config.adapter, config.memory.cast_adapters)
    folder = tempfile.TemporaryDirectory()
    trainer = Trainer(model, Data(examples, {}, {}), config, Path(folder.name))
    trainer.steps = 10**6

    def go_on(updates: int) -> Taken:
        useful, padded, began = 0, 0, time.perf_counter()
        for _ in range(updates):
            window = trainer.windows[trainer.progress.window]
            shapes = [row_shape(batch, trainer.pool.lengths, config.batches) for batch in window]
            padded += sum(rows * (length + trainer.pool.shared) for rows, length in shapes)
            useful += sum(len(examples[i].ids) for batch in window for row in batch for i in row)
            trainer.update()
        return useful, padded, time.perf_counter() - began

    go_on.folder = folder  # type: ignore[attr-defined]  # lives as long as the trainer
    return go_on


if __name__ == "__main__":
    main()
