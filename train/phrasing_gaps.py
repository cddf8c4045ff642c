"""What is not learnt, by template and by words: how often the wrong facts were taught, and with which words not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from train.proportions import fisher, wilson

Answer = Mapping[str, Any]
SHOWN = 3  # pieces of each kind
CHANCE = 0.05  # below it a piece is named: among dozens of pieces some come with wrong answers by accident


@dataclass
class Taught:
    """What training holds of one template: for each fact, the words it is asked with."""

    phrasings: dict[str, set[str]] = field(default_factory=dict)
    """Group -> names of the phrasings."""

    def add(self, row: Mapping[str, Any]) -> None:
        self.phrasings.setdefault(row["group"], set()).add(row["phrasing"])

    def pieces(self, group: str) -> set[str]:
        return {piece for phrasing in self.phrasings.get(group, ()) for piece in phrasing.split(".")}


def gaps(template: str, answers: Sequence[Answer], taught: Taught) -> dict[str, Any]:
    """Of one template: its `known` answers counted, also by the times the fact was taught, and the words to look at."""
    wrong = [answer for answer in answers if not answer["good"]]
    return {
        "template": template,
        "rows": len(answers),
        "wrong": len(wrong),
        "interval": list(wilson(len(wrong), len(answers))),
        "by_phrasings": _by_times_taught(answers, taught),
        "missing": _missing(answers, taught),
        "failing": _failing(answers),
    }


def _by_times_taught(answers: Sequence[Answer], taught: Taught) -> list[dict[str, int]]:
    """Questions and wrong answers by the number of training phrasings that their fact had in this template."""
    rows, wrong = Counter[int](), Counter[int]()
    for answer in answers:
        times = len(taught.phrasings.get(answer["group"], ()))
        rows[times] += 1
        wrong[times] += not answer["good"]
    return [{"phrasings": times, "rows": rows[times], "wrong": wrong[times]} for times in sorted(rows)]


def _missing(answers: Sequence[Answer], taught: Taught) -> list[dict[str, Any]]:
    """The training pieces that facts answered wrongly were taught without, more often than chance would have it."""
    bad = sorted({answer["group"] for answer in answers if not answer["good"]})
    good = sorted({answer["group"] for answer in answers} - set(bad))
    found: list[dict[str, Any]] = []
    for piece in sorted({piece for group in taught.phrasings for piece in taught.pieces(group)}):
        without = [sum(piece not in taught.pieces(group) for group in side) for side in (bad, good)]
        more = without[0] / max(1, len(bad)) - without[1] / max(1, len(good))
        if good and fisher(without[0], sum(without), len(bad), len(bad) + len(good)) < CHANCE:
            counts = {"wrong": without[0], "of_wrong": len(bad), "right": without[1], "of_right": len(good)}
            found.append({"piece": piece, **counts, "more": more})
    return sorted(found, key=lambda one: (-one["more"], one["piece"]))[:SHOWN]


def _failing(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """The pieces of the questions themselves with which more answers go wrong than chance would have it."""
    rows, wrong = Counter[str](), Counter[str]()
    for answer in answers:
        for piece in set(answer["phrasing"].split(".")):
            rows[piece] += 1
            wrong[piece] += not answer["good"]
    bad = sum(not answer["good"] for answer in answers)
    chance = {piece: fisher(wrong[piece], rows[piece], bad, len(answers)) for piece in rows}
    ranked = sorted((piece for piece in rows if chance[piece] < CHANCE), key=lambda piece: (chance[piece], piece))
    return [{"piece": piece, "rows": rows[piece], "wrong": wrong[piece]} for piece in ranked[:SHOWN]]
