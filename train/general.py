"""`python -m train general`: what a tune has broken of common knowledge and plain Portuguese.

A small model seldom answers freely in Portuguese, but it finds some answers likelier than others: each question has a
right answer and wrong ones, and the model chooses the one of the lowest loss a token.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from records.errors import AcervoError
from records.files import write_json
from train.proportions import mcnemar, wilson
from train.tuned import add_place, find_tuned

QUESTIONS = Path(__file__).parent / "general.yaml"


@dataclass(frozen=True, slots=True)
class Choice:
    """A question and its answers, the right one first."""

    kind: str
    ask: str
    answers: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print base against adapter; write `general.json` into the run's folder. Returns 0."""
    from train.model import add_adapter, load_model

    tuned, choices = find_tuned(arguments.runs, arguments.run), read_choices()
    model, tokenizer = load_model(tuned.model, dequantize=tuned.dense)
    base = choose(model, tokenizer, choices)
    add_adapter(model, tuned.adapter)
    model.eval()
    after = choose(model, tokenizer, choices)
    result = {kind: _counted(choices, base, after, kind) for kind in sorted({choice.kind for choice in choices})}
    for kind, counts in result.items():
        print(
            f"{kind:<10} base {counts['base']} of {counts['questions']}, with the adapter {counts['adapter']} "
            f"({counts['won']} won, {counts['lost']} lost; by chance: p = {counts['chance']:.2g})"
        )
    write_json(tuned.folder / "general.json", {"counts": result, "questions": _listed(choices, base, after)})
    return 0


def read_choices(path: Path = QUESTIONS) -> list[Choice]:
    """The questions. Raises AcervoError for one that cannot be asked."""
    found: list[Choice] = []
    for kind, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for row in rows:
            answers = (row["right"], *row["wrong"])
            if len(set(answers)) < max(2, len(answers)):
                raise AcervoError(
                    f"{path}: {row['ask']}", "has no two different answers", "give a right and a wrong one"
                )
            found.append(Choice(kind, row["ask"], answers))
    return found


def choose(model: Any, tokenizer: Any, choices: Sequence[Choice]) -> list[int]:
    """For each question the number of the answer that the model finds likeliest; 0 is the right one."""
    from tqdm import tqdm

    from train.batching import Pool
    from train.config import Batches
    from train.encoding import encode
    from train.passes import Passes

    settings = Batches(micro_batch=1, packing=False)
    passes, chosen = Passes(model, settings), list[int]()
    for choice in tqdm(choices, unit="question", file=sys.stderr, disable=None):
        question = {"role": "user", "content": choice.ask}
        losses = [
            passes.mean_loss(Pool([encode(tokenizer, [question, {"role": "assistant", "content": answer}])]), 1)
            for answer in choice.answers
        ]
        chosen.append(losses.index(min(losses)))
    return chosen


def _counted(choices: Sequence[Choice], base: Sequence[int], after: Sequence[int], kind: str) -> dict[str, Any]:
    pairs = [(b == 0, a == 0) for choice, b, a in zip(choices, base, after, strict=True) if choice.kind == kind]
    won, lost = pairs.count((False, True)), pairs.count((True, False))
    adapter = sum(right for _, right in pairs)
    return {
        "questions": len(pairs),
        "base": sum(right for right, _ in pairs),
        "adapter": adapter,
        "interval": list(wilson(adapter, len(pairs))),
        "won": won,
        "lost": lost,
        "chance": mcnemar(won, lost),
    }


def _listed(choices: Sequence[Choice], base: Sequence[int], after: Sequence[int]) -> list[Mapping[str, str]]:
    return [
        {"kind": c.kind, "question": c.ask, "right": c.answers[0], "base": c.answers[b], "adapter": c.answers[a]}
        for c, b, a in zip(choices, base, after, strict=True)
    ]
