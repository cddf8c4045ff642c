"""Training examples that a run never learnt, or learnt far worse than others like them: probable errors in the data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

FACTOR = 2.0  # over the median of its template
LEAST = 0.05  # nats a token above that median: below it an answer is as good as known
FEW = 8  # examples under which a template's own median says little
FELL = 0.5  # of what it lost in the first epoch: what is above that has hardly been learnt at all
RULE = (
    f"hard: the loss in the last epoch is over {FACTOR:g} times the median of its template and over {LEAST:g} nats a "
    f"token above it (in templates of under {FEW} examples the median of all, if that is higher); never learnt: hard, "
    f"and over {FELL:.0%} of its own loss in the first epoch is left"
)


@dataclass(frozen=True, slots=True)
class Learnt:
    """How one training example went."""

    id: str
    template: str
    """`builder/template`, the beginning of its id."""
    losses: tuple[float, ...]
    """Nats a token, by epoch."""
    median: float
    """That of its template in the last epoch."""

    @property
    def excess(self) -> float:
        return self.losses[-1] - self.median

    @property
    def hard(self) -> bool:
        return self.excess > LEAST and self.losses[-1] > FACTOR * self.median

    @property
    def never(self) -> bool:
        """Whether it was hard from the first epoch to the last; one epoch alone cannot tell."""
        return self.hard and len(self.losses) > 1 and self.losses[-1] > FELL * self.losses[0]


def learnt(rows: Iterable[Mapping[str, Sequence[float]]]) -> list[Learnt]:
    """The examples of `example_losses.jsonl`, those that stand out most first. None of a run without a whole epoch."""
    losses = {str(row["id"]): tuple(row["losses"]) for row in rows if row["losses"]}
    by_template: dict[str, list[float]] = {}
    for name, told in losses.items():
        by_template.setdefault(template_of(name), []).append(told[-1])
    if not losses:
        return []
    of_all = median(told[-1] for told in losses.values())
    medians = {name: max(median(last), of_all if len(last) < FEW else 0) for name, last in by_template.items()}
    found = [Learnt(name, template_of(name), told, medians[template_of(name)]) for name, told in losses.items()]
    return sorted(found, key=lambda one: (-one.excess, one.id))


def template_of(example_id: str) -> str:
    """`results/match.score` of `results/match.score/<key>/<phrasing>`."""
    return "/".join(example_id.split("/")[:2])
