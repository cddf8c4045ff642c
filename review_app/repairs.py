"""What reading mended by itself: each repair of the last build, which a correction undoes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from records.files import read_jsonl
from records.repair import RepairMade
from records.verdicts import Correction


def read_repairs(data: Path) -> Sequence[RepairMade]:
    """The repairs of the last build that show, by file; none where it made none."""
    path = data / "generated" / "repairs" / "repairs.jsonl"
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else ()


def undone(repair: RepairMade, corrections: Iterable[Correction]) -> bool:
    """Whether somebody has undone it, for the next build to see."""
    return any(c.file == repair.file and c.before == repair.after for c in corrections)


def as_it_was(repair: RepairMade) -> str:
    """What to put in its place unless somebody writes something better: a word broken by a hyphen keeps the hyphen."""
    return re.sub(r"-\s*\n\s*", "-", repair.before)


@lru_cache(maxsize=2)
def _read(path: Path, _mtime: int) -> Sequence[RepairMade]:
    names = [field.name for field in fields(RepairMade)]
    rows = (row for _, row in read_jsonl(path) if isinstance(row, dict) and row.keys() >= set(names))
    found = (RepairMade(*(row[name] for name in names)) for row in rows)
    return tuple(repair for repair in found if repair.after.strip() and repair.before.strip() != repair.after.strip())
