"""Losses and gradients of windows: micro-batch after micro-batch, on all cores and on all machines.

A micro-batch is computed in lanes: its rows in as many parts as a CPU has cores, at the same time. On a CPU only MLX's
matrix products use several cores, and the rest takes half of the time. So each part is computed in a thread of its own
with one core's products: 1.3 times faster on two cores. A GPU has one lane.
"""

from collections.abc import Callable
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from mlx.utils import tree_map

from train import backend, machines
from train.batching import Batch, MicroBatch, Pool, Window, collate, epoch_windows, split_window
from train.config import Batches
from train.loss import loss_function


class Lanes:
    """The streams on which the parts are computed."""

    def __init__(self) -> None:
        self.streams = [mx.new_stream(mx.default_device()) for _ in range(backend.lanes())]

    def shares(self, rows: MicroBatch) -> list[MicroBatch]:
        """The rows of each lane, in order."""
        share = -(-len(rows) // len(self.streams))
        return [rows[i : i + share] for i in range(0, len(rows), share)]

    def run(self, rows: MicroBatch, compute: Callable[[MicroBatch, int], Any]) -> list[Any]:
        """`compute` on each lane's share of the rows and its number; the results in order, evaluated where several."""
        if len(self.streams) == 1:
            return [compute(rows, 0)]
        results, parts = [], self.shares(rows)
        with backend.blas_shared(len(parts)):
            for number, part in enumerate(parts):
                with mx.stream(self.streams[number]):
                    results.append(compute(part, number))
            mx.eval(results)
        return results


class Passes:
    """What a trainer asks of a model: gradients of windows and mean losses."""

    def __init__(self, model: Any, settings: Batches, top: Any = None) -> None:
        """`top` is the part of the model above frozen layers whose output is kept."""
        self.model, self.settings = model, settings
        self.loss = loss_function(model, top)
        self.gradient = nn.value_and_grad(model, self._mean)
        self.lanes = Lanes()
        self.machine, self.machines = machines.own()

    def window_gradient(
        self, window: Window, pool: Pool, micro_batch: int, seed: Callable[[int], int]
    ) -> tuple[float, dict[str, Any], np.ndarray]:
        """The mean loss over a window's answer tokens, its gradient, and the mean loss of each example in it, in order.

        The gradients of the parts, each already divided by the window's answers, add up to it whatever the parts are.
        Each micro-batch is evaluated before the next: one at a time is in memory. `seed` gives dropout its numbers, by
        the part's number in the window, whichever machine computes it.
        """
        total = sum(pool.answers(batch) for batch in window)
        loss, gradient = mx.array(0.0), None
        sums: list[np.ndarray] = []
        for number, rows in enumerate(self._micro_batches(window, micro_batch)):
            if number % self.machines != self.machine:
                sums.append(np.zeros(sum(map(len, rows)), np.float32))
                continue
            parts = self.lanes.run(rows, lambda own, lane, n=64 * number: self._part(own, pool, total, seed(n + lane)))
            for (part_loss, _), part_gradient in parts:
                loss = loss + part_loss
                gradient = part_gradient if gradient is None else tree_map(mx.add, gradient, part_gradient)
            told = [losses for (_, losses), _ in parts]
            mx.eval(loss, gradient, told)
            sums += [_by_example(*one, pool) for one in zip(self.lanes.shares(rows), told, strict=True)]
        gradient = gradient or tree_map(mx.zeros_like, self.model.trainable_parameters())  # a machine without rows
        summed = machines.summed({"loss": loss, "gradient": gradient, "examples": mx.array(np.concatenate(sums))})
        targets = [pool.examples[i].targets for batch in window for row in batch for i in row]
        return float(summed["loss"]), summed["gradient"], np.array(summed["examples"]) / targets

    def mean_loss(self, pool: Pool, micro_batch: int) -> float:
        """The mean loss over the answer tokens of a whole pool, in an order of its own."""
        total = 0.0
        for window in epoch_windows(pool.lengths, self.settings, seed=0, epoch=0):
            for rows in split_window(window, micro_batch):
                parts = self.lanes.run(rows, lambda part, lane: self.loss(collate(part, pool, self.settings)))
                total += sum(float(part.sum()) for part in parts)
        return total / sum(example.targets for example in pool.examples)

    def _micro_batches(self, window: Window, micro_batch: int) -> list[MicroBatch]:
        """At least one for each machine, where the window has rows enough."""
        rows = sum(len(batch) for batch in window)
        return split_window(window, max(1, min(micro_batch, rows // self.machines)))

    def _mean(self, batch: Batch, total: int) -> tuple[mx.array, mx.array]:
        """What is differentiated, and beside it the losses that it is the sum of."""
        losses = self.loss(batch)
        return losses.sum() / total, losses

    def _part(self, rows: MicroBatch, pool: Pool, total: int, seed: int) -> Any:
        mx.random.seed(seed)
        return self.gradient(collate(rows, pool, self.settings), total)


def _by_example(rows: MicroBatch, losses: mx.array, pool: Pool) -> np.ndarray:
    """The summed loss of each example of the rows. Added up here and in order: a GPU's scatter would add in any."""
    targets = [pool.examples[i].targets for row in rows for i in row]
    starts = np.cumsum([0, *targets[:-1]])
    return np.add.reduceat(np.array(losses), starts)
