"""What the benchmarks train: models of known shapes with random weights, the embedded one, and examples for both."""

import argparse
import random
from pathlib import Path
from typing import Any

import train  # noqa: F401  # OpenBLAS before MLX

import mlx.core as mx  # isort: skip
import mlx.nn as nn
from mlx.utils import tree_flatten
from mlx_lm.models import llama

from records.files import read_jsonl
from train import backend
from train.encoding import Encoded, encode_rows
from train.model import load_model, to_dense

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
TINY = {**MISTRAL, "hidden_size": 64, "num_hidden_layers": 2, "intermediate_size": 128, "num_attention_heads": 4}
SHAPES = {"mistral-shape": MISTRAL, "smollm-shape": SMOLLM, "tiny-shape": {**TINY, "num_key_value_heads": 2}}
LONGEST = 250
"""Tokens of the longest example that is made."""
WORDS = 64
"""Different tokens in the answers that are made: what can be learned of them in an epoch or two."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which model, and of what."""
    parser.add_argument("--model", default="smollm-shape", help=f"{', '.join(SHAPES)}, embedded, or a folder")
    parser.add_argument("--device", choices=("cpu", "gpu"), help="MLX's own choice if not given")
    parser.add_argument("--layers-in-all", type=int, default=0, help="of a shape; 0 as it has")
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--bits", type=int, default=0, help="of a shape's frozen weights; 0 not quantized")


def use_device(name: str | None) -> None:
    """Compute there. Raises what MLX raises where there is no such device."""
    if name is not None:
        mx.set_default_device(mx.Device(mx.gpu if name == "gpu" else mx.cpu))


def made_model(arguments: argparse.Namespace, dense: bool, ours: bool = True) -> Any:
    """The model, the same each time; in 4 bits where asked, unpacked again where `dense`.

    A shape gets the command buffers that `train` gives a model of its size, but where it is not `ours`: then MLX's own.
    """
    if arguments.model not in SHAPES:
        wanted = arguments.dtype if dense or mx.default_device() == mx.cpu else "no"
        return load_model(arguments.model, dequantize=wanted)[0]
    mx.random.seed(11)
    shape = dict(SHAPES[arguments.model])
    shape["num_hidden_layers"] = arguments.layers_in_all or shape["num_hidden_layers"]
    model = llama.Model(llama.ModelArgs.from_dict(shape))
    model.set_dtype(getattr(mx, arguments.dtype))
    if arguments.bits:
        nn.quantize(model, bits=arguments.bits, group_size=64)
    if dense and arguments.bits:
        to_dense(model, getattr(mx, arguments.dtype))
    if ours:
        backend.shorten_buffers(sum(value.nbytes for _, value in tree_flatten(model.parameters())))  # type: ignore[misc]
    mx.eval(model.parameters())
    return model


def made_examples(arguments: argparse.Namespace) -> tuple[list[Encoded], list[Encoded]]:
    """Examples to train on, and others to judge by: of a frozen dataset, or made in the lengths of questions."""
    if arguments.data is not None:
        _, tokenizer = load_model(arguments.model)
        return _frozen(tokenizer, arguments.data / "train.jsonl", arguments.examples), _frozen(
            tokenizer, arguments.data / "valid.jsonl", arguments.examples // 4
        )
    vocabulary = SHAPES[arguments.model]["vocab_size"] if arguments.model in SHAPES else SMOLLM["vocab_size"]
    drawn = short_examples(arguments.examples * 5 // 4, vocabulary)
    return drawn[: arguments.examples], drawn[arguments.examples :]


def short_examples(count: int, vocabulary: int) -> list[Encoded]:
    """Half under 60 tokens, a few of 250; the last 40 % is answer, in few words, each often after the same one."""
    draw = random.Random(5)
    made = []
    for number in range(count):
        size = min(LONGEST, max(20, round(draw.lognormvariate(4.1, 0.45))))
        asked = -(-size * 3 // 5)
        ids = [draw.randrange(3, vocabulary) for _ in range(asked)]
        word = draw.randrange(WORDS)
        for _ in range(size - asked):
            word = (word * 5 + 1) % WORDS if draw.random() < 0.8 else draw.randrange(WORDS)
            ids.append(3 + word)
        made.append(Encoded(f"example/{number}", tuple(ids), tuple(i >= asked for i in range(size))))
    return made


def _frozen(tokenizer: Any, path: Path, count: int) -> list[Encoded]:
    """So many rows of a frozen file, evenly from beginning to end: it is sorted by builder."""
    rows = [row for _, row in read_jsonl(path)]
    return encode_rows(tokenizer, rows[:: max(1, len(rows) // count)][:count], LONGEST, "drop")[0]
