"""What somebody found wrong in a model's answer: kept beside the verdicts; its examples come early in the queue."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from records.errors import StorageError
from records.files import read_jsonl
from review_app.index import Index

NAME = "reports.jsonl"
COMMON = 0.2  # of the examples: a word in more of them says nothing about which one is meant


@dataclass(frozen=True)
class Report:
    """An answer that somebody called wrong, and the examples that the question may be about."""

    question: str
    answer: str
    example_ids: tuple[str, ...]
    curator: str
    at: str


def keep(review: Path, report: Report) -> None:
    """Append a report; on the disk when this returns. Raises StorageError."""
    line = orjson.dumps(asdict(report), option=orjson.OPT_APPEND_NEWLINE)
    try:
        review.mkdir(parents=True, exist_ok=True)
        with (review / NAME).open("ab") as handle:
            handle.write(line)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise StorageError(
            review / NAME, error.strerror or str(error), "free space or permissions, then repeat"
        ) from error


def reports(review: Path) -> Iterator[Report]:
    """The reports kept, the first one first. What a killed process left unfinished at the end is passed over."""
    path = review / NAME
    if path.is_file() and path.stat().st_size:
        for _, row in read_jsonl(path):
            if isinstance(row, Mapping) and row.keys() == Report.__dataclass_fields__.keys():
                yield Report(**{**row, "example_ids": tuple(row["example_ids"])})


def likely(index: Index, question: str, limit: int = 5) -> list[str]:
    """Ids of the examples whose questions share most of this question's rarer words, one for each fact."""
    words = {"".join(c for c in word if c.isalnum()) for word in question.split()}
    common = max(50, int(COMMON * index.rows("SELECT count(*) FROM examples")[0][0]))
    shared: Counter[int] = Counter()
    for word in sorted(words - {""}):
        places = index.rows("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", f'prompt : "{word}"', common)
        if len(places) < common:
            shared.update(n for (n,) in places)
    best = sorted(shared, key=lambda n: (-shared[n], n))[: 20 * limit]
    return _one_a_fact(index, best, limit)


def _one_a_fact(index: Index, places: list[int], limit: int) -> list[str]:
    found: dict[str, str] = {}
    for n in places:
        group, name = index.rows("SELECT grp, id FROM examples WHERE n = ?", n)[0]
        found.setdefault(group, name)
        if len(found) == limit:
            break
    return list(found.values())
