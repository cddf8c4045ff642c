"""`python -m train answers`: a run loaded once answers question after question, with its adapter and without.

For a program that asks, as the review app is. A line of JSON in, `{"number": 1, "question": "..."}`; lines of JSON out:
`{"number": 1, "side": "tuned", "piece": "A 3"}` as an answer grows, those of the side `base` after it, and at the end
`{"number": 1, "done": true}`. It ends when its input does, or when nobody reads its output.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from records.errors import AcervoError
from train import ask
from train.tuned import add_place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_place(parser)
    parser.add_argument("--max-tokens", type=int, default=256, help="where an answer is cut")
    parser.set_defaults(base=False, model=None)


def run(arguments: argparse.Namespace) -> int:
    """Answer until nobody asks. Returns 0."""
    model, tokenizer, system = ask.answerer(arguments)
    try:
        for line in sys.stdin.buffer:
            asked = json.loads(line)
            turns = ask.conversation(system, asked["question"])
            _answer(asked["number"], both_sides(model, tokenizer, turns, arguments.max_tokens))
    except BrokenPipeError:  # whoever asked has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains of it once more
    return 0


def both_sides(model: Any, tokenizer: Any, turns: list[dict[str, str]], max_tokens: int) -> Iterator[tuple[str, str]]:
    """(side, piece): the answer with the adapter as it grows, then the one without."""
    from train.encoding import encode_prompt
    from train.generation import stream_answer

    prompt = encode_prompt(tokenizer, turns)
    for piece in stream_answer(model, tokenizer, prompt, max_tokens):
        yield "tuned", piece
    with without_adapter(model):
        for piece in stream_answer(model, tokenizer, prompt, max_tokens):
            yield "base", piece


@contextmanager
def without_adapter(model: Any) -> Iterator[None]:
    """Within this the model is its base: each adapted layer gives way to the one it was put around."""
    from mlx.utils import tree_unflatten

    adapted = [(name, layer) for name, layer in model.named_modules() if "lora_a" in layer]
    bare = [(name, layer["linear"] if "linear" in layer else layer["embedding"]) for name, layer in adapted]
    model.update_modules(tree_unflatten(bare))
    try:
        yield
    finally:
        model.update_modules(tree_unflatten(adapted))


def _answer(number: int, pieces: Iterator[tuple[str, str]]) -> None:
    """Say the pieces as they come. A question that cannot be put to this model has that said of it."""
    try:
        for side, piece in pieces:
            _say(number=number, side=side, piece=piece)
    except AcervoError as error:
        _say(number=number, fault=str(error))
    _say(number=number, done=True)


def _say(**fields: Any) -> None:
    print(json.dumps(fields), flush=True)
