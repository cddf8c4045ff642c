"""Whether curators agree: Cohen's kappa over the examples that two of them decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from review_app.index import Index


@dataclass(frozen=True)
class Agreement:
    """Two curators over the examples both decided."""

    one: str
    other: str
    both: int
    same: int
    kappa: float | None
    """1: always agree; 0: as often as chance would have it; None where there is nothing to compare."""
    apart: tuple[tuple[str, str, str], ...]
    """(example id, verdict of one, verdict of the other) where they differ."""


def agreements(index: Index, limit: int = 200) -> list[Agreement]:
    """Every pair of curators who decided an example in common, with at most `limit` of their differences."""
    names = [name for (name,) in index.rows("SELECT DISTINCT curator FROM opinions ORDER BY curator")]
    pairs = [_agreement(index, one, other, limit) for one, other in combinations(names, 2)]
    return [pair for pair in pairs if pair.both]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa: (observed - expected) / (1 - expected), the expected share from each one's own habits.

    None for no pairs, and where both always gave one same verdict: chance alone explains that.
    """
    if not pairs:
        return None
    observed = sum(one == other for one, other in pairs) / len(pairs)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(ones[verdict] * others[verdict] for verdict in ones) / len(pairs) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _agreement(index: Index, one: str, other: str, limit: int) -> Agreement:
    query = """
        SELECT a.example_id, a.verdict, b.verdict FROM opinions AS a
        JOIN opinions AS b ON b.curator = ? AND b.example_id = a.example_id
        WHERE a.curator = ? AND a.verdict != 'withdrawn' AND b.verdict != 'withdrawn' ORDER BY a.example_id
    """
    rows = index.rows(query, other, one)
    apart = tuple((name, first, second) for name, first, second in rows if first != second)
    pairs = [(first, second) for _, first, second in rows]
    return Agreement(one, other, len(rows), len(rows) - len(apart), kappa(pairs), apart[:limit])
