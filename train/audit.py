"""`python -m train audit`: what a run would see of a frozen dataset, before it runs."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
from tqdm import tqdm

from records.errors import AcervoError
from records.files import atomic_folder, read_json, read_jsonl, sha256_file, write_json
from records.manifest import NAME as MANIFEST
from records.manifest import verify_folder
from train import costs, fitting, verdict
from train.config import Config
from train.faults import FATAL, Between, Found, special_markers, text_faults
from train.hub import downloaded
from train.inputs import add_settings, settings
from train.lengths import Lengths, histogram
from train.measuring import Row, measured
from train.mistral_tokens import NAME as MISTRAL
from train.mistral_tokens import MistralTokens, is_mistral_v3
from train.model import load_tokenizer, model_folder
from train.tuned import RUNS

SPLITS = ("train", "valid", "test")
FAULTS = (
    *FATAL,
    "same_question_other_answer",
    "answer_contains_question",
    "fact_not_in_answer",
    "control_characters",
    "special_token_in_text",
    "other_language",
)


@dataclass(frozen=True)
class Reader:
    """The tokenizer of an audit, and the outline of the model that costs are told for."""

    name: str
    tokenizer: Any
    outline: costs.Outline
    about: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_settings(parser)
    parser.add_argument("--runs", type=Path, default=RUNS, help="finished runs, whose speed tells hours")
    parser.add_argument("--limits", type=Path, help="YAML file of limits other than train/verdict.py states")
    parser.add_argument("--out", type=Path, help="where to write; data/audit/<version>-<model> if not given")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, nothing else")
    parser.add_argument("--strict", action="store_true", help="exit 1 where any limit is passed, not only a fatal one")


def run(arguments: argparse.Namespace) -> int:
    """Audit, write PNG, HTML and JSON, print one screen. Returns 1 where the verdict is against training."""
    from train.audit_page import write_page
    from train.audit_text import screen

    if arguments.model == MISTRAL and arguments.preset is None:
        arguments.preset = "m1-16gb"
    with redirect_stdout(sys.stderr if arguments.json else sys.stdout):
        config, manifest = settings(arguments), verify_folder(arguments.data)
        reader = reader_of(config)
    limits = verdict.read_limits(arguments.limits)
    figures = audit(arguments.data, reader, config, limits, speed_of(arguments.runs, config))
    judged = verdict.judge(figures, config, limits)
    passed = verdict.passes(judged, arguments.strict)
    dataset = {"version": manifest.version, "manifest_sha256": sha256_file(arguments.data / MANIFEST)}
    told = {"dataset": dataset, "model": reader.name, "tokenizer": reader.about, "preset": config.preset, **figures}
    told["verdict"] = {"passed": passed, "strict": arguments.strict, "judgements": [asdict(j) for j in judged]}
    folder = arguments.out or home(arguments.data) / f"{manifest.version}-{reader.name}"
    with atomic_folder(folder) as partial:
        write_json(partial / "audit.json", told)
        write_page(partial, told)
    if arguments.json:
        sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    else:
        print("\n".join(screen(told)))
        print(f"\neverything: {folder / 'audit.html'}")
    return 0 if passed else 1


def audit(
    folder: Path, reader: Reader, config: Config, limits: verdict.Limits, speed: float | None = None
) -> dict[str, Any]:
    """Every figure of a frozen folder, in one pass over its rows, none of which is kept.

    `speed` is in useful tokens a second, with which hours can be told.
    """
    lengths, found, between = Lengths(), Found(), Between()
    markers = special_markers(reader.tokenizer)
    counts: dict[str, int] = {}
    for split in SPLITS:
        rows = tqdm(_rows(folder / f"{split}.jsonl"), desc=split, unit=" rows", leave=False, disable=None)
        for row, m in measured(reader.tokenizer, rows):
            counts[split] = counts.get(split, 0) + 1
            lengths.add(split, row, m)
            faults = [*m.faults, *text_faults(row, limits.language, markers), *between.see(split, row)]
            for fault in dict.fromkeys(faults):
                found.add(fault, row["id"])
    if not counts.get("train"):
        raise AcervoError(folder / "train.jsonl", "holds no example to learn", "add sources, then `make dataset`")
    return {
        "rows": sum(counts.values()),
        "splits": counts,
        **length_figures(lengths, config, reader.outline, speed),
        "faults": {name: {**found.row(name), "fatal": name in FATAL} for name in FAULTS},
        "balance": between.shares(),
    }


def length_figures(lengths: Lengths, config: Config, outline: costs.Outline, speed: float | None) -> dict[str, Any]:
    """What lengths say: tables, histogram, an epoch's tokens, padding, and limits with what they would cost."""
    rows = fitting.limits(lengths, config, outline, speed)
    train = lengths.tokens("train")
    return {
        "lengths": lengths.tables(),
        "histogram": {split: histogram(lengths.tokens(split)) for split in SPLITS},
        "longest": lengths.longest(),
        "epoch": {"tokens": int(train.sum()), "targets": lengths.targets(), "epochs": config.optimizer.epochs},
        "padding": fitting.padding(lengths, config.batches),
        "against_limit": {**fitting.against(lengths, config.batches.length), "overlong": config.batches.overlong},
        "limits": rows,
        "smallest_limit": fitting.suggestion(rows),
        "memory_room_gb": round(costs.room_of(config) / costs.memory.GB, 1),
        "backend": outline.backend,
        "speed": speed,
    }


def reader_of(config: Config) -> Reader:
    """The tokenizer of the settings' model. Mistral v3's needs no model; of others the folder is made ready."""
    if config.model == MISTRAL or (is_mistral_v3(config.model) and not downloaded(config.model)):
        outline = costs.outline_of(costs.recommended()[costs.MISTRAL_7B]["config"], config)
        return Reader(MISTRAL, MistralTokens(), outline, "Mistral v3, mistral-common's file; Mistral-7B in 4 bits")
    folder = model_folder(config.model)
    outline = costs.read_outline(folder, config)
    name = config.model.rstrip("/").split("/")[-1]
    return Reader(name, load_tokenizer(folder), outline, f"the tokenizer and template of {config.model}")


def speed_of(runs: Path, config: Config) -> float | None:
    """Useful tokens a second of the run of the same model and preset that ended last, if there is one."""
    summaries = sorted(runs.glob("*/training_summary.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in summaries:
        summary: Mapping[str, Any] = read_json(path)
        if (summary["model"], summary["preset"]) == (config.model, config.preset) and summary["tokens_per_second"]:
            return float(summary["tokens_per_second"])
    return None


def home(data: Path) -> Path:
    """data/audit/, beside the frozen versions and never among them."""
    versions = data.resolve().parent
    return versions.parent / "audit" if versions.name == "frozen" else Path("data/audit")


def _rows(path: Path) -> Iterator[Row]:
    for _, row in read_jsonl(path):
        yield row
