"""`python -m train evaluate`: does the model know the archive? Greedy answers to the probes of a split, judged."""

import argparse
import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import read_json, read_jsonl, sha256_file, write_json
from records.manifest import verify_folder
from train import ask
from train.bars import bar
from train.judging import (
    Judged,
    examined,
    judge_sha256,
    piece_tallies,
    read_aliases,
    tallies,
    worst,
)
from train.sampling import PROBES, Row, sample
from train.tuned import Tuned, add_place, dataset_of, refuse_unwritable

CPU_LIMIT = 80  # rows of each probe where one takes a third of a second


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    ask.add_model(parser)
    add_scope(parser)


def add_scope(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what is asked."""
    parser.add_argument("--split", choices=("test", "valid"), default="test")
    parser.add_argument("--limit", type=int, help=f"rows of each probe, 0 for all; {CPU_LIMIT} on a CPU, else all")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate, print the table, write `evaluation.json`, `evaluation.md` and what is not learnt. Returns 0."""
    from train import lessons
    from train.evaluation_text import table

    tuned = ask.chosen(arguments)
    arguments.data = dataset_of(arguments, tuned)
    result = evaluate(arguments, tuned)
    print(table(result))
    if tuned and result["adapter"] and arguments.split == "test":
        found = lessons.write(tuned, arguments.data)
        print(f"{len(found['wrong'])} wrong answers lead to what should have taught them: make lessons, make review")
    return 0


def evaluate(arguments: argparse.Namespace, tuned: Tuned | None) -> dict[str, Any]:
    """Ask, judge and write down: the result, which is also what `evaluation.json` holds."""
    from train.evaluation_text import markdown

    dataset = dataset_of(arguments, tuned)
    verify_folder(dataset)
    refuse_unwritable(place(arguments, tuned).parent)
    rows = rows_of(dataset, arguments.split)
    model, tokenizer = ask.load(arguments, tuned)
    began = time.perf_counter()
    asked = sample(rows, default_limit() if arguments.limit is None else arguments.limit)
    judged = examined(model, tokenizer, asked, read_aliases(dataset))
    result = {
        "run": tuned.folder.name if tuned else None,
        "model": tuned.model if tuned else arguments.model or "embedded",
        "adapter": bool(tuned and not arguments.base),
        "adapter_sha256": adapter_hash(arguments, tuned),
        "dataset": {"version": dataset.resolve().name, "manifest_sha256": sha256_file(dataset / "manifest.json")},
        "judge_sha256": judge_sha256(),
        "split": arguments.split,
        "split_rows": dict(sorted(Counter(row["probe"] for row in rows).items())),
        **summary(judged),
        "perplexity": perplexities(model, tokenizer, rows),
        "seconds": round(time.perf_counter() - began, 1),
        "worst": [described(one) for one in worst(judged)],
        "answers": [described(one) for one in judged],
    }
    write(_own_place(place(arguments, tuned), result), result, markdown(result))
    return result


def rows_of(dataset: Path, split: str) -> list[Row]:
    """All rows of a split. Raises AcervoError where there are none."""
    path = dataset / f"{split}.jsonl"
    rows = [row for _, row in read_jsonl(path)]
    if not rows:
        remedy = "a larger corpus has something to spare; --split valid asks the others"
        raise AcervoError(path, "holds no rows", remedy)
    return rows


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Counts by probe, and inside each by builder, template, phrasing and piece of phrasing."""
    by_probe = tallies(judged, "probe")
    return {
        "probes": {probe: by_probe[probe] for probe in PROBES if probe in by_probe},
        "builders": tallies(judged, "probe", "builder"),
        "templates": tallies(judged, "probe", "template"),
        "phrasings": tallies(judged, "probe", "phrasing"),
        "pieces": piece_tallies(judged),
    }


def perplexities(model: Any, tokenizer: Any, rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Perplexity over the answer tokens of all rows of each probe, asked or not."""
    from train.batching import Pool
    from train.config import Batches
    from train.encoding import encode
    from train.passes import Passes

    settings = Batches(micro_batch=8, share_prefix=True)
    passes, found = Passes(model, settings), dict[str, dict[str, float]]()
    with bar(len(PROBES), "probe", desc="perplexity") as shown:
        for probe in PROBES:
            examples = [encode(tokenizer, row["messages"], row["id"]) for row in rows if row["probe"] == probe]
            if examples:
                loss = passes.mean_loss(Pool(examples, share_prefix=True), settings.micro_batch)
                tokens = sum(example.targets for example in examples)
                found[probe] = {"perplexity": math.exp(loss), "tokens": tokens, "rows": len(examples)}
            shown.update()
    return found


def described(one: Judged) -> dict[str, Any]:
    """An answer with all that a person needs to judge the judgement."""
    row = one.row
    return {
        **{key: row[key] for key in ("id", "probe", "builder", "template", "phrasing", "group")},
        "question": row["messages"][-2]["content"],
        "reference": row["messages"][-1]["content"],
        "answer": one.answer,
        "outcome": one.score.outcome,
        "good": one.good,
        "why": one.score.why or ("" if one.finished else "never ended"),
        "slots": dict(one.score.slots),
        "source": row["source"],
    }


def adapter_hash(arguments: argparse.Namespace, tuned: Tuned | None) -> str | None:
    """What was evaluated, exactly: the adapter's file; None for a base model."""
    return None if arguments.base or tuned is None else sha256_file(tuned.adapter / "adapters.safetensors")


def default_limit() -> int:
    import mlx.core as mx

    return 0 if mx.default_device() == mx.gpu else CPU_LIMIT


def place(arguments: argparse.Namespace, tuned: Tuned | None) -> Path:
    """Where the results go, without their ending: in the run's folder, or beside the runs for a base of no run."""
    name = "evaluation" if arguments.split == "test" else f"evaluation_{arguments.split}"
    return (tuned.folder if tuned else arguments.runs) / (f"{name}_base" if arguments.base else name)


def _own_place(path: Path, result: Mapping[str, Any]) -> Path:
    """`path`, or a name beside it where an evaluation of the same is kept there that asked more."""
    kept = path.with_suffix(".json")
    before = read_json(kept) if kept.is_file() else {}
    same = all(before.get(key) == result[key] for key in ("model", "adapter_sha256", "dataset", "judge_sha256"))
    asked = len(result["answers"])
    return path.with_name(f"{path.name}_of_{asked}") if same and len(before["answers"]) > asked else path


def write(path: Path, result: Mapping[str, Any], text: str) -> None:
    """`path`.json and `path`.md."""
    from records.files import atomic_file

    write_json(path.with_suffix(".json"), result)
    with atomic_file(path.with_suffix(".md")) as handle:
        handle.write(text.encode())
    print(f"in full: {path.with_suffix('.md')}")
