"""Token lengths of a dataset, gathered row by row in a few bytes each, and the figures that come of them."""

import heapq
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from train.measuring import Measured, Row

PERCENTILES = (50, 90, 95, 99)
LONGEST = 10
BARS = 24  # of a histogram


@dataclass
class Kind:
    """Rows of one split, probe, builder and template."""

    tokens: array = field(default_factory=lambda: array("I"))
    targets: array = field(default_factory=lambda: array("I"))


class Lengths:
    """The lengths of all rows that could be encoded."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[str, str, str, str], Kind] = {}
        """By (split, probe, builder, template)."""
        self.starts, self.ends = array("I"), array("I")
        """Of every answer of train, in tokens from the row's beginning."""
        self.shared: list[int] | None = None
        """The ids with which every row of train begins, short of the token from which its first answer is told."""
        self._longest: list[tuple[int, str, str]] = []

    def add(self, split: str, row: Row, m: Measured) -> None:
        """Take in a row of a split; one that could not be encoded has no length and is left out."""
        if not m.tokens:
            return
        key = (split, row["probe"], row["builder"], row["template"])
        kind = self.kinds.setdefault(key, Kind())
        kind.tokens.append(m.tokens)
        kind.targets.append(m.targets)
        if split == "train":
            self.starts.extend(m.starts)
            self.ends.extend(m.ends)
            self._share(m.prompt)
        heapq.heappush(self._longest, (m.tokens, row["id"], split))
        if len(self._longest) > LONGEST:
            heapq.heappop(self._longest)

    def tokens(self, split: str | None = None) -> np.ndarray:
        """Lengths of the rows of a split, or of all."""
        return _joined(kind.tokens for key, kind in self.kinds.items() if split in (None, key[0]))

    def answers(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the answers of train begin and end."""
        return np.frombuffer(self.starts, np.uint32), np.frombuffer(self.ends, np.uint32)

    def targets(self) -> int:
        """Tokens to learn in train."""
        return sum(sum(kind.targets) for key, kind in self.kinds.items() if key[0] == "train")

    def longest(self) -> list[dict[str, Any]]:
        """The longest rows, longest first."""
        return [{"id": name, "split": split, "tokens": n} for n, name, split in sorted(self._longest, reverse=True)]

    def tables(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Figures by split (with its probes), by builder and by template; the last two of train."""
        names: dict[str, Callable[[tuple[str, str, str, str]], str | None]] = {
            "split": lambda k: k[0] if k[0] == k[1] else f"{k[0]}.{k[1]}",
            "builder": lambda k: k[2] if k[0] == "train" else None,
            "template": lambda k: f"{k[2]}/{k[3]}" if k[0] == "train" else None,
        }
        return {table: self._by(name) for table, name in names.items()}

    def _by(self, name: Callable[[tuple[str, str, str, str]], str | None]) -> dict[str, dict[str, Any]]:
        groups: dict[str, list[Kind]] = {}
        for key, kind in self.kinds.items():
            if (label := name(key)) is not None:
                groups.setdefault(label, []).append(kind)
        return {
            label: figures(_joined(k.tokens for k in kinds)) | {"targets": sum(sum(k.targets) for k in kinds)}
            for label, kinds in sorted(groups.items())
        }

    def _share(self, prompt: Sequence[int]) -> None:
        limit = len(prompt) - 1
        if self.shared is None:
            self.shared = list(prompt[:limit])
        elif len(self.shared) > limit or list(prompt[: len(self.shared)]) != self.shared:
            pairs = zip(self.shared, prompt[:limit], strict=False)
            same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(self.shared), limit))
            self.shared = self.shared[:same]


def figures(tokens: np.ndarray) -> dict[str, Any]:
    """Count, sum, mean, percentiles and extremes; the percentile p is the shortest length that p % do not pass."""
    if not len(tokens):
        return {"rows": 0, "tokens": 0}
    ordered = np.sort(tokens)
    ranks = {f"p{p}": int(ordered[max(0, -(-len(ordered) * p // 100) - 1)]) for p in PERCENTILES}
    total = int(ordered.sum(dtype=np.int64))
    mean = round(total / len(ordered), 1)
    ends = {"min": int(ordered[0]), "max": int(ordered[-1])}
    return {"rows": len(ordered), "tokens": total, "mean": mean, **ranks, **ends}


def histogram(tokens: np.ndarray) -> list[dict[str, int]]:
    """Bars of equal width in a round number of tokens: [{"from", "to" (excluded), "rows"}], the empty among them."""
    if not len(tokens):
        return []
    low, high = int(tokens.min()), int(tokens.max())
    width = round_width((high - low + 1) / BARS)
    first = low // width * width
    counts = np.bincount((tokens.astype(np.int64) - first) // width)
    return [{"from": first + i * width, "to": first + (i + 1) * width, "rows": int(n)} for i, n in enumerate(counts)]


def round_width(least: float) -> int:
    """The least of 1, 2, 4, 5, 8, 10, 20, 40, 50 ... that is not under `least`."""
    power = 1
    while True:
        for step in (1, 2, 4, 5, 8):
            if step * power >= least:
                return step * power
        power *= 10


def _joined(arrays: Iterator[array]) -> np.ndarray:
    parts = [np.frombuffer(a, np.uint32) for a in arrays]
    return np.concatenate(parts) if parts else np.zeros(0, np.uint32)
