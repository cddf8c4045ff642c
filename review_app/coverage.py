"""What is asked about and what is not: matches by year, people by name, the chapters of books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from records.files import read_json
from review_app.index import Index

YEARLY = ("match", "season")
NAMED = ("person", "opponent", "book", "club")  # of all other kinds the parts have no names that say anything
MOST = 40  # names shown one by one
Part = Mapping[str, Any]
"""A row of what a build wrote down of the parts of its sources: a person, a book, a chapter."""
NOTHING = "/sem-registo"  # within a group: a question on what the book does not have
# In the text order of SQLite "0" is what comes after "/": all names that begin with a group and a slash.
FACTS = """
    SELECT count(DISTINCT grp) FROM examples WHERE grp > ? || '/' AND grp < ? || '0' AND NOT instr(grp, ?)
"""


@dataclass(frozen=True)
class Chapter:
    """A chapter that the last build read, and how many facts of it are asked about."""

    name: str
    facts: int


@dataclass(frozen=True)
class Book:
    """A book that the last build read, with its chapters in their order, also those not asked about."""

    title: str
    facts: int
    chapters: tuple[Chapter, ...]


def coverage(index: Index) -> list[tuple[str, str, int, int]]:
    """(kind, part, facts, examples): matches and seasons by year, people, opponents and books by name.

    Read off the names of the groups, whose first part says what they are about. Where there are more than MOST names
    they are counted by their initial; a year of which nothing is known counts 0.
    """
    counted: dict[str, dict[str, list[int]]] = {}
    for group, examples in index.rows("SELECT grp, count(*) FROM examples GROUP BY grp ORDER BY grp"):
        kind, _, rest = group.partition("/")
        if NOTHING in rest:
            continue
        part = rest[:4] if kind in YEARLY else rest.split("/")[0]
        tally = counted.setdefault(kind, {}).setdefault(part, [0, 0])
        tally[:] = tally[0] + 1, tally[1] + examples
    parts = ((kind, part, tally) for kind in sorted(counted) for part, tally in _parts(kind, counted[kind]))
    return [(kind, part, facts, examples) for kind, part, (facts, examples) in parts]


def books(index: Index, parts: Iterable[Part]) -> list[Book]:
    """The books that the last build read, in its order; none where it wrote none down."""
    found: list[Book] = []
    for part in parts:
        if not part["group"].startswith("book/"):
            continue
        facts = index.rows(FACTS, part["group"], part["group"], NOTHING)[0][0]
        if part["name"]:
            book = found.pop()
            found.append(replace(book, chapters=(*book.chapters, Chapter(part["name"], facts))))
        else:
            found.append(Book(part["whole"], facts, ()))
    return found


def names(parts: Iterable[Part]) -> dict[str, str]:
    """Names as they are written, by group: `person/joao-gralho` is João Gralho."""
    return {part["group"]: part["whole"] for part in parts if not part["name"]}


def parts_read(data: Path) -> list[Part]:
    """What the last build wrote down of the parts of its sources; nothing where it wrote none."""
    path = data / "generated" / "build.json"
    state: Any = read_json(path) if path.is_file() else {}
    return state.get("parts", []) if isinstance(state, dict) else []


def _parts(kind: str, tallies: dict[str, list[int]]) -> list[tuple[str, list[int]]]:
    if kind in YEARLY and all(year.isdecimal() for year in tallies):
        years = range(int(min(tallies)), int(max(tallies)) + 1)
        return [(str(year), tallies.get(str(year), [0, 0])) for year in years]
    if len(tallies) > MOST:
        initials: dict[str, list[int]] = {}
        for part, (facts, examples) in tallies.items():
            tally = initials.setdefault(part[:1], [0, 0])
            tally[:] = tally[0] + facts, tally[1] + examples
        tallies = initials
    return sorted(tallies.items())
