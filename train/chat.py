"""`python -m train chat`: questions and answers in the terminal, as many as one likes."""

import argparse
import sys
from typing import Any

from train import ask
from train.tuned import add_place

LEAVE = {"", "sair", "adeus", "/q", "exit", "quit"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_place(parser)
    ask.add_model(parser)
    parser.add_argument("--max-tokens", type=int, default=256, help="where an answer is cut")
    parser.add_argument(
        "--remember", action="store_true", help="keep earlier turns; training has seen single ones only"
    )


def run(arguments: argparse.Namespace) -> int:
    """Answer until an empty line, `sair`, or the end of what is typed. Returns 0."""
    model, tokenizer, system = ask.answerer(arguments)
    turns: list[dict[str, str]] = []
    if sys.stdin.isatty():
        print("An empty line or `sair` leaves.")
    while (question := _read()).lower() not in LEAVE:
        turns = [*turns, *ask.conversation(None, question)] if arguments.remember else ask.conversation(None, question)
        opening = [{"role": "system", "content": system}] if system else []
        answer = _answer(model, tokenizer, [*opening, *turns], arguments.max_tokens)
        turns.append({"role": "assistant", "content": answer})
    return 0


def _read() -> str:
    try:
        return input("> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return ""


def _answer(model: Any, tokenizer: Any, turns: list[dict[str, str]], max_tokens: int) -> str:
    """Print the answer as it comes; the whole of it."""
    from train.encoding import encode_prompt
    from train.generation import stream_answer

    pieces: list[str] = []
    for piece in stream_answer(model, tokenizer, encode_prompt(tokenizer, turns), max_tokens):
        print(piece, end="", flush=True)
        pieces.append(piece)
    print()
    return "".join(pieces).strip()
