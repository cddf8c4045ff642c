"""Verdicts whose example reads otherwise now, or is gone: never applied, never lost."""

from dataclasses import dataclass

from records.errors import StorageError
from records.example import Example, Message
from records.ledger import Ledger
from records.verdicts import Verdict
from review_app.index import Index


@dataclass(frozen=True)
class Stale:
    """What was seen, what was decided, what is generated now."""

    verdict: Verdict
    seen: list[Message] | None
    """None for a verdict that came without the text its curator saw."""
    now: Example | None
    """None where the example is gone: the verdict is orphaned."""


def stale_ids(index: Index) -> list[str]:
    """Ids of the examples whose standing verdict was given on another text, in queue order."""
    return [name for (name,) in index.rows("SELECT id FROM examples WHERE state = 'stale' ORDER BY n")]


def orphan_ids(index: Index) -> list[str]:
    """Ids that bear a standing verdict and that no example bears."""
    query = """
        SELECT example_id FROM opinions AS o WHERE NOT EXISTS (SELECT 1 FROM examples WHERE id = example_id)
        GROUP BY example_id HAVING (
            SELECT verdict FROM opinions WHERE example_id = o.example_id ORDER BY moment DESC, seq DESC LIMIT 1
        ) != 'withdrawn' ORDER BY example_id
    """
    return [name for (name,) in index.rows(query)]


def three_columns(ledger: Ledger, index: Index, example_id: str) -> Stale:
    """What a person needs to decide again. Raises StorageError where nothing was decided on the example."""
    history = ledger.history("verdict", example_id)
    if not history or not isinstance(history[-1], Verdict):
        raise StorageError(example_id, "nothing was decided on it", "load the page again")
    verdict = history[-1]
    return Stale(verdict, ledger.seen(verdict.seen_sha256), index.example(example_id))
