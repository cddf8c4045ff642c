"""What the newest runs say of single examples: answered wrongly, meant to teach what was, or hard to learn."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from records.files import read_json
from records.store import transaction
from review_app.index import Index
from review_app.reports import NAME as REPORTS
from review_app.reports import reports

WRONG, HARD = 1, 2  # the index's column `wrong`: what comes first in the queue, and what comes next
# The examples that taught the fact which a wrong answer is about, in the frozen version; of the same kind, if any.
TEACHERS = """
    SELECT t.id, t.template = asked.template FROM examples AS asked JOIN examples AS t ON t.grp = asked.grp
    WHERE asked.id = ? AND t.id != asked.id AND t.split = 'train' ORDER BY t.id
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A wrong answer of the newest evaluation."""

    id: str
    answer: str
    reference: str


@dataclass(frozen=True)
class Lessons:
    """By example id: what a run says of it."""

    wrong: Mapping[str, Answered] = field(default_factory=dict)
    taught_by: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Example answered wrongly -> those that were trained on and should have taught it."""
    hard: Mapping[str, Literal["never", "hard"]] = field(default_factory=dict)
    reported: frozenset[str] = frozenset()
    """What people said to be wrong in «Ask»."""

    @cached_property
    def teaches(self) -> Mapping[str, str]:
        """Example that was trained on -> the one answered wrongly which it should have taught, the first of several."""
        pairs = ((teacher, asked) for asked, found in self.taught_by.items() for teacher in found)
        return {teacher: asked for teacher, asked in sorted(pairs, reverse=True)}


def stamp(data: Path) -> str:
    """A text that changes when there is something new to read."""
    found = (path.stat() for path in _files(data))
    told = " ".join(f"{stat.st_mtime_ns} {stat.st_size}" for stat in found)
    return hashlib.sha256(told.encode()).hexdigest()


def read_lessons(data: Path, index: Index) -> Lessons:
    """What the newest evaluation, the newest list of lessons and people's reports say."""
    evaluation, told = _newest(data, "evaluation.json"), _newest(data, "lessons.json")
    wrong = {one.id: one for one in wrong_answers(evaluation)} if evaluation else {}
    taught_by = {asked: teachers(index, asked) for asked in sorted(wrong)}
    reported = frozenset(name for report in reports(data / "review") for name in report.example_ids)
    return Lessons(wrong, taught_by, dict(_hard(told)) if told else {}, reported)


def teachers(index: Index, example_id: str) -> list[str]:
    """Ids of the examples that should have taught what this one asks: of its kind of question, else all of the fact."""
    found = index.rows(TEACHERS, example_id)
    return [name for name, same in found if same] or [name for name, _ in found]


def mark(index: Index, wrong: Iterable[str], hard: Iterable[str] = ()) -> None:
    """Note in the index what comes before the rest of the queue."""
    with index.lock, transaction(index.connection):
        index.connection.execute("UPDATE examples SET wrong = 0 WHERE wrong")
        for value, names in ((HARD, hard), (WRONG, wrong)):
            index.connection.executemany("UPDATE examples SET wrong = ? WHERE id = ?", ((value, n) for n in names))


def mark_all(index: Index, lessons: Lessons) -> None:
    mark(index, [*lessons.reported, *lessons.wrong, *lessons.teaches], lessons.hard)


def wrong_answers(evaluation: Path) -> Iterator[Answered]:
    """The answers that an evaluation counts as wrong; what is none of its rows is passed over."""
    for row in _list(evaluation, "answers"):
        if row.get("good") is False and "id" in row:
            yield Answered(row["id"], str(row.get("answer", "")), str(row.get("reference", "")))


def _hard(told: Path) -> Iterator[tuple[str, Literal["never", "hard"]]]:
    for row in _list(told, "hard"):
        yield row["id"], "hard"
    for row in _list(told, "never_learnt"):
        yield row["id"], "never"


def _list(path: Path, key: str) -> list[dict[str, Any]]:
    content = read_json(path)
    rows = content.get(key, []) if isinstance(content, dict) else []
    return [row for row in rows if isinstance(row, dict)]


def _files(data: Path) -> list[Path]:
    found = (_newest(data, "evaluation.json"), _newest(data, "lessons.json"), data / "review" / REPORTS)
    return [path for path in found if path and path.is_file()]


def _newest(data: Path, name: str) -> Path | None:
    """The file of that name written last, of whatever run."""
    found = [(path.stat().st_mtime_ns, path) for path in sorted(data.glob(f"runs/*/{name}"))]
    return max(found)[1] if found else None
