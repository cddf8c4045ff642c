"""`python -m train lessons`: what a run has not learnt, and which examples should have taught it."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from records.errors import AcervoError
from records.files import read_json, read_jsonl, sha256_file, write_json
from train.example_losses import NAME as LOSSES
from train.hardness import RULE, Learnt, learnt
from train.phrasing_gaps import Taught, gaps
from train.tuned import Tuned, add_place, dataset_of, find_tuned, refuse_unwritable

NAME = "lessons.json"
SHOWN = 10
Answer = Mapping[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the tables; write `lessons.json` into the run's folder. Returns 0."""
    tuned = find_tuned(arguments.runs, arguments.run)
    refuse_unwritable(tuned.folder)
    found = write(tuned, dataset_of(arguments, tuned))
    print("\n".join([*told(found), *_outdated(tuned)]))
    print(f"in full: {tuned.folder / NAME}; `make review` shows them, after conflicts and flags")
    return 0


def write(tuned: Tuned, dataset: Path) -> dict[str, Any]:
    """Gather what the run's evaluation and its losses say, into `lessons.json`. Raises AcervoError for neither."""
    evaluation, losses = tuned.folder / "evaluation.json", tuned.folder / LOSSES
    if not evaluation.is_file() and not losses.is_file():
        raise AcervoError(tuned.folder, "holds neither answers nor losses to learn from", "`make evaluate` first")
    answers = read_json(evaluation)["answers"] if evaluation.is_file() else []
    taught, teachers = _training(dataset, {answer["group"] for answer in answers if not answer["good"]})
    examples = learnt(row for _, row in read_jsonl(losses)) if losses.is_file() else []
    found = {
        "run": tuned.folder.name,
        "dataset": dataset.resolve().name,
        "rule": RULE,
        "templates": _templates(answers, taught),
        "wrong": [_wrong(answer, teachers) for answer in answers if not answer["good"]],
        "never_learnt": [_row(one) for one in examples if one.never],
        "hard": [_row(one) for one in examples if one.hard and not one.never],
        "examples": len(examples),
    }
    write_json(tuned.folder / NAME, found)
    return found


def _outdated(tuned: Tuned) -> list[str]:
    """A line where the answers are of an earlier adapter of the run: it was trained on since."""
    path, now = tuned.folder / "evaluation.json", sha256_file(tuned.adapter / "adapters.safetensors")
    if not path.is_file() or read_json(path).get("adapter_sha256") == now:
        return []
    return ["The adapter has changed since it gave these answers: `make evaluate` again."]


def _training(dataset: Path, groups: set[str]) -> tuple[dict[str, Taught], dict[str, list[tuple[str, str]]]]:
    """What each template teaches, and (template, id) of the training examples of `groups`."""
    taught: dict[str, Taught] = {}
    teachers: dict[str, list[tuple[str, str]]] = {}
    for _, row in read_jsonl(dataset / "train.jsonl"):
        name = f"{row['builder']}/{row['template']}"
        taught.setdefault(name, Taught()).add(row)
        if row["group"] in groups:
            teachers.setdefault(row["group"], []).append((name, row["id"]))
    return taught, teachers


def _templates(answers: Sequence[Answer], taught: Mapping[str, Taught]) -> list[dict[str, Any]]:
    """The templates of the `known` probe, the one with most wrong answers first."""
    known: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer["probe"] == "known":
            known.setdefault(f"{answer['builder']}/{answer['template']}", []).append(answer)
    found = [gaps(name, rows, taught.get(name, Taught())) for name, rows in known.items()]
    return sorted(found, key=lambda one: (-one["wrong"], one["template"]))


def _wrong(answer: Answer, teachers: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, Any]:
    """A wrong answer and the examples that should have taught it: those that ask the same of the fact, else all."""
    name, of_fact = f"{answer['builder']}/{answer['template']}", teachers.get(answer["group"], ())
    same = [example_id for template, example_id in of_fact if template == name]
    told = {key: answer[key] for key in ("id", "probe", "group", "answer", "reference", "why", "source")}
    return {**told, "taught_by": same or [example_id for _, example_id in of_fact]}


def _row(one: Learnt) -> dict[str, Any]:
    return {"id": one.id, "losses": list(one.losses), "median": one.median}


def told(found: Mapping[str, Any]) -> list[str]:
    """The lessons in lines for the terminal."""
    lines = [f"{'template':<34}{'known':>6}{'wrong':>6}{'':>7}  what stands out"]
    lines += [_template_line(one) for one in found["templates"] if one["wrong"]]
    if len(lines) == 1:
        lines = ["no answer to a `known` question is wrong" if found["templates"] else "not evaluated: `make evaluate`"]
    if not found["examples"]:
        return [*lines, "", "no losses of single examples: the run was trained before they were kept"]
    lines += ["", f"of {found['examples']} training examples, with their losses by epoch:"]
    for name, what in (("never_learnt", "never learnt"), ("hard", "suspiciously hard")):
        rows = found[name]
        first = f", the first {SHOWN}:" if len(rows) > SHOWN else ":" if rows else ""
        lines.append(f"  {what}: {len(rows)}{first}")
        lines += [f"    {' '.join(f'{x:.2f}' for x in row['losses'])}  {row['id']}" for row in rows[:SHOWN]]
    return [*lines, "", *wrap(found["rule"], 118)]


def _template_line(one: Mapping[str, Any]) -> str:
    """A template, and what in it goes with wrong answers: how often a fact was taught, and words."""
    by_times = one["by_phrasings"] if len(one["by_phrasings"]) > 1 else []
    times = [f"taught {c['phrasings']}x: {c['wrong']} of {c['rows']} wrong" for c in by_times]
    missing = [f"taught without {m['piece']}: {m['wrong']} of {m['of_wrong']} wrong" for m in one["missing"][:1]]
    failing = [f"asked with {m['piece']}: {m['wrong']} of {m['rows']} wrong" for m in one["failing"][:2]]
    share = f"{100 * one['wrong'] / one['rows']:.0f} %"
    return (
        f"{one['template']:<34}{one['rows']:>6}{one['wrong']:>6}{share:>7}  {'; '.join([*times, *missing, *failing])}"
    )
