"""Does a run fit, how long does it take, what else would fit: by the formula, then by one measured step."""

import time
from dataclasses import dataclass, replace

import mlx.core as mx

from train import memory
from train.batching import MicroBatch, row_shape
from train.config import Config
from train.loop import Trainer

FORWARD_ONLY = 1 / 3  # of the time of a pass forward and backward: what an evaluation takes
WARM = 3.0  # seconds from which a first pass tells the time well enough
HOPELESS = 1.5  # predicted over available: not even measured, since measuring could bring the machine down


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
    config, batch = trainer.config, longest(trainer)
    rows, length = row_shape(batch, trainer.pool.lengths, config.batches)
    answers = trainer.pool.answers(batch)
    shape = memory.shape_of(trainer.model, config, rows, length, answers)
    predicted = memory.peak(shape, config.memory)
    room = memory.set_limits(config.memory)
    measured, seconds = (0.0, 0.0) if predicted > HOPELESS * room else measure(trainer, batch)
    factor = memory.beyond(measured, shape, config.memory)
    most_rows, most_length = memory.largest(shape, config.memory, room, factor)
    speed = rows * length / seconds if seconds else 0.0  # padded tokens a second
    work, useful = padded_tokens(trainer), sum(trainer.pool.lengths)
    return Plan(
        rows=rows,
        length=length,
        predicted=predicted,
        measured=measured,
        room=room,
        seconds=work / speed if speed else 0.0,
        epochs=config.optimizer.epochs,
        tokens_per_second=speed * useful / work,
        most_rows=most_rows,
        most_length=most_length,
        suggestion=suggest(config, shape, room, factor),
    )


def longest(trainer: Trainer) -> MicroBatch:
    """The micro-batch of the most padded tokens; of those, the one with the most to learn."""

    def size(batch: MicroBatch) -> tuple[int, int]:
        rows, length = row_shape(batch, trainer.pool.lengths, trainer.config.batches)
        return rows * length, trainer.pool.answers(batch)

    return max((batch for window in trainer.windows for batch in window), key=size)


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


def padded_tokens(trainer: Trainer) -> float:
    """Tokens computed in an epoch, padding included, and those of its evaluation by what they take."""
    settings = trainer.config.batches
    shapes = [row_shape(batch, trainer.pool.lengths, settings) for window in trainer.windows for batch in window]
    judged = sum(sum(pool.lengths) for pool in trainer.judged.values())
    return sum(rows * length for rows, length in shapes) + FORWARD_ONLY * judged


def suggest(config: Config, shape: memory.Shape, room: float, factor: float) -> dict[str, object]:
    """The first settings that fit, of the same updates: fewer rows at once, then checkpointing too. {} if none need
    to change; raises nothing where none fits: then the last tried, which takes least, is given."""
    changes: dict[str, object] = {}
    most = config.batches.micro_batch
    may_recompute = config.memory.checkpointing or not config.batches.share_prefix
    for checkpointing in sorted({config.memory.checkpointing, may_recompute}):
        for rows in (most >> halvings for halvings in range(most.bit_length())):
            part = replace(shape, rows=max(1, shape.rows * rows // most))
            part = replace(part, answers=shape.answers * part.rows // shape.rows)
            changes = _changes(config, rows, checkpointing)
            if memory.peak(part, replace(config.memory, checkpointing=checkpointing), factor=factor) <= room:
                return changes
    return changes


def _changes(config: Config, rows: int, checkpointing: bool) -> dict[str, object]:
    changes: dict[str, object] = {}
    if rows != config.batches.micro_batch:
        window = config.batches.micro_batch * config.batches.accumulation
        changes = {"batches.micro_batch": rows, "batches.accumulation": -(-window // rows)}
    if checkpointing != config.memory.checkpointing:
        changes["memory.checkpointing"] = "true"
    return changes
