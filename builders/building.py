"""The build: a corpus becomes examples in data/generated/, each checked, each rejected piece listed."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from builders.checks import contradicting, fault, flag_contradictions
from builders.fingerprints import build_inputs
from builders.profile import Profile
from builders.report import Report
from builders.request import Builder, Request
from builders.sources import Corpus, read_corpus
from records.errors import AcervoError
from records.example import Example, example_to_row
from records.files import atomic_folder, read_json, write_json, write_jsonl
from records.ledger import Ledger
from records.validation import check_row, read_examples

BUILDERS = ("results", "biographies", "books")
STATE = "build.json"
REJECTED = "rejected.jsonl"
IMPORTED = "imported-*.jsonl"


class BuildError(AcervoError):
    """A build that cannot go on."""


@dataclass(frozen=True)
class Built:
    """What a build left in its folder, and whether it had anything to do."""

    folder: Path
    inputs: dict[str, str]
    fresh: bool
    """False where the inputs were those of the last build and nothing was made."""


def build(corpus_folder: Path, profile: Profile, data: Path, strict: bool = False) -> Built:
    """Make data/generated/ from a corpus, unless it was made from the very same inputs.

    Raises BuildError where no example comes out of it, and with `strict` at the first file that cannot be used.
    """
    with Ledger(data / "review") as ledger:
        corrections, settlements = ledger.corrections(), ledger.settlements()
    corpus = read_corpus(corpus_folder, profile, corrections)
    folder = data / "generated"
    inputs = build_inputs(corpus, profile, corrections, settlements.values())
    if not strict and _made_from(folder, inputs):
        return Built(folder, inputs, fresh=False)
    report = Report()
    _note_others(corpus, report)
    examples = {
        name: list(
            _checked(builder, name, Request(profile, corpus.files.get(name, ()), settlements, report, strict), report)
        )
        for name, builder in _builders()
    }
    if not any(examples.values()):
        raise BuildError(corpus_folder, "no example came out of it", "`python -m builders report` says why")
    _write(folder, examples, inputs, report)
    return Built(folder, inputs, fresh=True)


def generated_files(folder: Path) -> list[Path]:
    """The files of examples in data/generated/, those of imported datasets among them."""
    return [p for p in sorted(folder.glob("*.jsonl")) if p.name != REJECTED]


def read_generated(folder: Path) -> Iterator[Example]:
    """Every example of the last build, file by file."""
    for path in generated_files(folder):
        yield from read_examples(path)


def read_state(folder: Path) -> dict[str, Any]:
    """What the last build wrote of itself: inputs, counts, notes. Raises BuildError where there was none."""
    if not (folder / STATE).is_file():
        raise BuildError(folder, "nothing has been built here", "run `make dataset`")
    return read_json(folder / STATE)


def _builders() -> Iterator[tuple[str, Builder]]:
    for name in BUILDERS:
        yield name, import_module(f"builders.{name}").build


def _checked(builder: Builder, name: str, request: Request, report: Report) -> Iterator[Example]:
    """What a builder yields, less what no example may be; an id that comes twice is a fault of the builder."""
    seen: set[str] = set()
    for example in builder(request):
        if example.id in seen:
            raise BuildError(
                example.id, "two examples have this id", "this is a defect of the builder: please report it"
            )
        seen.add(example.id)
        reason = fault(example)
        if reason:
            report.reject(name, reason, example.sources[0].file, example.id, f"{example.prompt} — {example.answer}")
            continue
        check_row("example", example_to_row(example), example.id)
        yield example


def _write(folder: Path, examples: dict[str, list[Example]], inputs: dict[str, str], report: Report) -> None:
    clashes = contradicting(
        example for made in examples.values() for example in made if "conflict" not in example.flags
    )
    with atomic_folder(folder) as partial:
        for kept in sorted(folder.glob(IMPORTED)):
            shutil.copy2(kept, partial / kept.name)
        for name, made in examples.items():
            rows = (example_to_row(example) for example in flag_contradictions(made, clashes))
            write_jsonl(partial / f"{name}.jsonl", rows)
        write_jsonl(partial / REJECTED, report.rejection_rows())
        write_json(partial / STATE, _state(inputs, examples, report))


def _state(inputs: dict[str, str], examples: dict[str, list[Example]], report: Report) -> dict[str, Any]:
    counts = [{"builder": b, "file": f, "what": w, "count": n} for (b, f, w), n in sorted(report.counts.items())]
    made = {name: len(found) for name, found in examples.items()}
    return {"inputs": inputs, "made": made, "counts": counts, "notes": report.notes}


def _made_from(folder: Path, inputs: dict[str, str]) -> bool:
    return (folder / STATE).is_file() and read_json(folder / STATE)["inputs"] == inputs


def _note_others(corpus: Corpus, report: Report) -> None:
    """Files in no builder's folder are named, not passed over."""
    for name in corpus.others:
        report.reject("corpus", "no_builder", name, "", "")
    folders: Sequence[str] = sorted({name.split("/")[0] for name in corpus.others})
    if folders:
        report.note(
            f"{', '.join(folders)}: {len(corpus.others)} files in no builder's folder;"
            " name the folder in the profile's `folders`, or `python -m builders import FILE` for a dataset"
        )
