"""`python -m benchmarks.evaluation [--rows N]`: answers many at once, as an evaluation makes them, against one by one.

One by one is mlx-lm's own stream_generate, question after question. Both sides answer the same questions greedily with
the same model, up to the same number of tokens; they take turns, and the fastest round of each counts.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import train  # noqa: F401  # OpenBLAS before MLX

import mlx.core as mx  # isort: skip
from mlx_lm import stream_generate

from train.encoding import encode_prompt
from train.generation import generate_answers
from train.model import load_model

AIM = 3.0
SYSTEM = "És o arquivista do SC Leões: respondes pelo arquivo do clube e dizes quando não há registo."
Prompts = Sequence[Sequence[int]]


def main() -> int:
    """Print the ratio. Returns 1 where answers at once are not faster by AIM, or where they are other answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=24, help="questions")
    parser.add_argument("--tokens", type=int, default=32, help="where an answer is cut")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--batch", type=int, default=64, help="answers that grow at once")
    parser.add_argument("--model", default="embedded")
    given = parser.parse_args()
    model, tokenizer = load_model(given.model)
    prompts = questions(tokenizer, given.rows)
    sides: dict[str, Callable[[], list[str]]] = {
        "at once": lambda: at_once(model, tokenizer, prompts, given.tokens, given.batch),
        "one by one": lambda: one_by_one(model, tokenizer, prompts, given.tokens),
    }
    seconds, answers = timed(sides, given.rounds)
    ratio = seconds["one by one"] / seconds["at once"]
    same = sum(a == b for a, b in zip(answers["at once"], answers["one by one"], strict=True))
    told = ", ".join(f"{side} {given.rows / taken:.2f} answers/s" for side, taken in seconds.items())
    print(
        f"{mx.default_device()}: {told}; ratio {ratio:.2f}; {same} of {given.rows} answers are the same to the letter"
    )
    return int(ratio < AIM or same < 0.9 * given.rows)  # rounding differs, and a tie may fall to another token


def questions(tokenizer: Any, count: int) -> list[list[int]]:
    """Questions such as a probe holds, all different and of several lengths."""
    opening = ("Como", "Diz-me, por favor: como", "Sabes como")
    asked = (f"{opening[n % 3]} terminou o Leões-Dragões de {1 + n % 28} de maio de {1920 + n}?" for n in range(count))
    turns = ([{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}] for text in asked)
    return [encode_prompt(tokenizer, turn) for turn in turns]


def at_once(model: Any, tokenizer: Any, prompts: Prompts, limit: int, batch: int) -> list[str]:
    return [answer.text for answer in generate_answers(model, tokenizer, prompts, max_tokens=limit, batch=batch)]


def one_by_one(model: Any, tokenizer: Any, prompts: Prompts, limit: int) -> list[str]:
    return [
        "".join(piece.text for piece in stream_generate(model, tokenizer, list(prompt), max_tokens=limit)).strip()
        for prompt in prompts
    ]


def timed(sides: dict[str, Callable[[], list[str]]], rounds: int) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Seconds of each side's fastest round, and its answers."""
    seconds, answers = dict.fromkeys(sides, float("inf")), dict[str, list[str]]()
    for _ in range(rounds):
        for name, side in sides.items():
            began = time.perf_counter()
            answers[name] = side()
            seconds[name] = min(seconds[name], time.perf_counter() - began)
    return seconds, answers


if __name__ == "__main__":
    sys.exit(main())
