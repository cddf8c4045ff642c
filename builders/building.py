"""The build: a corpus becomes examples in data/generated/, each checked, each rejected piece listed."""

import shutil
from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import orjson
from tqdm import tqdm

from builders.books.formats.ocr import SCANNED
from builders.checks import fault
from builders.collecting import collecting_seldom
from builders.doubting import Doubts
from builders.fingerprints import build_inputs, scans_sha256
from builders.profile import Profile
from builders.profile_checks import ARCHIVAL
from builders.report import Report
from builders.request import Builder, Request
from builders.skipping import check_skip
from builders.sources import Corpus, read_corpus
from records.errors import AcervoError
from records.example import Example, example_from_row, example_to_row
from records.files import atomic_folder, read_json, sha256_bytes, write_json, write_jsonl
from records.ledger import Ledger
from records.validation import check_row, read_examples

BUILDERS = (*ARCHIVAL, "rehearsal")
STATE = "build.json"
REJECTED = "rejected.jsonl"
REPAIRS = "repairs/repairs.jsonl"  # in a folder of its own: only examples lie beside the build's state
NEAR_DUPLICATES = "near_duplicates.json"
IMPORTED = "imported-*.jsonl"
KEPT = "kept"
SCANS = "program that reads scanned pages"
"""An input where there are such pages: installing it, or another version of it, is a reason to build again."""


class BuildError(AcervoError):
    """A build that cannot go on."""


@dataclass(frozen=True)
class Built:
    """What a build left in its folder, and whether it had anything to do."""

    folder: Path
    inputs: dict[str, str]
    fresh: bool
    """False where the inputs were those of the last build and nothing was made."""


def build(corpus_folder: Path, profile: Profile, data: Path, strict: bool = False, suggest: str = "") -> Built:
    """Make data/generated/ from a corpus, unless it was made from the very same inputs.

    Raises BuildError where no example comes out of it, ProfileError where the profile skips a kind of question that
    there is not, and with `strict` at the first file that cannot be used.
    """
    check_skip(profile, BUILDERS)
    with Ledger(data / "review") as ledger:
        corrections, settlements = ledger.corrections(), ledger.settlements()
    corpus = read_corpus(corpus_folder, profile, corrections)
    folder = data / "generated"
    inputs = build_inputs(corpus, profile, corrections, settlements.values())
    inputs |= {"suggesting model": sha256_bytes(suggest.encode())} if suggest else {}
    last = read_state(folder)["inputs"] if (folder / STATE).is_file() else {}
    if not strict and last == _with_scans(inputs, SCANS in last):
        return Built(folder, last, fresh=False)
    report = Report()
    _name_others(corpus, report)
    with collecting_seldom(), atomic_folder(folder) as partial:
        doubts = Doubts()
        _carry_imported(folder, partial, doubts)
        request = Request(profile, (), settlements, report, strict, suggest, data / KEPT)
        made = {
            name: write_jsonl(partial / f"{name}.jsonl", _rows(name, builder, own, doubts))
            for name, builder in _builders()
            for own in [replace(request, files=corpus.files.get(name, ()))]
        }
        if not any(made[name] for name in ARCHIVAL):
            raise BuildError(corpus_folder, "no example came out of it", "; ".join(report.notes) or "add sources")
        write_json(partial / NEAR_DUPLICATES, doubts.flag(partial, [f"{name}.jsonl" for name in made]))
        write_jsonl(partial / REJECTED, report.rejection_rows())
        write_jsonl(partial / REPAIRS, report.repair_rows())
        inputs = _with_scans(inputs, report.total(SCANNED) > 0)
        write_json(partial / STATE, _state(inputs, made, report))
    return Built(folder, inputs, fresh=True)


def generated_files(folder: Path) -> list[Path]:
    """The files of examples in data/generated/, those of imported datasets among them."""
    return [p for p in sorted(folder.glob("*.jsonl")) if p.name != REJECTED]


def read_generated(folder: Path, again: Container[int] | None = None) -> Iterator[Example]:
    """Every example of the last build, file by file, checked; or those at some positions `again`, unchecked."""
    if again is None:
        for path in generated_files(folder):
            yield from read_examples(path)
        return
    positions = count()
    for path in generated_files(folder):
        with path.open("rb") as handle:
            for line in handle:
                if not line.isspace() and next(positions) in again:
                    yield example_from_row(orjson.loads(line))


def read_state(folder: Path) -> dict[str, Any]:
    """What the last build wrote of itself: inputs, counts, chapters, notes. Raises BuildError where there was none."""
    if not (folder / STATE).is_file():
        raise BuildError(folder, "nothing has been built here", "run `make dataset`")
    return read_json(folder / STATE)


def _builders() -> Iterator[tuple[str, Builder]]:
    for name in BUILDERS:
        yield name, import_module(f"builders.{name}").build


def _rows(name: str, builder: Builder, request: Request, doubts: Doubts) -> Iterator[dict[str, Any]]:
    """What a builder makes, less what no example may be; an id that comes twice is a defect of the builder."""
    doubts.begin(f"{name}.jsonl")
    ids: set[str] = set()
    for example in tqdm(builder(request), desc=name, unit=" examples", leave=False, disable=None):
        if example.id in ids:
            raise BuildError(example.id, "two examples have this id", "a defect of the builder: please report it")
        ids.add(example.id)
        reason = fault(example)
        if reason:
            text = f"{example.prompt} — {example.answer}"
            request.report.reject(name, reason, example.sources[0].file, example.id, text)
            continue
        row = example_to_row(example)
        check_row("example", row, example.id)
        doubts.see(example)
        yield row


def _state(inputs: dict[str, str], made: dict[str, int], report: Report) -> dict[str, Any]:
    counts = [{"builder": b, "file": f, "what": w, "count": n} for (b, f, w), n in sorted(report.counts.items())]
    parts = [asdict(part) for part in report.parts]
    return {"inputs": inputs, "made": made, "counts": counts, "parts": parts, "notes": report.notes}


def _with_scans(inputs: dict[str, str], there_are_scans: bool) -> dict[str, str]:
    return inputs | ({SCANS: scans_sha256()} if there_are_scans else {})


def _carry_imported(folder: Path, partial: Path, doubts: Doubts) -> None:
    """Imported datasets are not made from the corpus: a build keeps them."""
    for kept in sorted(folder.glob(IMPORTED)):
        shutil.copy2(kept, partial / kept.name)
        doubts.begin(kept.name)
        for example in read_examples(kept):
            doubts.see(example, contradicts=False)


def _name_others(corpus: Corpus, report: Report) -> None:
    """Files in no builder's folder are named, not passed over."""
    for name in corpus.others:
        report.reject("corpus", "no_builder", name)
    folders = sorted({name.split("/")[0] for name in corpus.others})
    if folders:
        report.note(
            f"{', '.join(folders)}: {len(corpus.others)} files in no builder's folder;"
            " name the folder in the profile's `folders`, or `python -m builders import FILE` for a dataset"
        )
