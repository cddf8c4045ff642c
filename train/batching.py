"""Which examples are computed together: rows, micro-batches, windows, and the order of an epoch.

A row is one example, or several packed end to end. A micro-batch is rows computed at once. A window is the
micro-batches of one update. All of it is a pure function of the lengths, the settings and (seed, epoch): nothing else
that draws random numbers can disturb it, and a resumed run needs no more than the number of its next window.
"""

import hashlib
import random
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass

import mlx.core as mx
import numpy as np

from train.config import Batches
from train.encoding import Encoded

Row = tuple[int, ...]
"""Indices of the examples in a row, in order."""
MicroBatch = tuple[Row, ...]
Window = tuple[MicroBatch, ...]

STEP = 16
"""Rows are padded to a multiple of this many tokens: few shapes, so that buffers are used again."""
POOL = 2048
"""Examples packed together: enough to fill rows well, few enough that rows differ from epoch to epoch."""


@dataclass(frozen=True)
class Batch:
    """A micro-batch as arrays. B rows of L tokens, T tokens to learn (T padded likewise)."""

    ids: mx.array
    """int32, (B, L)."""
    prefix: mx.array | None
    """int32, (1, P): what stands before every row, where that is computed once."""
    segments: mx.array | None
    """int32, (B, L): which example of its row a token belongs to, -1 for padding. None where plain causal attention
    is the same: one example a row."""
    positions: mx.array
    """int32, (T,): where in the flattened B x L rows the token *before* each target stands."""
    targets: mx.array
    """int32, (T,): the ids to be predicted there."""
    weights: mx.array
    """bool, (T,): false for the padding of T."""
    hidden: mx.array | None
    """(B, L, hidden), bits: what flows out of the frozen lower layers, where that is kept."""
    prefix_hidden: mx.array | None
    """(1, P, hidden), bits: the same of the prefix."""


class Pool:
    """Examples as they are put in rows, with what they share."""

    def __init__(self, examples: Sequence[Encoded], share_prefix: bool = False) -> None:
        self.examples = examples
        self.shared = _common_prefix(examples) if share_prefix else 0
        """Tokens with which every example begins, and which need no row."""
        self.lengths = [len(example.ids) - self.shared for example in examples]
        """Tokens that each example takes in a row."""
        self.kept: dict[int, np.ndarray] = {}
        """By example what flows out of its frozen layers, as bits, (tokens, hidden); empty where that is not kept."""

    def answers(self, batch: MicroBatch) -> int:
        """Tokens to learn in a micro-batch."""
        return sum(self.examples[i].targets for row in batch for i in row)


def epoch_windows(lengths: Sequence[int], settings: Batches, seed: int, epoch: int) -> list[Window]:
    """Every example exactly once, in an order drawn for this epoch; the last window may be smaller.

    Rows of like length come together in a micro-batch, so that little is padding.
    """
    draw = random.Random(hashlib.sha256(f"order/{seed}/{epoch}".encode()).digest())
    order = list(range(len(lengths)))
    draw.shuffle(order)
    rows = _packed(order, lengths, settings.pack_to) if packs(settings) else [(i,) for i in order]
    batches = _bucketed(rows, lengths, settings)
    draw.shuffle(batches)
    return [tuple(batches[i : i + settings.accumulation]) for i in range(0, len(batches), settings.accumulation)]


def packs(settings: Batches) -> bool:
    """Whether rows hold several examples: not where their beginning is shared, since positions then count from it."""
    return settings.packing and not settings.share_prefix


def split_window(window: Window, rows: int) -> list[MicroBatch]:
    """The same examples in micro-batches of at most `rows` rows: the same update in less memory."""
    return [batch[i : i + rows] for batch in window for i in range(0, len(batch), rows)]


def padded(length: int, packed_to: int) -> int:
    """The length a row is padded to: the packed length, or the next multiple of STEP above it.

    One more token than the longest is never needed: inputs and targets come from the same row.
    """
    return packed_to if length <= packed_to else -(-length // STEP) * STEP


def row_shape(batch: MicroBatch, lengths: Sequence[int], settings: Batches) -> tuple[int, int]:
    """(B, L) of a micro-batch."""
    longest = max(sum(lengths[i] for i in row) for row in batch)
    return len(batch), padded(longest, settings.pack_to if packs(settings) else STEP)


def collate(batch: MicroBatch, pool: Pool, settings: Batches) -> Batch:
    """The arrays of a micro-batch. What the pool shares is left out of the rows and stands in `prefix`."""
    shape, first, own = row_shape(batch, pool.lengths, settings), batch[0][0], slice(pool.shared, None)
    ids, segments, learned = np.zeros(shape, np.int32), np.full(shape, -1, np.int32), np.zeros(shape, bool)
    kept = pool.kept.get(first)
    hidden = None if kept is None else np.zeros((*shape, kept.shape[1]), kept.dtype)
    for number, row in enumerate(batch):
        end = 0
        for segment, index in enumerate(row):
            example, place = pool.examples[index], (number, slice(end, end + pool.lengths[index]))
            ids[place], learned[place] = example.ids[own], example.learn[own]
            segments[place] = segment
            if hidden is not None:
                hidden[place] = pool.kept[index][own]
            end += pool.lengths[index]
    count = int(learned.sum())
    positions = np.pad(np.flatnonzero(learned).astype(np.int32) - 1, (0, -count % STEP))
    return Batch(
        ids=mx.array(ids),
        prefix=mx.array([pool.examples[first].ids[: pool.shared]]) if pool.shared else None,
        segments=None if all(len(row) == 1 for row in batch) else mx.array(segments),
        positions=mx.array(positions),
        targets=mx.array(ids.reshape(-1)[positions + 1]),
        weights=mx.arange(len(positions)) < count,
        hidden=None if hidden is None else mx.array(hidden),
        prefix_hidden=None if kept is None else mx.array(kept[None, : pool.shared]),
    )


def _common_prefix(examples: Sequence[Encoded]) -> int:
    """How many tokens all examples begin with, short of the token from which the first answer is told."""
    if not examples:
        return 0
    low, high = min(e.ids for e in examples), max(e.ids for e in examples)
    same = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return max(0, min(same, *(e.learn.index(True) - 1 for e in examples)))


def _packed(order: list[int], lengths: Sequence[int], room: int) -> list[Row]:
    """Examples in rows of at most `room` tokens, longest first, each where it leaves least empty (best fit)."""
    rows: list[list[int]] = []
    for start in range(0, len(order), POOL):
        pool = sorted(order[start : start + POOL], key=lambda i: -lengths[i])  # stable: ties stay in drawn order
        free: list[tuple[int, int]] = []  # (tokens left, index of the row), sorted
        for index in pool:
            at = bisect_left(free, (lengths[index], -1))
            if at < len(free):
                left, row = free.pop(at)
                rows[row].append(index)
            else:
                left, row = max(room, lengths[index]), len(rows)
                rows.append([index])
            insort(free, (left - lengths[index], row))
    return [tuple(row) for row in rows]


def _bucketed(rows: list[Row], lengths: Sequence[int], settings: Batches) -> list[MicroBatch]:
    """Micro-batches of rows of like length: as many rows as `micro_batch`, fewer where rows are longer than packed."""
    total = {row: sum(lengths[i] for i in row) for row in rows}
    room = settings.pack_to if packs(settings) else settings.length
    # packed rows of one width stay in drawn order
    rows = sorted(rows, key=lambda row: padded(total[row], room) if packs(settings) else total[row])
    batches: list[list[Row]] = []
    for row in rows:
        fit = min(settings.micro_batch, settings.micro_batch * room // padded(total[row], room))
        if batches and len(batches[-1]) < fit:
            batches[-1].append(row)
        else:
            batches.append([row])
    return [tuple(batch) for batch in batches]
