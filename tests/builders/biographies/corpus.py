"""Small biographies written to a folder, and what the builder makes of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from builders.biographies import build
from builders.final_places import FinalPlace
from builders.profile import Assistant, Club, Draw, Profile
from builders.report import Report
from builders.request import Request
from builders.sources import SourceFile
from records.example import Example
from records.files import sha256_bytes
from records.verdicts import Settlement

PROFILE = Profile(
    club=Club(name="SC Farense", short="Farense", aliases=("Sporting Clube Farense",)),
    assistant=Assistant(name="Mirobaldo"),
    draw=Draw(phrasings=3, held_out=1, refusals=1.0),
)


def source(folder: Path, name: str, content: str | bytes) -> SourceFile:
    data = content if isinstance(content, bytes) else content.encode()
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return SourceFile(path, f"biographies/{name}", sha256_bytes(data))


def make(
    folder: Path,
    files: Mapping[str, str | bytes],
    settlements: Mapping[str, Settlement] | None = None,
    profile: Profile = PROFILE,
    strict: bool = False,
    final_places: Sequence[FinalPlace] = (),
) -> tuple[list[Example], Report]:
    """What the builder makes of these files."""
    report = Report()
    sources = tuple(source(folder, name, content) for name, content in sorted(files.items()))
    request = Request(profile, sources, settlements or {}, report, strict, final_places=list(final_places))
    return list(build(request)), report


def answers(examples: list[Example], template: str) -> set[str]:
    return {example.answer for example in examples if example.template == template}
