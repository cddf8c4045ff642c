"""`python -m train ask "question"`: the newest adapter answers, word by word."""

import argparse
import sys
from typing import Any

from records.errors import AcervoError
from train.tuned import Tuned, add_adapter, add_place, any_tuned, dataset_of, find_tuned, system_message


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("question")
    add_place(parser)
    add_model(parser)
    parser.add_argument("--max-tokens", type=int, default=256, help="where an answer is cut")


def add_model(parser: argparse.ArgumentParser) -> None:
    """The arguments that say which model answers."""
    parser.add_argument("--base", action="store_true", help="the model without the adapter")
    parser.add_argument("--model", help='with --base: "embedded", a folder, or a name on the hub')


def run(arguments: argparse.Namespace) -> int:
    """Print the answer. Returns 0."""
    if not arguments.question.strip():
        raise AcervoError("question", "it is empty", 'make ask Q="Como terminou o jogo?"')
    from train.encoding import encode_prompt
    from train.generation import stream_answer

    model, tokenizer, system = answerer(arguments)
    turns = conversation(system, arguments.question)
    for piece in stream_answer(model, tokenizer, encode_prompt(tokenizer, turns), arguments.max_tokens):
        print(piece, end="", flush=True)
    print()
    return 0


def answerer(arguments: argparse.Namespace) -> tuple[Any, Any, str | None]:
    """The model that the command line names, its tokenizer, and what its conversations begin with."""
    tuned = chosen(arguments)
    return *load(arguments, tuned), _system(arguments, tuned)


def chosen(arguments: argparse.Namespace) -> Tuned | None:
    """The run that is meant; None for a base model of no run: one named, or the embedded one before any training."""
    if arguments.model and not arguments.base:
        raise AcervoError("--model", "an adapter belongs to the model it was trained on", "give --base too")
    if arguments.model or (arguments.base and not arguments.run and not any_tuned(arguments.runs)):
        return None
    return find_tuned(arguments.runs, arguments.run)


def load(arguments: argparse.Namespace, tuned: Tuned | None) -> tuple[Any, Any]:
    """The run's model and tokenizer, with its adapter unless only the base is wanted."""
    from train.model import load_model

    if tuned is None:
        return load_model(arguments.model or "embedded")
    model, tokenizer = load_model(tuned.model, tuned.dense)
    if not arguments.base:
        add_adapter(model, tuned.adapter)
    return model, tokenizer


def conversation(system: str | None, question: str) -> list[dict[str, str]]:
    """The messages of one question."""
    first = [{"role": "system", "content": system}] if system else []
    return [*first, {"role": "user", "content": question.strip()}]


def _system(arguments: argparse.Namespace, tuned: Tuned | None) -> str | None:
    try:
        return system_message(dataset_of(arguments, tuned))
    except AcervoError as error:
        print(f"no system message is put before the question ({error})", file=sys.stderr)
        return None
