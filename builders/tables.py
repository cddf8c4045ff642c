"""What was made, left out, flagged and split, as tables for a terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

COLUMNS = {
    "made": "made",
    "flagged": "flagged",
    "left": "left out",
    "train": "train",
    "valid.known": "v known",
    "valid.unseen": "v unseen",
    "valid.unanswerable": "v unans.",
    "test.known": "t known",
    "test.unseen": "t unseen",
    "test.unanswerable": "t unans.",
}


def dataset_table(counts: Mapping[str, Any]) -> str:
    """One line a template and one in all: made, flagged, left out, and in each split and probe (v valid, t test)."""
    rows = [[name, *_numbers(row)] for name, row in counts["templates"].items()]
    total = Counter[str]()
    for row in counts["templates"].values():
        total.update(row)
    return _aligned([["builder/template", *COLUMNS.values()], *rows, ["all", *_numbers(total)]])


def reasons_table(reasons: Mapping[str, int], words: Mapping[str, str]) -> str:
    """One line a reason, the most frequent first, with what it means."""
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return _aligned([[reason, str(number), words.get(reason, "")] for reason, number in ordered], text_columns=(0, 2))


def _numbers(row: Mapping[str, int]) -> list[str]:
    left = sum(number for name, number in row.items() if name.startswith("left out"))
    values = {**row, "left": left}
    return [str(values.get(name) or "·") for name in COLUMNS]


def _aligned(rows: Sequence[Sequence[str]], text_columns: tuple[int, ...] = (0,)) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    lines = [
        "  ".join(
            cell.ljust(width) if i in text_columns else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)
