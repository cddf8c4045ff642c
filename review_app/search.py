"""Filters over the index: what a filter says in a URL and in SQL, and pages of what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from review_app.index import Index
from review_app.places import FIRST_OF_REST
from review_app.words import fts_query, typed

PAGE = 50
COUNT_LIMIT = 10_000  # beyond it a count is given as "more than": counting a million rows is no one's wish
FEW = 2_000  # examples that are quicker sorted than looked for in sorted ones
STATES = ("new", "approved", "edited", "rejected", "unsure", "stale", "settled")
ORDERS = {
    "queue": "examples.n",
    "id": "examples.id",
    "length": "examples.length",
    "longest": "examples.length DESC",
}
ROW = "n, id, builder, template, grp, flags, source, length, prompt, answer, state, curator, split"


@dataclass(frozen=True)
class Filter:
    """What to look at; the empty filter is everything. Each field is a query parameter of its own name."""

    text: str = ""
    """Words of the id, question or answer; accents and capitals do not matter; the last may be a beginning."""
    builder: str = ""
    template: str = ""
    flag: str = ""
    source: str = ""
    state: str = ""
    curator: str = ""
    split: str = ""
    shortest: int = 0
    """Characters of question and answer."""
    longest: int = 0

    def parameters(self) -> dict[str, str]:
        """The query parameters that say this filter."""
        return {f.name: str(getattr(self, f.name)) for f in fields(self) if getattr(self, f.name)}


@dataclass(frozen=True, slots=True)
class Found:
    """An example as lists show it."""

    n: int
    id: str
    builder: str
    template: str
    group: str
    flags: tuple[str, ...]
    source: str
    length: int
    prompt: str
    answer: str
    state: str
    curator: str
    split: str


def filter_from(parameters: Mapping[str, str]) -> Filter:
    """The filter that query parameters say; what is no filter, or no number where one belongs, counts for nothing."""
    values: dict[str, Any] = {}
    for f in fields(Filter):
        given = parameters.get(f.name, "")
        if f.type in (int, "int"):
            values[f.name] = int(given) if given.isdecimal() and len(given) < 9 else 0
        else:
            values[f.name] = given
    return Filter(**values)


def count(index: Index, wanted: Filter, limit: int = COUNT_LIMIT) -> int:
    """How many examples a filter finds; `limit` + 1 where there are more than `limit`."""
    tables, where, values = clauses(index, wanted)
    query = f"SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {where} LIMIT {limit + 1})"
    return index.rows(query, *values)[0][0]


def page(index: Index, wanted: Filter, number: int = 1, order: str = "queue") -> list[Found]:
    """Page `number`, from 1, of at most PAGE examples. `order` is a key of ORDERS."""
    tables, where, values = clauses(index, wanted)
    by = "words.rowid" if order == "queue" and typed(wanted.text) else ORDERS[order]
    if order != "queue" and count(index, wanted, FEW) <= FEW:
        by = f"+{by}"  # found first, then sorted: else a million are walked in their order to find these few
    inner = f"SELECT examples.n FROM {tables} WHERE {where} ORDER BY {by} LIMIT {PAGE} OFFSET {PAGE * (number - 1)}"
    query = f"SELECT {ROW} FROM examples WHERE n IN ({inner}) ORDER BY {ORDERS[order]}, n"
    return [found(row) for row in index.rows(query, *values)]


def every(index: Index, wanted: Filter) -> list[str]:
    """The ids of all examples a filter finds, in queue order."""
    tables, where, values = clauses(index, wanted)
    return [name for (name,) in index.rows(f"SELECT examples.id FROM {tables} WHERE {where} ORDER BY n", *values)]


def siblings(index: Index, group: str, example_id: str, limit: int = 12) -> list[Found]:
    """Other examples on the same fact."""
    query = f"SELECT {ROW} FROM examples WHERE grp = ? AND id != ? ORDER BY id LIMIT {limit}"
    return [found(row) for row in index.rows(query, group, example_id)]


def choices(index: Index) -> dict[str, list[str]]:
    """The values that exist for each field one chooses from, sorted."""
    builders = _distinct(index, "builder")
    templates = {name for builder in builders for name in _distinct(index, "template", "builder = ?", builder)}
    flags = index.rows("SELECT DISTINCT flags FROM examples WHERE n < ?", FIRST_OF_REST)
    return {
        "builder": builders,
        "template": sorted(templates),
        "source": _distinct(index, "source"),
        "flag": sorted({flag for (text,) in flags for flag in text.split()}),
        "split": ["train", "valid", "test"],
        "state": list(STATES),
    }


def clauses(index: Index, wanted: Filter) -> tuple[str, str, list[Any]]:
    """The tables, condition and values of a filter in SQL. Only column names of this module enter the text."""
    tables, where, values = "examples", ["1"], []
    match = fts_query(index, wanted.text)
    if match:
        tables = "words CROSS JOIN examples ON examples.n = words.rowid"
        where.append("words MATCH ?")
        values.append(match)
    for column in ("builder", "template", "source", "state", "curator", "split"):
        if getattr(wanted, column):
            where.append(f"examples.{column} = ?")
            values.append(getattr(wanted, column))
    if wanted.curator:
        where.append("examples.curator != ''")  # what the key for curators is limited to
    if wanted.flag:
        where.append(f"{'words.rowid' if match else 'examples.n'} < ? AND instr(' ' || examples.flags, ?)")
        values += [FIRST_OF_REST, f" {wanted.flag} "]
    if wanted.shortest:
        where.append("examples.length >= ?")
        values.append(wanted.shortest)
    if wanted.longest:
        where.append("examples.length <= ?")
        values.append(wanted.longest)
    return tables, " AND ".join(where), values


def found(row: tuple[Any, ...]) -> Found:
    n, example_id, builder, template, group, flags, *rest = row
    return Found(n, example_id, builder, template, group, tuple(flags.split()), *rest)


def _distinct(index: Index, column: str, where: str = "1", *values: object) -> list[str]:
    """The distinct values of a column that has a key, found by one step each: a million rows are not read."""
    found: list[str] = []
    query = f"SELECT min({column}) FROM examples WHERE {where} AND {column} > ?"
    while value := index.rows(query, *values, found[-1] if found else "")[0][0]:
        found.append(value)
    return found
