"""How far the review has come: counts by state, builder and flag, and the pace of it."""

from collections import Counter
from itertools import pairwise

from review_app.index import Index
from review_app.places import FIRST_OF_REST


def by_state(index: Index) -> dict[str, int]:
    """Examples in each state."""
    return dict(index.rows("SELECT state, count(*) FROM examples GROUP BY state ORDER BY state"))


def by_builder(index: Index) -> list[tuple[str, str, int]]:
    """(builder, state, examples)."""
    query = "SELECT builder, state, count(*) FROM examples GROUP BY builder, state ORDER BY builder, state"
    return index.rows(query)  # type: ignore[return-value]


def by_flag(index: Index) -> list[tuple[str, str, int]]:
    """(flag, state, examples) of the flagged ones; an example with two flags counts for both."""
    query = "SELECT flags, state, count(*) FROM examples WHERE n < ? GROUP BY flags, state"
    counted: Counter[tuple[str, str]] = Counter()
    for flags, state, count in index.rows(query, FIRST_OF_REST):
        for flag in flags.split():
            counted[flag, state] += count
    return [(flag, state, count) for (flag, state), count in sorted(counted.items())]


def by_day(index: Index) -> list[tuple[str, str, int]]:
    """(day, curator, decisions): the standing opinions by the UTC day on which they were given."""
    query = """
        SELECT substr(moment, 1, 10), curator, count(*) FROM opinions WHERE verdict != 'withdrawn'
        GROUP BY 1, 2 ORDER BY 1, 2
    """
    return index.rows(query)  # type: ignore[return-value]


def seconds_each(index: Index, curator: str, last: int = 50) -> float | None:
    """The median of the seconds between a curator's last decisions, pauses of over five minutes left out."""
    query = """
        SELECT DISTINCT unixepoch(substr(moment, 1, 19)) + CAST('0' || substr(moment, 20) AS REAL) FROM opinions
        WHERE curator = ? ORDER BY moment DESC LIMIT ?
    """
    times = [time for (time,) in index.rows(query, curator, last)]
    gaps = sorted(a - b for a, b in pairwise(times) if 0 < a - b < 300)
    return gaps[len(gaps) // 2] if gaps else None
