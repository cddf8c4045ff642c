"""What a run's curves tell a person: overfitting, a stuck loss, a rate too high, memory that swaps. With figures."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from train.curves import Curves, smoothed

FEW = 20  # updates below which curves say nothing


@dataclass(frozen=True, slots=True)
class Hint:
    """A sign, the figures that show it, and what would help."""

    sign: str
    figures: str
    remedy: str
    plot: str
    """Name of the plot that shows it."""

    def __str__(self) -> str:
        return f"{self.sign}: {self.figures}; {self.remedy}"


def hints(curves: Curves) -> list[Hint]:
    """Every sign that the curves show, gravest first; none for a run that goes well or has only begun."""
    if len(curves.updates) < FEW:
        return []
    found = (_rate_too_high(curves), _stuck(curves), _overfitting(curves) or _words_not_facts(curves))
    return [hint for hint in (*found, _swapping(curves), _slowing(curves)) if hint]


def _overfitting(curves: Curves) -> Hint | None:
    """The `known` loss has risen from its best for two evaluations or more while the training loss fell."""
    steps, known = curves.probe("known")
    if len(known) < 3:
        return None
    best = known.index(min(known))
    at, loss = _training_loss_near(curves, steps[best]), curves.series("loss")[1]
    now = _last(loss, 20)
    if len(known) - best <= 2 or known[-1] < 1.05 * known[best] or now > at:
        return None
    return Hint(
        "overfitting",
        f"the `known` loss rose from {known[best]:.3f} (update {steps[best]}) to {known[-1]:.3f} "
        f"while the training loss fell from {at:.3f} to {now:.3f}",
        "the best adapter is the one kept; fewer epochs (EPOCHS=), more phrasings a fact or a lower rank would help",
        "loss_curves",
    )


def _stuck(curves: Curves) -> Hint | None:
    """The loss of the last fifth is hardly below that of the first tenth."""
    loss = curves.series("loss")[1]
    first = statistics.fmean(loss[: max(1, len(loss) // 10)])
    last = _last(loss, 5)
    if last < 0.9 * first or first < 0.1:
        return None
    return Hint(
        "the loss is stuck",
        f"{first:.3f} at the beginning, {last:.3f} over the last fifth of {len(loss)} updates",
        "raise optimizer.learning_rate (LoRA takes 1.0e-3 here), the rank or the layers, and look at the examples",
        "loss_curves",
    )


def _rate_too_high(curves: Curves) -> Hint | None:
    """After the warm-up the smoothed loss climbed to one and a half times what it had reached."""
    steps, loss = curves.series("loss")
    smooth, lowest, worst = smoothed(loss), float("inf"), (1.0, 0, 0.0)
    warmup = curves.begun["config"]["optimizer"]["warmup"]
    for step, value in zip(steps, smooth, strict=True):
        lowest = min(lowest, value)
        if step > warmup and value - lowest > 0.1 and value / lowest > worst[0]:
            worst = (value / lowest, step, lowest)
    if worst[0] < 1.5:
        return None
    rate = curves.begun["config"]["optimizer"]["learning_rate"]
    return Hint(
        "the learning rate is too high",
        f"the loss climbed from {worst[2]:.3f} to {worst[0] * worst[2]:.3f} by update {worst[1]}, at a rate of {rate}",
        f"try optimizer.learning_rate={rate / 3:.1e}, a longer warm-up, and keep optimizer.clip at 1",
        "learning_rate",
    )


def _words_not_facts(curves: Curves) -> Hint | None:
    """The training loss is near nothing, and on new words it is many times as high."""
    steps, known = curves.probe("known")
    loss = curves.series("loss")[1]
    now = _last(loss, 20)
    if not known or steps[-1] < curves.updates[-1]["step"] // 2 or now > 0.2 or known[-1] < max(0.3, 5 * now):
        return None
    return Hint(
        "it learns the words, not the facts",
        f"training loss {now:.3f}, but {known[-1]:.3f} on the same facts in other words",
        "draw more phrasings a fact (draw.phrasings in the profile) before training longer",
        "loss_curves",
    )


def _swapping(curves: Curves) -> Hint | None:
    swap = curves.series("swap_gb")[1]
    if not swap or max(swap) - swap[0] < 0.5:
        return None
    return Hint(
        "the machine swaps",
        f"swap grew from {swap[0]:.1f} to {max(swap):.1f} GB during the run",
        "close other programs, or a smaller micro-batch: `make plan` says which fits",
        "memory_usage",
    )


def _slowing(curves: Curves) -> Hint | None:
    speed = curves.series("tokens_per_second")[1]
    part = max(1, len(speed) // 10)
    if len(speed) < 5 * FEW:
        return None
    early, late = statistics.median(speed[part : 3 * part]), statistics.median(speed[-part:])
    if late > 0.7 * early:
        return None
    return Hint(
        "it gets slower",
        f"{early:.0f} tokens/s early in the run, {late:.0f} at its end",
        "another program, heat or a power setting: plug it in and look at the largest processes with `make doctor`",
        "throughput",
    )


def _last(values: Sequence[float], part: int) -> float:
    """The mean of the last `part`-th of a series."""
    return statistics.fmean(values[-max(1, len(values) // part) :])


def _training_loss_near(curves: Curves, step: int) -> float:
    steps, loss = curves.series("loss")
    near = [value for at, value in zip(steps, loss, strict=True) if abs(at - step) <= max(1, len(steps) // 20)]
    return statistics.fmean(near or loss)
