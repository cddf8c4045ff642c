"""A decision as the ledger stores it: its columns, its line, its moment; and what of it matters to a build."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from records.files import read_jsonl
from records.validation import check_row
from records.verdicts import Correction, Settlement, Verdict, record_from_row, record_to_row

Record = Verdict | Settlement | Correction

MATTERS = frozenset(
    ("kind", "example_id", "seen_sha256", "verdict", "messages", "reason", "group", "facts", "file", "before", "after")
)


def read_decisions(export: Path) -> Iterator[Record]:
    """The decisions of an export, each checked. Raises RecordError with `file:line` at the first faulty one."""
    for number, row in read_jsonl(export):
        check_row("decision", row, f"{export}:{number}")
        yield record_from_row(row)


def stored(record: Record) -> tuple[str, ...]:
    """The columns of a decision, checked: kind, subject, curator, moment, line."""
    row = record_to_row(record)
    check_row("decision", row, f"decision on {subject_of(record)}")
    return row["kind"], subject_of(record), record.curator, moment(record.at), orjson.dumps(row).decode()


def subject_of(record: Record) -> str:
    """What a decision is about: an example, a group, or a passage of a file."""
    match record:
        case Verdict():
            return record.example_id
        case Settlement():
            return record.group
        case Correction():
            return f"{record.file}\n{record.before}"


def matter(record: Record) -> dict[str, Any]:
    """The fields of a decision that decide what a build or a version holds."""
    return {key: value for key, value in record_to_row(record).items() if key in MATTERS}


def moment(at: str) -> str:
    """A time as text whose order is the order of time: `2026-11-21T10:58:02Z` as `2026-11-21T10:58:02.000000`."""
    whole, _, fraction = at.upper().removesuffix("Z").partition(".")
    return f"{whole}.{fraction[:6]:0<6}"


def next_moment(last: str) -> str:
    """A microsecond later."""
    return (datetime.fromisoformat(last) + timedelta(microseconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%f")


def spend(held: Counter[str], line: str) -> bool:
    """Whether a line is held, each held line counting once: two equal decisions are two."""
    if held[line] == 0:
        return False
    held[line] -= 1
    return True
