"""`python -m train compare`: the adapter against its base model, or two runs, on the same questions."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.errors import AcervoError
from records.files import atomic_file, read_json, read_jsonl, sha256_file
from train.evaluation import adapter_hash, add_scope, default_limit, evaluate, place
from train.judging import judge_sha256
from train.proportions import mcnemar
from train.sampling import PROBES, sample
from train.tuned import Tuned, add_place, dataset_of, find_tuned, refuse_unwritable

Result = Mapping[str, Any]
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What became of the questions of one probe."""

    probe: str
    rows: int
    before: int
    """Answers as they should be, of the first side."""
    after: int
    won: Sequence[tuple[Answer, Answer]]
    """(before, after) of the questions that only the second side answers as it should."""
    lost: Sequence[tuple[Answer, Answer]]

    @property
    def chance(self) -> float:
        """How likely such a difference is if the two sides were equally good (McNemar)."""
        return mcnemar(len(self.won), len(self.lost))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument("--against", help="another run; the run's own base model if not given")
    add_scope(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the table; write `comparison_<other>.md` and `.html` into the run's folder. Returns 0."""
    from train.comparison_text import html_page, markdown, table

    after = find_tuned(arguments.runs, arguments.run)
    before = find_tuned(arguments.runs, arguments.against) if arguments.against else after
    refuse_unwritable(after.folder)
    arguments.data = dataset_of(arguments, after)  # both are asked the same, whatever they learnt from
    names = (before.folder.name if arguments.against else f"{after.model} without an adapter", after.folder.name)
    sides = (_result(arguments, before, base=not arguments.against), _result(arguments, after, base=False))
    changes = compare(*sides)
    print(table(names, changes))
    path = after.folder / f"comparison_{before.folder.name if arguments.against else 'base'}"
    for ending, text in ((".md", markdown(names, changes)), (".html", html_page(names, changes))):
        with atomic_file(path.with_suffix(ending)) as handle:
            handle.write(text.encode())
    print(f"side by side: {path.with_suffix('.html')}")
    return 0


def compare(before: Result, after: Result) -> list[Change]:
    """The changes by probe. Raises AcervoError where the two were not asked the same questions."""
    first, second = ({answer["id"]: answer for answer in side["answers"]} for side in (before, after))
    if first.keys() != second.keys():
        raise AcervoError(
            "compare", "the two sides answered different questions", "evaluate both with the same --limit"
        )
    changes: list[Change] = []
    for probe in PROBES:
        pairs = [(first[name], second[name]) for name in sorted(first) if first[name]["probe"] == probe]
        if pairs:
            won = [pair for pair in pairs if pair[1]["good"] and not pair[0]["good"]]
            lost = [pair for pair in pairs if pair[0]["good"] and not pair[1]["good"]]
            good = [sum(pair[side]["good"] for pair in pairs) for side in (0, 1)]
            changes.append(Change(probe, len(pairs), good[0], good[1], won, lost))
    return changes


def _result(arguments: argparse.Namespace, tuned: Tuned, base: bool) -> Result:
    """The answers of one side: those on disk where they are this adapter's to all these questions, else new ones."""
    options = argparse.Namespace(**{**vars(arguments), "base": base, "model": None, "run": str(tuned.folder)})
    path = place(options, tuned).with_suffix(".json")
    answers = _kept(read_json(path), options, tuned) if path.is_file() else []
    if not answers:
        return evaluate(options, tuned)
    print(f"as evaluated before: {path}")
    return {"answers": answers}


def _kept(result: Result, options: argparse.Namespace, tuned: Tuned) -> list[Answer]:
    """The answers to what is asked now, of an evaluation that asked as much or more; none where it is of another."""
    rows = [row for _, row in read_jsonl(options.data / f"{options.split}.jsonl")]
    wanted = {row["id"] for row in sample(rows, default_limit() if options.limit is None else options.limit)}
    same = (
        result["dataset"]["manifest_sha256"] == sha256_file(options.data / "manifest.json")
        and result["adapter_sha256"] == adapter_hash(options, tuned)
        and result.get("judge_sha256") == judge_sha256()
    )
    answers = [answer for answer in result["answers"] if answer["id"] in wanted]
    return answers if same and len(answers) == len(wanted) else []
