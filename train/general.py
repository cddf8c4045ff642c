"""`python -m train general`: what a tune has broken of common knowledge and plain Portuguese.

A small model seldom answers freely in Portuguese, but it finds some answers likelier than others: each question has a
right answer and wrong ones, and the model chooses the one of the lowest loss a token.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from records.errors import AcervoError
from records.files import write_json
from train.proportions import mcnemar, wilson
from train.tuned import add_place, find_tuned

QUESTIONS = Path(__file__).parent / "general.yaml"
CHANCE = 0.05  # below it a difference is more than chance


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
    kinds = sorted({choice.kind for choice in choices})
    result = {kind: _counted(choices, base, after, {kind}) for kind in kinds} | {
        "all": _counted(choices, base, after, set(kinds))
    }
    print(table(result))
    path = tuned.folder / "general.json"
    write_json(path, {"counts": result, "questions": _listed(choices, base, after)})
    print(f"each question and what was chosen: {path}")
    return 0


def table(result: Mapping[str, Mapping[str, Any]]) -> str:
    """Base against adapter in a table for the terminal, and what it says."""
    lines = [f"{'':<12}{'questions':>9}{'base':>18}{'with the adapter':>28}{'won':>6}{'lost':>6}  by chance"]
    for kind, c in result.items():
        low, high = c["interval"]
        after = f"{c['adapter']} ({100 * low:.0f} to {100 * high:.0f} %)"
        before = f"{c['base']} ({100 * c['base'] / c['questions']:.0f} %)"
        lines.append(
            f"{kind:<12}{c['questions']:>9}{before:>18}{after:>28}{c['won']:>6}{c['lost']:>6}  p = {c['chance']:.2g}"
        )
    return "\n".join([*lines, _verdict(result["all"])])


def _verdict(counts: Mapping[str, Any]) -> str:
    """What the count of all questions allows one to say; somebody who guesses has one in four right."""
    if counts["chance"] >= CHANCE:
        return "no difference beyond chance (McNemar, exact); guessing gives a quarter"
    return f"the adapter knows {'more' if counts['won'] > counts['lost'] else 'less'} than the base (McNemar, exact)"


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

    from train.encoding import encode
    from train.loss import loss_function

    loss, chosen = loss_function(model), list[int]()
    for choice in tqdm(choices, unit="question", file=sys.stderr, disable=None):
        question = {"role": "user", "content": choice.ask}
        told = [encode(tokenizer, [question, {"role": "assistant", "content": answer}]) for answer in choice.answers]
        losses = _losses(loss, told)
        chosen.append(losses.index(min(losses)))
    return chosen


def _losses(loss: Any, answers: Sequence[Any]) -> list[float]:
    """The mean loss a token of each of the encoded answers to one question, which is read once."""
    from train.batching import Pool, collate
    from train.config import Batches

    pool = Pool(answers, share_prefix=True)
    of_tokens = loss(collate(tuple((i,) for i in range(len(answers))), pool, Batches(packing=False, share_prefix=True)))
    told, losses = of_tokens.tolist(), list[float]()
    for answer in answers:
        losses.append(sum(told[: answer.targets]) / answer.targets)
        told = told[answer.targets :]
    return losses


def _counted(choices: Sequence[Choice], base: Sequence[int], after: Sequence[int], kinds: Set[str]) -> dict[str, Any]:
    pairs = [(b == 0, a == 0) for choice, b, a in zip(choices, base, after, strict=True) if choice.kind in kinds]
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
