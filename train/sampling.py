"""The few rows of each probe that stand for all: drawn by their ids, so that every kind of question has its chance."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
"""A row of a frozen split."""

PROBES = ("known", "unseen", "unanswerable")


def sample(rows: Iterable[Row], limit: int) -> list[Row]:
    """At most `limit` rows of each probe (0: all), the same ones in any order of reading, in the order of their ids."""
    by_probe: dict[str, list[Row]] = {}
    for row in rows:
        by_probe.setdefault(row["probe"], []).append(row)
    chosen: list[Row] = []
    for probe in sorted(by_probe, key=lambda name: (PROBES.index(name) if name in PROBES else -1, name)):
        drawn = sorted(by_probe[probe], key=lambda row: hashlib.sha256(row["id"].encode()).digest())
        chosen += sorted(drawn[: limit or None], key=lambda row: row["id"])
    return chosen
