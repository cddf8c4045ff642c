"""What reading mended by itself: each repair of the last build, which a correction undoes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from records.files import read_jsonl
from records.verdicts import Correction


@dataclass(frozen=True, slots=True)
class Repair:
    """A change to what a source says. A correction from `after` to `before` undoes it, and no other."""

    file: str
    locator: str
    repair: str
    """Its family: line_ends, mojibake, ..."""
    before: str
    after: str
    sure: bool


def read_repairs(data: Path) -> Sequence[Repair]:
    """The repairs of the last build that show, by file; none where it made none."""
    path = data / "generated" / "repairs" / "repairs.jsonl"
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else ()


def undone(repair: Repair, corrections: Iterable[Correction]) -> bool:
    """Whether somebody has undone it, for the next build to see."""
    return any(c.file == repair.file and c.before == repair.after for c in corrections)


def as_it_was(repair: Repair) -> str:
    """What to put in its place unless somebody writes something better: a word broken by a hyphen keeps the hyphen."""
    return re.sub(r"-\s*\n\s*", "-", repair.before)


@lru_cache(maxsize=2)
def _read(path: Path, _mtime: int) -> Sequence[Repair]:
    fields = Repair.__slots__
    rows = (row for _, row in read_jsonl(path) if isinstance(row, dict) and row.keys() >= set(fields))
    found = (Repair(*(row[name] for name in fields)) for row in rows)
    return tuple(repair for repair in found if repair.after.strip() and repair.before.strip() != repair.after.strip())
