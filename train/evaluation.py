"""`python -m train evaluate`: does the model know the archive? Greedy answers to the probes of a split, judged."""

import argparse
import math
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from records.errors import AcervoError
from records.files import read_jsonl, sha256_file, write_json
from records.manifest import verify_folder
from train import ask
from train.judging import PROBES, Judged, Row, answer_rows, judge, sample, tallies, worst
from train.tuned import Tuned, add_place, dataset_of

CPU_LIMIT = 40  # rows of each probe where one takes most of a second


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    ask.add_model(parser)
    add_scope(parser)


def add_scope(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what is asked."""
    parser.add_argument("--split", choices=("test", "valid"), default="test")
    parser.add_argument("--limit", type=int, help=f"rows of each probe, 0 for all; {CPU_LIMIT} on a CPU, else all")
    parser.add_argument("--aliases", type=Path, help="YAML that gives for each name its other forms")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate, print the table, write `evaluation.json` and `evaluation.md`. Returns 0."""
    from train.evaluation_text import table

    print(table(evaluate(arguments, ask.chosen(arguments))))
    return 0


def evaluate(arguments: argparse.Namespace, tuned: Tuned | None) -> dict[str, Any]:
    """Ask, judge and write down: the result, which is also what `evaluation.json` holds."""
    from train.evaluation_text import markdown

    dataset = dataset_of(arguments, tuned)
    verify_folder(dataset)
    model, tokenizer = ask.load(arguments, tuned)
    began = time.perf_counter()
    asked, judged = examine(model, tokenizer, dataset, arguments)
    result = {
        "run": tuned.folder.name if tuned else None,
        "model": tuned.model if tuned else arguments.model or "embedded",
        "adapter": bool(tuned and not arguments.base),
        "adapter_sha256": adapter_hash(arguments, tuned),
        "dataset": {"version": dataset.resolve().name, "manifest_sha256": sha256_file(dataset / "manifest.json")},
        "split": arguments.split,
        **summary(judged),
        "perplexity": perplexities(model, tokenizer, asked),
        "seconds": round(time.perf_counter() - began, 1),
        "worst": [described(one) for one in worst(judged)],
        "answers": [described(one) for one in judged],
    }
    write(place(arguments, tuned), result, markdown(result))
    return result


def examine(model: Any, tokenizer: Any, dataset: Path, arguments: argparse.Namespace) -> tuple[list[Row], list[Judged]]:
    """The rows of the split that are asked, and the judged answers to them."""
    path = dataset / f"{arguments.split}.jsonl"
    rows = [row for _, row in read_jsonl(path)]
    if not rows:
        raise AcervoError(
            path, "holds no rows", "a larger corpus has something to spare; --split valid asks the others"
        )
    asked = sample(rows, default_limit() if arguments.limit is None else arguments.limit)
    with tqdm(total=len(asked), unit="answer", file=sys.stderr, disable=None) as bar:
        answers = answer_rows(model, tokenizer, asked, bar.update)
    return asked, judge(asked, answers, read_aliases(arguments.aliases))


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Counts by probe, and inside each by builder and by template and by phrasing."""
    by_probe = tallies(judged, "probe")
    return {
        "probes": {probe: by_probe[probe] for probe in PROBES if probe in by_probe},
        "builders": tallies(judged, "probe", "builder"),
        "templates": tallies(judged, "probe", "template"),
        "phrasings": tallies(judged, "probe", "phrasing"),
    }


def perplexities(model: Any, tokenizer: Any, rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Perplexity over the answer tokens of each probe."""
    from train.batching import Pool
    from train.config import Batches
    from train.encoding import encode_rows
    from train.passes import Passes

    settings = Batches(micro_batch=8, share_prefix=True)
    passes, found = Passes(model, settings), dict[str, dict[str, float]]()
    for probe in tqdm(PROBES, unit="probe", file=sys.stderr, disable=None, desc="perplexity"):
        examples, _ = encode_rows(tokenizer, (r for r in rows if r["probe"] == probe), settings.length, "drop")
        if examples:
            loss = passes.mean_loss(Pool(examples, share_prefix=True), settings.micro_batch)
            tokens = sum(example.targets for example in examples)
            found[probe] = {"perplexity": math.exp(loss), "tokens": tokens, "rows": len(examples)}
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


def read_aliases(path: Path | None) -> Mapping[str, Sequence[str]] | None:
    """Names and their other forms. Raises AcervoError unless the file is a mapping of lists."""
    if path is None:
        return None
    import yaml

    try:
        names = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise AcervoError(path, f"cannot be read as YAML ({error})", "write `Benfica: [SL Benfica]`") from error
    if not isinstance(names, dict) or not all(isinstance(forms, list) for forms in names.values()):
        raise AcervoError(path, "is not names with lists of other forms", "write `Benfica: [SL Benfica]`")
    return names


def place(arguments: argparse.Namespace, tuned: Tuned | None) -> Path:
    """Where the results go, without their ending: in the run's folder, or beside the runs for a base of no run."""
    name = "evaluation" if arguments.split == "test" else f"evaluation_{arguments.split}"
    return (tuned.folder if tuned else arguments.runs) / (f"{name}_base" if arguments.base else name)


def write(path: Path, result: Mapping[str, Any], text: str) -> None:
    """`path`.json and `path`.md."""
    from records.files import atomic_file

    write_json(path.with_suffix(".json"), result)
    with atomic_file(path.with_suffix(".md")) as handle:
        handle.write(text.encode())
    print(f"in full: {path.with_suffix('.md')}")
