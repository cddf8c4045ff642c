"""`python -m train general`: what a tune has broken of common knowledge and plain Portuguese.

A small model seldom answers freely in Portuguese, but it finds some answers likelier than others: each question has a
right answer and wrong ones, and the model chooses the one of the lowest loss a token. How far the right one stands out
from the likeliest wrong one sees smaller changes than choices do.
"""

import argparse
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from records.errors import AcervoError
from records.files import write_json
from train.bars import bar
from train.proportions import mcnemar, wilson
from train.tuned import add_adapter, add_place, find_tuned, refuse_unwritable

QUESTIONS = Path(__file__).parent / "general.yaml"
Weighed = Sequence[Sequence[float]]
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
    from train.model import load_model

    tuned, choices = find_tuned(arguments.runs, arguments.run), read_choices()
    refuse_unwritable(tuned.folder)
    model, tokenizer = load_model(tuned.model, dequantize=tuned.dense)
    base = weigh(model, tokenizer, choices)
    add_adapter(model, tuned.adapter)
    after = weigh(model, tokenizer, choices)
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
    head = f"{'':<12}{'questions':>9}{'base':>14}{'with the adapter':>24}"
    lines = [f"{head}{'won':>6}{'lost':>6}{'surer':>8}{'less sure':>11}"]
    for kind, c in result.items():
        low, high = c["interval"]
        after = f"{c['adapter']} ({100 * low:.0f} to {100 * high:.0f} %)"
        before = f"{c['base']} ({100 * c['base'] / c['questions']:.0f} %)"
        changed = f"{c['won']:>6}{c['lost']:>6}{c['surer']:>8}{c['less_sure']:>11}"
        lines.append(f"{kind:<12}{c['questions']:>9}{before:>14}{after:>24}{changed}")
    return "\n".join([*lines, *_verdict(result["all"])])


def _verdict(counts: Mapping[str, Any]) -> list[str]:
    """What the counts of all questions allow one to say."""
    chances = f"choices p = {counts['chance']:.2g} (McNemar), sureness p = {counts['sure_chance']:.2g} (sign test)"
    explained = "surer: how far the right answer stands out from the likeliest wrong one; guessing gives a quarter"
    if min(counts["chance"], counts["sure_chance"]) >= CHANCE:
        return [f"no difference beyond chance: {chances}", explained]
    choices = counts["chance"] < counts["sure_chance"]  # the direction is that of the test which tells more
    more = counts["won"] > counts["lost"] if choices else counts["surer"] > counts["less_sure"]
    return [f"the adapter knows {'more' if more else 'less'} than the base: {chances}", explained]


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


def weigh(model: Any, tokenizer: Any, choices: Sequence[Choice]) -> list[list[float]]:
    """For each question the mean loss a token of each answer, in nats; the model chooses the lowest."""
    from train.encoding import encode
    from train.loss import loss_function

    loss, weighed = loss_function(model), list[list[float]]()
    with bar(len(choices), "question") as shown:
        for choice in choices:
            asked = {"role": "user", "content": choice.ask}
            told = [encode(tokenizer, [asked, {"role": "assistant", "content": answer}]) for answer in choice.answers]
            weighed.append(_losses(loss, told))
            shown.update()
    return weighed


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


def _counted(choices: Sequence[Choice], base: Weighed, after: Weighed, kinds: Set[str]) -> dict[str, Any]:
    """What became of the questions of some kinds."""
    pairs = [
        (_margin(b), _margin(a)) for choice, b, a in zip(choices, base, after, strict=True) if choice.kind in kinds
    ]
    right = [(before > 0, since > 0) for before, since in pairs]
    won, lost = right.count((False, True)), right.count((True, False))
    surer, less_sure = (sum(sign * since > sign * before for before, since in pairs) for sign in (1, -1))
    adapter = sum(good for _, good in right)
    return {
        "questions": len(pairs),
        "base": sum(good for good, _ in right),
        "adapter": adapter,
        "interval": list(wilson(adapter, len(pairs))),
        "won": won,
        "lost": lost,
        "chance": mcnemar(won, lost),
        "surer": surer,
        "less_sure": less_sure,
        "sure_chance": mcnemar(surer, less_sure),
    }


def _margin(losses: Sequence[float]) -> float:
    """How far the right answer stands out from the likeliest wrong one, in nats a token; negative where it does not."""
    return min(losses[1:]) - losses[0]


def _listed(choices: Sequence[Choice], base: Weighed, after: Weighed) -> list[Mapping[str, Any]]:
    return [
        {
            "kind": choice.kind,
            "question": choice.ask,
            "right": choice.answers[0],
            "base": choice.answers[b.index(min(b))],
            "adapter": choice.answers[a.index(min(a))],
            "margins": [round(_margin(b), 4), round(_margin(a), 4)],
        }
        for choice, b, a in zip(choices, map(list, base), map(list, after), strict=True)
    ]
