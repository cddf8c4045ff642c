"""What training runs left in `data/runs`: their curves, and what base and tuned model answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.errors import RecordError
from records.files import read_json, read_jsonl


@dataclass(frozen=True)
class Answered:
    """One question of an evaluation."""

    id: str
    probe: str
    question: str
    expected: str
    tuned: str
    base: str
    """Empty where the base model was not evaluated."""
    good: bool
    outcome: str
    """right, wrong or declined; empty where the evaluation does not say."""


def run_names(data: Path) -> list[str]:
    """The runs that have metrics, the newest first."""
    folders = (path.parent for path in data.glob("runs/*/training_metrics*.json*"))
    found = {folder for folder in folders if not folder.is_symlink()}  # `latest` is another name of one of them
    return [path.name for path in sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name))]


def steps(data: Path, run: str) -> list[dict[str, Any]]:
    """One row for each step written down, at most some 2,000, evenly spread."""
    rows = [row for row in _metrics(data / "runs" / run) if row.get("kind") == "step"]
    return rows[:: max(1, len(rows) // 2000)]


def curve(rows: list[dict[str, Any]], name: str, restless: bool) -> list[dict[str, Any]]:
    """(step, `name`) of the steps that have it; where it is `restless` also `mean`, of the last fortieth of them.

    No mean where there are too few steps for one to say more than they do.
    """
    kept = [{"step": row["step"], name: row[name]} for row in rows if name in row]
    window = len(kept) // 40 if restless else 0
    for number, row in enumerate(kept) if window > 1 else ():
        last = kept[max(0, number - window + 1) : number + 1]
        row["mean"] = sum(one[name] for one in last) / len(last)
    return kept


def losses(data: Path, run: str) -> list[dict[str, Any]]:
    """(step, probe, loss) of each evaluation."""
    rows = (row for row in _metrics(data / "runs" / run) if row.get("kind") == "evaluation")
    return [
        {"step": row["step"], "probe": probe, "loss": loss}
        for row in rows
        for probe, loss in sorted(dict(row.get("losses") or {}).items())
    ]


def probes(data: Path, run: str) -> dict[str, dict[str, Any]]:
    """The counts of an evaluation by probe; empty where the run was not evaluated."""
    return dict(_evaluation(data / "runs" / run / "evaluation.json").get("probes", {}))


def answers(data: Path, run: str) -> list[Answered]:
    """The answers of a run beside those of its base model, the wrong ones first."""
    base = {row["id"]: row["answer"] for row in _answers(data / "runs" / run / "evaluation_base.json")}
    rows = [
        Answered(
            row["id"], row["probe"], row["question"], row["reference"], row["answer"],
            base.get(row["id"], ""), bool(row["good"]), str(row.get("outcome", "")),
        )
        for row in _answers(data / "runs" / run / "evaluation.json")
    ]  # fmt: skip
    return sorted(rows, key=lambda answered: (answered.good, answered.probe, answered.id))


def _answers(path: Path) -> Iterator[dict[str, Any]]:
    needed = {"id", "probe", "question", "reference", "answer", "good"}
    for row in _evaluation(path).get("answers", []):
        if not isinstance(row, dict) or not needed <= row.keys():
            raise RecordError(path, "an answer lacks one of its fields", "evaluate the run again")
        yield row


def _evaluation(path: Path) -> dict[str, Any]:
    content = read_json(path) if path.is_file() else {}
    return content if isinstance(content, dict) else {}


def _metrics(run: Path) -> list[dict[str, Any]]:
    lines, whole = run / "training_metrics.jsonl", run / "training_metrics.json"
    rows = [row for _, row in read_jsonl(lines)] if lines.is_file() else read_json(whole) if whole.is_file() else []
    return [row for row in rows if isinstance(row, dict)]
