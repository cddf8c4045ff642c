"""Training examples that a run never learnt, or learnt far worse than their like: where to look for errors first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

FACTOR = 2.0  # over the median of its template
LEAST = 0.05  # nats a token above that median: below it an answer is as good as known
FEW = 8  # examples under which a template's own median says little
SAME_WORDS = 4  # examples with a piece of phrasing from which its median says something
FELL = 0.5  # of what it lost in the first epoch: what is above that has hardly been learnt at all
RULE = (
    f"hard: the loss in the last epoch is over {FACTOR:g} times the median of its template and over {LEAST:g} nats a "
    f"token above it (in templates of under {FEW} examples the median of all, where the question's words are harder "
    f"their median, whichever is highest); never learnt: hard, and over {FELL:.0%} of its own loss in the first epoch "
    "is left"
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
    """What was to be expected of it in the last epoch: the median of its template, or of its words if higher."""

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
    if not losses:
        return []
    expected = _expected({name: told[-1] for name, told in losses.items()})
    found = [Learnt(name, template_of(name), told, expected[name]) for name, told in losses.items()]
    return sorted(found, key=lambda one: (-one.excess, one.id))


def _expected(last: Mapping[str, float]) -> dict[str, float]:
    """For each id the loss that is usual for its like.

    A question that says less than the answer (`em maio de 1990`, where the answer gives the day) is harder without
    being wrong: what counts is whether an example stands out among those asked in the same words too.
    """
    by_template, by_words = defaultdict[str, list[float]](list), defaultdict[tuple[str, str], list[float]](list)
    for name, loss in last.items():
        by_template[template_of(name)].append(loss)
        for piece in _words_of(name):
            by_words[template_of(name), piece].append(loss)
    of_all = median(last.values())
    of_template = {name: max(median(found), of_all if len(found) < FEW else 0) for name, found in by_template.items()}
    of_words = {key: median(found) for key, found in by_words.items() if len(found) >= SAME_WORDS}
    return {
        name: max(
            of_template[template_of(name)],
            *(of_words.get((template_of(name), piece), 0.0) for piece in _words_of(name)),
        )
        for name in last
    }


def _words_of(example_id: str) -> set[str]:
    """The names of the pieces that its question is made of."""
    return set(example_id.split("/")[-1].split("."))


def template_of(example_id: str) -> str:
    """`results/match.score` of `results/match.score/<key>/<phrasing>`."""
    return "/".join(example_id.split("/")[:2])
