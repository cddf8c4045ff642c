"""Existing datasets: every row kept, given an id by its content, checked and flagged; none is called reviewed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from builders.imported.census import Census, Read, census, read_conversations
from builders.imported.doubts import doubts
from builders.portuguese import slug
from builders.profile import Profile
from builders.report import Report
from records.example import Example, Source
from records.files import sha256_file

__all__ = ["import_file"]

BUILDER = "imported"
QUOTE = 600  # characters of a row that are quoted; file and line say where the rest stands


def import_file(path: Path, profile: Profile, report: Report) -> Iterator[Example]:
    """One example for each row of a dataset, in order, each with the flag `imported` and what else is to be seen.

    Reads the file twice: what is said more than once is known only at its end.
    Raises SourceError where the file cannot be used at all; a row that cannot be read is kept as it is written.
    """
    known = census(path)
    sha256 = sha256_file(path)
    seen: Counter[str] = Counter()
    for read in read_conversations(path):
        seen[read.identity] += read.identity in known.rows
        flags = sorted(_flags(read, known, profile))
        yield _example(path, sha256, read, seen[read.identity], flags)
        report.count(BUILDER, path.name, "rows")
        for flag in flags:
            report.count(BUILDER, path.name, f"flag {flag}")


def _flags(read: Read, known: Census, profile: Profile) -> set[str]:
    found = {
        "imported": True,
        "unknown_shape": read.shape == "unknown" and not read.row.fault,
        "unreadable_row": bool(read.row.fault),
        "control_characters": read.changed,
        "duplicate_row": read.identity in known.rows,
        "duplicate_answer": read.answer_key in known.answers,
        "question_with_other_answer": read.question_key in known.contested,
    }
    return doubts(read.messages, profile.language) | {flag for flag, is_so in found.items() if is_so}


def _example(path: Path, sha256: str, read: Read, occurrence: int, flags: list[str]) -> Example:
    """The id is the dataset's name and a hash of the content: a row put in above changes no other's."""
    name = slug(path.stem) or "dataset"
    again = f".{occurrence}" if occurrence > 1 else ""
    return Example(
        id=f"{BUILDER}/{read.shape}/{name}-{read.identity}{again}/as-written",
        builder=BUILDER,
        template=read.shape,
        phrasing="as-written",
        messages=read.messages,
        group=f"imported/{name}/{read.answer_key}",
        facts={},
        sources=(Source(path.name, sha256, read.row.locator, read.row.raw[:QUOTE].strip() or "(blank)"),),
        flags=tuple(flags),
    )
