"""The queue: what comes next for a curator, and which part of it is theirs."""

from dataclasses import dataclass, replace

from review_app.index import Index
from review_app.indexing import LOTS
from review_app.lessons import HARD, WRONG
from review_app.places import FIRST_OF_REST
from review_app.search import COUNT_LIMIT, Filter, clauses
from review_app.words import typed

# Conflicts and flags; what the model got wrong and what should have taught it; what was hard to learn; a sample.
MARKED = "SELECT n FROM examples WHERE wrong AND wrong"
STRETCHES = (
    f"{{n}} < {FIRST_OF_REST}",
    f"{{n}} >= {FIRST_OF_REST} AND {{n}} IN ({MARKED} = {WRONG})",
    f"{{n}} >= {FIRST_OF_REST} AND {{n}} IN ({MARKED} = {HARD})",
    f"{{n}} >= {FIRST_OF_REST} AND NOT examples.wrong",
)
# Of one's own part what nobody has decided; of what all see also what only others have.
OWN = "examples.state = 'new' AND examples.lot % ? = ?"
COMMON = """
    examples.lot < ? AND examples.state NOT IN ('stale', 'settled') AND NOT EXISTS (
        SELECT 1 FROM opinions WHERE curator = ? AND example_id = examples.id AND verdict != 'withdrawn')
"""
REST_OF_ALL = len(STRETCHES) - 1


@dataclass(frozen=True)
class Share:
    """A curator's part of the queue: facts are dealt whole, so that siblings meet the same eyes."""

    number: int = 1
    """Of the curators, from 1."""
    of: int = 1
    overlap: int = 0
    """Per cent of the facts that everybody sees, to measure agreement."""


def wanted_now(wanted: Filter) -> Filter:
    """A filter that names no state asks for what nobody has decided yet."""
    return wanted if wanted.state else replace(wanted, state="new")


def next_id(index: Index, wanted: Filter, share: Share, after: str = "", curator: str = "") -> str | None:
    """The id of the example that comes after the one named, round to the beginning; None where there is no other."""
    stretch, n = _position(index, after)
    for number in range(stretch, len(STRETCHES)):
        beyond = n if number == stretch else -1
        found = _first(index, (wanted, share, curator), number, beyond)
        if found:
            return found
    for number in range(stretch + 1 if n >= 0 else 0):  # round to the beginning, unless it began there
        found = _first(index, (wanted, share, curator), number, -1)
        if found and found != after:
            return found
    return None


def left(index: Index, wanted: Filter, share: Share, curator: str = "", limit: int = COUNT_LIMIT) -> int:
    """How many examples the queue holds; `limit` + 1 where there are more than `limit`."""
    tables, where, values = _clauses(index, (wanted, share, curator))
    query = f"SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {where} LIMIT {limit + 1})"
    return index.rows(query, *values)[0][0]


def _first(index: Index, queue: tuple[Filter, Share, str], number: int, beyond: int) -> str | None:
    tables, where, values = _clauses(index, queue)
    n = "words.rowid" if typed(queue[0].text) else "examples.n"
    stretch = STRETCHES[number].format(n=n)
    query = f"SELECT examples.id FROM {tables} WHERE {where} AND {stretch} AND {n} > ? ORDER BY {n} LIMIT 1"
    found = index.rows(query, *values, beyond)
    return found[0][0] if found else None


def _clauses(index: Index, queue: tuple[Filter, Share, str]) -> tuple[str, str, list[object]]:
    wanted, share, curator = queue
    shared = LOTS * share.overlap // 100
    if share.of == 1 or wanted.state or not curator:
        tables, where, values = clauses(index, wanted_now(wanted))
        if share.of > 1:
            where += " AND (examples.lot % ? = ? OR examples.lot < ?)"
            values += [share.of, share.number - 1, shared]
        return tables, where, values
    tables, where, values = clauses(index, wanted)
    return tables, f"{where} AND ({OWN} OR {COMMON})", [*values, share.of, share.number - 1, shared, curator]


def _position(index: Index, example_id: str) -> tuple[int, int]:
    found = index.rows("SELECT n, wrong FROM examples WHERE id = ?", example_id) if example_id else []
    if not found:
        return 0, -1
    n, wrong = found[0]
    return (0 if n < FIRST_OF_REST else wrong or REST_OF_ALL), n
