"""What a run's curves tell a person: overfitting, a stuck loss, a rate too high, memory that swaps. With figures."""

import statistics
from collections.abc import Callable, Sequence
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
    shown = ((sign, figures(curves), remedy, plot) for figures, sign, remedy, plot in SIGNS)
    return [Hint(*hint) for hint in shown if hint[1]]


def _rate_too_high(curves: Curves) -> str:
    """After the warm-up the smoothed loss climbed to one and a half times its lowest, and did not come back."""
    settings = curves.begun["config"]["optimizer"]
    steps, loss = curves.series("loss")
    lowest, worst = float("inf"), (1.0, 0, 0.0)
    for step, value in zip(steps, smoothed(loss), strict=True):
        lowest = min(lowest, value)
        if step > settings["warmup"] and value - lowest > 0.1 and value / lowest > worst[0]:
            worst = (value / lowest, step, lowest)
    climbed = f"the loss climbed from {worst[2]:.3f} to {worst[0] * worst[2]:.3f} by update {worst[1]}"
    came_back = _last(loss, 5) < 1.2 * worst[2]
    return "" if worst[0] < 1.5 or came_back else f"{climbed}, at a rate of {settings['learning_rate']}"


def _stuck(curves: Curves) -> str:
    """The loss of the last fifth is hardly below that of the first tenth."""
    loss = curves.series("loss")[1]
    first, last = statistics.fmean(loss[: max(1, len(loss) // 10)]), _last(loss, 5)
    if last < 0.9 * first or first < 0.1:
        return ""
    return f"{first:.3f} at the beginning, {last:.3f} over the last fifth of {len(loss)} updates"


def _overfitting(curves: Curves) -> str:
    """The `known` loss has risen from its best for two evaluations or more while the training loss fell."""
    steps, known = curves.probe("known")
    best = known.index(min(known)) if known else 0
    if len(known) - best <= 2 or known[-1] < 1.05 * known[best]:
        return ""
    at, now = _training_loss_near(curves, steps[best]), _last(curves.series("loss")[1], 20)
    rose = f"the `known` loss rose from {known[best]:.3f} (update {steps[best]}) to {known[-1]:.3f}"
    return "" if now > at else f"{rose} while the training loss fell from {at:.3f} to {now:.3f}"


def _words_not_facts(curves: Curves) -> str:
    """The training loss is near nothing, and on new words it is many times as high, though it has not risen."""
    steps, known = curves.probe("known")
    now = _last(curves.series("loss")[1], 20)
    late = bool(known) and steps[-1] >= curves.updates[-1]["step"] // 2
    if not late or now > 0.2 or known[-1] < max(0.3, 5 * now) or _overfitting(curves):
        return ""
    return f"training loss {now:.3f}, but {known[-1]:.3f} on the same facts in other words"


def _swapping(curves: Curves) -> str:
    swap = curves.series("swap_gb")[1]
    if not swap or max(swap) - swap[0] < 0.5:
        return ""
    return f"swap grew from {swap[0]:.1f} to {max(swap):.1f} GB during the run"


def _slowing(curves: Curves) -> str:
    speed = curves.series("tokens_per_second")[1]
    part = max(1, len(speed) // 10)
    if len(speed) < 5 * FEW:
        return ""
    early, late = statistics.median(speed[part : 3 * part]), statistics.median(speed[-part:])
    return "" if late > 0.7 * early else f"{early:.0f} tokens/s early in the run, {late:.0f} at its end"


def _last(values: Sequence[float], part: int) -> float:
    """The mean of the last `part`-th of a series."""
    return statistics.fmean(values[-max(1, len(values) // part) :])


def _training_loss_near(curves: Curves, step: int) -> float:
    steps, loss = curves.series("loss")
    near = [value for at, value in zip(steps, loss, strict=True) if abs(at - step) <= max(1, len(steps) // 20)]
    return statistics.fmean(near or loss)


SIGNS: tuple[tuple[Callable[[Curves], str], str, str, str], ...] = (
    (
        _rate_too_high,
        "the learning rate is too high",
        "try a third of it (optimizer.learning_rate), a longer warm-up, and keep optimizer.clip at 1",
        "learning_rate",
    ),
    (
        _stuck,
        "the loss is stuck",
        "raise optimizer.learning_rate (LoRA takes 1.0e-3 here), the rank or the layers, and look at the examples",
        "loss_curves",
    ),
    (
        _overfitting,
        "overfitting",
        "the best adapter is the one kept; fewer epochs (EPOCHS=), more phrasings a fact or a lower rank would help",
        "loss_curves",
    ),
    (
        _words_not_facts,
        "it learns the words, not the facts",
        "draw more phrasings a fact (draw.phrasings in the profile) before training longer",
        "loss_curves",
    ),
    (
        _swapping,
        "the machine swaps",
        "close other programs, or a smaller micro-batch: `make plan` says which fits",
        "memory_usage",
    ),
    (
        _slowing,
        "it gets slower",
        "another program, heat or a power setting: plug it in and look at the largest processes with `make doctor`",
        "throughput",
    ),
)
"""What gives the figures of a sign, or "" where there is none; the sign, what would help, and where it is seen."""
