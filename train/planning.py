"""Does a run fit, how long does it take, what else would fit: by the formula, then by one measured step."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import mlx.core as mx

from train import memory
from train.batching import MicroBatch, row_shape
from train.config import Config, config_row, flat
from train.loop import Trainer

FORWARD_ONLY = 1 / 3  # of the time of a pass forward and backward: what an evaluation takes
WARM = 3.0  # seconds from which a first pass tells the time well enough
HOPELESS = 1.5  # predicted over available: not even measured, since measuring could bring the machine down
ROWS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)  # tried, for the most that fit
LENGTHS = (128, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 8192)


@dataclass(frozen=True)
class Plan:
    """What a run takes, in bytes and seconds. `measured` and `seconds` are 0 where nothing was measured."""

    rows: int
    length: int
    """The longest micro-batch: rows of so many tokens."""
    predicted: float
    measured: float
    room: float
    seconds: float
    """An epoch, its evaluation counted in."""
    epochs: int
    tokens_per_second: float
    """Padding not counted."""
    most_rows: int
    most_length: int
    suggestion: dict[str, object]
    """The settings it would choose, by name; empty where they may stay as they are."""

    @property
    def fits(self) -> bool:
        """Whether it was measured and is within the room."""
        return 0 < self.measured <= self.room


def make_plan(trainer: Trainer) -> Plan:
    """Predict, then measure one forward and backward pass at the longest micro-batch. Changes nothing of the run."""
    config, pool, sizes = trainer.config, trainer.pool, padded_sizes(trainer)
    batch = max(sizes, key=lambda one: (sizes[one], pool.answers(one)))  # the longest, with the most to learn
    rows, length = row_shape(batch, pool.lengths, config.batches)
    recomputed = config.memory.checkpointing
    shape = memory.shape_of(trainer.model, config, rows, length, pool.answers(batch))
    predicted = memory.peak(shape, config.memory)
    room = memory.set_limits(config.memory) - memory.MOMENTS * shape.adapters  # which no pass before an update has
    measured, seconds = (0.0, 0.0) if predicted > HOPELESS * room else measure(trainer, batch)
    factor = memory.beyond(measured, shape, config.memory)

    def fits(rows: int, length: int, checkpointing: bool) -> bool:
        like = replace(shape, rows=rows, length=length, answers=shape.answers * rows * length // sizes[batch])
        return memory.peak(like, replace(config.memory, checkpointing=checkpointing), factor=factor) <= room

    judged = sum(sum(pool.lengths) for pool in trainer.judged.values())
    epoch = seconds * (sum(sizes.values()) + FORWARD_ONLY * judged) / sizes[batch]
    return Plan(
        rows=rows,
        length=length,
        predicted=predicted,
        measured=measured,
        room=room,
        seconds=epoch,
        epochs=config.optimizer.epochs,
        tokens_per_second=sum(pool.lengths) / epoch if epoch else 0.0,
        most_rows=max((n for n in ROWS if fits(n, length, recomputed)), default=0),
        most_length=max((n for n in LENGTHS if fits(1, n, recomputed)), default=0),
        suggestion=suggest(config, rows, length, fits),
    )


def padded_sizes(trainer: Trainer) -> dict[MicroBatch, int]:
    """The micro-batches of an epoch, and how many tokens are computed for each, padding included."""
    lengths, settings = trainer.pool.lengths, trainer.config.batches
    return {batch: math.prod(row_shape(batch, lengths, settings)) for window in trainer.windows for batch in window}


def measure(trainer: Trainer, batch: MicroBatch) -> tuple[float, float]:
    """(peak in bytes, seconds) of one pass; the first is a warm-up where it is short."""
    trainer.keep_frozen(trainer.pool, [i for row in batch for i in row])
    mx.clear_cache()
    mx.reset_peak_memory()
    seconds = 0.0
    for _ in range(2):
        began = time.perf_counter()
        trainer.gradient((batch,))
        seconds = time.perf_counter() - began
        if seconds > WARM:
            break
    trainer.pool.kept = {}
    return float(mx.get_peak_memory()), seconds


def suggest(config: Config, rows: int, length: int, fits: Callable[[int, int, bool], bool]) -> dict[str, object]:
    """The first settings of the same updates that fit: fewer rows at once, then checkpointing too.

    `fits` is asked with rows, length and checkpointing. {} if nothing needs to change; where nothing fits the last that
    was tried, which takes least.
    """
    batches, recomputed, changes = config.batches, config.memory.checkpointing, dict[str, object]()
    most, window = batches.micro_batch, batches.micro_batch * batches.accumulation
    fewer = [most >> halvings for halvings in range(most.bit_length())]
    for checkpointing, at_once in product(sorted({recomputed, recomputed or not batches.share_prefix}), fewer):
        changes = {"batches.micro_batch": at_once, "batches.accumulation": -(-window // at_once)}
        changes["memory.checkpointing"] = checkpointing
        if fits(max(1, rows * at_once // most), length, checkpointing):
            break
    now = flat(config_row(config))
    return {name: value for name, value in changes.items() if value != now[name]}
