"""A dataset's lengths against the limit of a run: what does not fit, what is padding, what other limits would cost."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from train import costs
from train.batching import epoch_windows, packs, padded, row_shape
from train.config import Batches, Config
from train.lengths import Lengths

LIMITS = (128, 256, 384, 512, 768, 1024, 2048)  # tokens
SAMPLE = 20_480
"""Rows put in batches to learn how much is padding: ten of the pools in which rows are packed."""


def against(lengths: Lengths, limit: int) -> dict[str, Any]:
    """What a limit of tokens does to train: rows over it, answers whose end it would cut, and those cut off whole.

    A limit cuts what stands last, so an answer is cut where it ends beyond the limit, and nothing of it is left where
    its prompt takes the whole limit.
    """
    tokens, (starts, ends) = lengths.tokens("train"), lengths.answers()
    cut, lost = int((ends > limit).sum()), int((starts >= limit).sum())
    return {
        "limit": limit,
        "rows": len(tokens),
        "rows_over": int((tokens > limit).sum()),
        "answers": len(ends),
        "answers_cut": cut,
        "answers_longer": int((ends - starts > limit).sum()),
        "no_room_for_answer": lost,
        "nothing_cut_from": int(tokens.max()) if len(tokens) else 0,
    }


def padding(lengths: Lengths, batches: Batches) -> dict[str, dict[str, Any]]:
    """Useful and computed tokens of an epoch: with a row for each example, packed, and as the settings say."""
    plain = replace(batches, share_prefix=False)
    shared = len(lengths.shared or ()) if batches.share_prefix else 0
    ways = {
        "one example a row": (replace(plain, packing=False), 0),
        "packed": (replace(plain, packing=True), 0),
        "as set": (batches, shared),
    }
    tokens = lengths.tokens("train").astype(np.int64)
    return {name: computed(tokens - less, settings) | {"shared": less} for name, (settings, less) in ways.items()}


def computed(tokens: np.ndarray, batches: Batches) -> dict[str, Any]:
    """Useful tokens of an epoch, those computed, the share that is useful, and the updates it takes.

    Batches of the first SAMPLE rows that fit stand for all: they are drawn anew in each epoch anyway.
    """
    kept = tokens[tokens <= batches.length]
    sample = _spread(kept, SAMPLE).tolist()
    windows = epoch_windows(sample, batches, seed=0, epoch=0)
    shapes = [row_shape(batch, sample, batches) for window in windows for batch in window]
    work, part = sum(rows * length for rows, length in shapes), max(1, sum(sample))
    useful = int(kept.sum())
    return {
        "rows": len(kept),
        "useful": useful,
        "computed": round(useful * work / part),
        "fill": round(sum(sample) / max(1, work), 4),
        "updates": -(-len(windows) * len(kept) // max(1, len(sample))),
    }


def limits(lengths: Lengths, config: Config, outline: costs.Outline, speed: float | None) -> list[dict[str, Any]]:
    """For each limit, and for the settings' own: what it cuts, and the memory and time of a run with it.

    Rows are packed to the limit where the settings pack. Time is relative to the settings' own; in hours too where
    `speed`, in useful tokens a second as now set, is known. Longer rows cost more a token: attention looks at all.
    """
    tokens = lengths.tokens("train").astype(np.int64)
    shared = len(lengths.shared or ()) if config.batches.share_prefix else 0
    share = lengths.targets() / max(1, int((tokens - shared).sum()))
    now = _time(tokens - shared, config.batches, outline)
    rows = []
    for limit in sorted({*LIMITS, config.batches.length}):
        batches = replace(config.batches, length=limit, pack_to=limit)
        own = limit == config.batches.length
        used = config.batches if own else batches
        relative = _time(tokens - shared, used, outline) / now if now else 0.0
        useful = int(tokens[tokens <= config.batches.length].sum())
        rows.append(
            against(lengths, limit)
            | {
                "set": own,
                "memory_gb": round(costs.peak_gb(outline, config, longest_row(tokens - shared, used), share), 2),
                "time": round(relative, 2),
                "hours": round(relative * useful * config.optimizer.epochs / speed / 3600, 2) if speed else None,
            }
        )
    return rows


def longest_row(tokens: np.ndarray, batches: Batches) -> int:
    """The width of the widest row that a run computes."""
    kept = tokens[tokens <= batches.length]
    return padded(int(kept.max()) if len(kept) else 1, batches.pack_to if packs(batches) else 16)


def _time(tokens: np.ndarray, batches: Batches, outline: costs.Outline) -> float:
    """Operations of an epoch, but for a factor that is the same for all limits."""
    work = computed(tokens, batches)
    width = batches.pack_to if packs(batches) else (work["useful"] / max(1, work["rows"]))
    return work["computed"] * costs.work_of_a_token(outline, width)


def _spread(values: np.ndarray, count: int) -> np.ndarray:
    """At most `count` of them, evenly from beginning to end: files are sorted by builder."""
    if len(values) <= count:
        return values
    return values[np.linspace(0, len(values) - 1, count).astype(np.int64)]


def suggestion(rows: Sequence[dict[str, Any]]) -> int:
    """The smallest of the limits tried that cuts no answer, else the largest."""
    whole = [row["limit"] for row in rows if not row["answers_cut"]]
    return min(whole) if whole else rows[-1]["limit"]
