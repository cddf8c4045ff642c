"""The training loop: windows of micro-batches, one update each, and what happens between them.

It knows no command line and no files but its run's folder. All randomness is a function of (seed, step), so where it
stands is all it needs to go on exactly.
"""

import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np

from records.errors import AcervoError
from records.files import write_json
from train import checkpoint, machines, memory, metrics
from train.batching import Pool, Window, epoch_windows
from train.checkpoint import Progress
from train.config import Config
from train.encoding import Encoded
from train.example_losses import ExampleLosses
from train.frozen_layers import FrozenLayers
from train.lora import joined, parted
from train.passes import Passes
from train.recompute import checkpoint_layers
from train.signals import asked_to_stop

NO_BETTER = "no better"


@dataclass(frozen=True)
class Data:
    """What a run learns and is judged on, in tokens."""

    train: Sequence[Encoded]
    valid: Mapping[str, Sequence[Encoded]]
    """By probe; the best checkpoint is chosen on `known`, or on the first there is."""
    identity: Mapping[str, str]
    """The dataset's version and its manifest's hash."""


class Trainer:
    """One run, from where it stands to its end."""

    def __init__(self, model: Any, data: Data, config: Config, run: Path) -> None:
        self.model, self.data, self.config, self.run = model, data, config, run
        o = config.optimizer
        self.optimizer = optim.AdamW(o.learning_rate, weight_decay=o.weight_decay, bias_correction=True)
        self.optimizer.init({"all": joined(model.trainable_parameters())})
        self.progress = Progress(micro_batch=config.batches.micro_batch)
        # a model of fewer layers than the preset trains has none that are frozen: nothing to keep
        keeps = config.memory.cache_frozen and config.adapter.layers < len(model.layers)
        self.frozen = FrozenLayers(model, config.adapter, run) if keeps else None
        if config.memory.checkpointing:
            checkpoint_layers(model)
        self.passes = Passes(model, config.batches, self.frozen and self.frozen.top)
        self.chief = self.passes.machine == 0
        """Whether this machine writes what the run writes."""
        self.pool = Pool(data.train, config.batches.share_prefix)
        self.judged = {name: Pool(rows, config.batches.share_prefix) for name, rows in data.valid.items() if rows}
        self.losses = ExampleLosses([example.id for example in data.train])
        self.windows = self._windows(0)
        self.steps = sum(len(self._windows(epoch)) for epoch in range(o.epochs))
        self.asked: list[str] = []
        """The signal that has asked it to stop: there at any moment, looked at between updates."""
        self.stopped_by = ""
        """Why it stops, as all machines have agreed."""
        self.samples: Callable[[], list[dict[str, str]]] = list
        """Questions and answers of the model as it is, to be read by a person."""
        self.listeners: list[Callable[[dict[str, Any]], None]] = []
        """Called with each row of figures as it is written."""

    @property
    def stopping(self) -> str:
        """Why it is to stop before its end; empty where it is not."""
        patience = self.config.saving.patience
        return self.stopped_by or (NO_BETTER if patience and self.progress.stale >= patience else "")

    def resume(self, folder: Path) -> None:
        """Stand where a checkpoint stood."""
        self.progress = checkpoint.load(folder, self.model, self.optimizer, self.losses)
        self.windows = self._windows(self.progress.epoch)
        if self.chief:  # it may have been killed just before
            self._publish(improved=True)

    def keep_frozen(self, pool: Pool, chosen: Sequence[int]) -> None:
        """Keep what flows out of frozen layers for these of a pool's examples, where the settings say so."""
        if self.frozen is not None:
            self.frozen.keep(pool, chosen, self.passes.lanes)

    def train(self) -> Progress:
        """Go on to the end of the last epoch, an early stop or a signal. Raises AcervoError where it cannot."""
        if self.chief:
            metrics.cut(self.run, self.progress.metrics_bytes)
        for pool in (self.pool, *self.judged.values()):
            self.keep_frozen(pool, range(len(pool.examples)))
        with asked_to_stop() as self.asked:
            while not self.stopping and self.progress.epoch < self.config.optimizer.epochs:
                if self._has_room():
                    self.update()
                    self._between_updates()
            self._save(finished=self.stopping in ("", NO_BETTER))
        return self.progress

    def gradient(self, window: Window) -> tuple[float, Any, np.ndarray]:
        """The mean loss over a window's answer tokens, its gradient, and the mean loss of each of its examples."""
        self.model.train()
        return self.passes.window_gradient(window, self.pool, self.progress.micro_batch, self._seed)

    def evaluate(self) -> dict[str, float]:
        """The mean loss over the answer tokens of each probe."""
        self.model.eval()
        return {probe: self.passes.mean_loss(pool, self.progress.micro_batch) for probe, pool in self.judged.items()}

    def rate(self, step: int) -> float:
        """The learning rate of an update, counted from 0."""
        o = self.config.optimizer
        warmup = min(o.warmup, self.steps // 5)
        if step < warmup:
            return o.learning_rate * (step + 1) / warmup
        left = 1 - (step - warmup) / max(1, self.steps - warmup)
        falls = {"constant": 1.0, "linear": left, "cosine": (1 - math.cos(math.pi * left)) / 2}
        return o.learning_rate * falls[o.schedule]

    def update(self) -> None:
        """One window: its gradient, clipped, applied. Raises AcervoError where that is not a number."""
        began, progress = time.perf_counter(), self.progress
        window = self.windows[progress.window]
        loss, gradient, losses = self.gradient(window)
        step = joined(gradient)
        norm = float(mx.linalg.norm(step))
        if not math.isfinite(loss) or not math.isfinite(norm):
            raise self._not_a_number(window, loss)
        clip = self.config.optimizer.clip
        self.apply(step * (clip / norm) if 0 < clip < norm else step, self.rate(progress.step))
        seconds = time.perf_counter() - began
        examples = [i for batch in window for row in batch for i in row]
        self.losses.note(progress.epoch, examples, losses)
        tokens = sum(len(self.data.train[i].ids) for i in examples)
        self._advance(tokens, seconds)
        if self.progress.step % self.config.saving.log_every == 0 or self.progress.step == self.steps:
            told = {"loss": loss, "learning_rate": self.rate(progress.step), "gradient_norm": norm}
            self._log(kind="step", **told, tokens_per_second=tokens / seconds, **memory.figures())

    def apply(self, gradient: mx.array, rate: float) -> None:
        """AdamW's step on all trained values, the gradient being `joined`."""
        weights = self.model.trainable_parameters()
        self.optimizer.learning_rate = rate
        stepped = self.optimizer.apply_gradients({"all": gradient}, {"all": joined(weights)})
        self.model.update(parted(stepped["all"], weights))
        mx.eval(self.model.trainable_parameters(), self.optimizer.state)

    def _has_room(self) -> bool:
        """Whether the system has memory to go on; where it is short, save, then halve the micro-batch, or stop."""
        limit = self.config.memory.critical_gb * memory.GB
        if memory.available() < limit:
            mx.clear_cache()
        if not machines.any_says(memory.available() < limit):
            return True
        half = self.progress.micro_batch // 2
        self._save()
        if half == 0:
            self.stopped_by = f"memory: less than {self.config.memory.critical_gb} GB left to the system"
            return False
        self.progress = replace(self.progress, micro_batch=half)
        self._log(kind="memory", micro_batch=half, **memory.figures())
        return True

    def _advance(self, tokens: int, seconds: float) -> None:
        p = self.progress
        p = replace(p, step=p.step + 1, window=p.window + 1, tokens=p.tokens + tokens, seconds=p.seconds + seconds)
        if p.window == len(self.windows):
            p = replace(p, epoch=p.epoch + 1, window=0)
            self.windows = self._windows(p.epoch)
        self.progress = p

    def _between_updates(self) -> None:
        saving, p = self.config.saving, self.progress
        epoch_ends = p.window == 0
        judged = epoch_ends or (saving.evaluate_every > 0 and p.step % saving.evaluate_every == 0)
        improved = judged and self._judge(self.evaluate())
        if machines.any_says(bool(self.asked)):
            self.stopped_by = "".join(self.asked) or "another machine"
        if improved or epoch_ends or p.step % saving.save_every == 0 or self.stopping:
            self._save(improved=improved)

    def _judge(self, losses: dict[str, float]) -> bool:
        """Note an evaluation; whether it is the best so far. Without validation data the newest is the best."""
        self._log(kind="evaluation", losses=losses, samples=self.samples())
        loss, p = losses.get("known", next(iter(losses.values()), None)), self.progress
        better = loss is None or p.best_loss is None or loss < p.best_loss or math.isnan(p.best_loss)
        changes = {"best_loss": loss, "best_step": p.step, "stale": 0} if better else {"stale": p.stale + 1}
        self.progress = replace(p, **changes)
        return better

    def _save(self, improved: bool = False, finished: bool = False) -> None:
        """Write a checkpoint; where several machines train, one of them writes for all."""
        self.progress = replace(self.progress, finished=finished)
        if not self.chief:
            return
        self.progress = replace(self.progress, metrics_bytes=metrics.settled(self.run))
        adapter = self.config.adapter
        folder = checkpoint.save(self.run, self.model, self.optimizer, adapter, self.progress, self.losses)
        checkpoint.prune(self.run, self.config.saving.keep, self.progress.best_step)
        metrics.export(self.run)
        self._publish(improved)
        state = {**asdict(self.progress), "steps": self.steps, "checkpoint": folder.name, "stopped_by": self.stopping}
        write_json(self.run / "training_state.json", state)

    def _publish(self, improved: bool) -> None:
        """What others read: the losses at the end of each epoch, the best adapter where there is a better one."""
        p = self.progress
        if p.epoch and p.window == 0:
            self.losses.publish(self.run, p.epoch)
        if improved and p.best_step and (best := checkpoint.of_step(self.run, p.best_step)):
            checkpoint.publish(self.run, best, self.data.identity)

    def _log(self, **row: Any) -> None:
        if not self.chief:
            return
        p = self.progress
        row = {**row, "step": p.step, "steps": self.steps, "epoch": p.epoch, "seconds": round(p.seconds, 3)}
        metrics.append(self.run, row)
        for listen in self.listeners:
            listen({**row, "best_loss": p.best_loss})

    def _windows(self, epoch: int) -> list[Window]:
        return epoch_windows(self.pool.lengths, self.config.batches, self.config.optimizer.seed, epoch)

    def _seed(self, part: int) -> int:
        text = f"dropout/{self.config.optimizer.seed}/{self.progress.step}/{part}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])

    def _not_a_number(self, window: Window, loss: float) -> AcervoError:
        names = [self.data.train[i].id for batch in window for row in batch for i in row]
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        what = f"the loss is {loss} or its gradient is not a number, on {shown}"
        last = checkpoint.newest(self.run) or "none"
        remedy = f"lower optimizer.learning_rate or look at these examples; the last good checkpoint is {last}"
        return AcervoError(f"update {self.progress.step + 1}", what, remedy)
