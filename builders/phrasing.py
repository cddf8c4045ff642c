"""Phrasings: questions composed of named pieces, drawn for each fact by a stable hash.

A pattern says which slots a question has and in what order; every slot has pieces; a question is a pattern with a
piece in each slot. Adding a piece changes few draws, reordering the file none.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from builders.composing import Choice, compose, sentence
from builders.pieces import Kind, PhrasingError, Piece, read_kinds, slot_of

__all__ = ["PhrasingError", "Phrasings", "Question"]

ATTEMPTS = 40  # combinations tried for each question wanted, before all are listed
_ODD, _MASK = 0x9E3779B97F4A7C15, 2**64 - 1


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    name: str
    """The names of its pieces and of its pattern, joined by dots."""
    labels: frozenset[str] = frozenset()
    """What its pieces say they are: which of the things that can be said it says."""


@dataclass(frozen=True)
class Phrasings:
    """The phrasings of one file, by kind of question."""

    kinds: Mapping[str, Kind]
    _known: dict[tuple[str, bool, frozenset[str]], dict[str, list[Piece]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What applies with which fields, found once: thousands of facts have the same ones."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """Of these kinds something is drawn only for a share of the keys, 0 to 1, the first by a hash."""
    on_skip: Callable[[str, str], None] | None = None
    """Told `kind/key` and the text of each question that is not asked."""

    @classmethod
    def load(cls, path: Path, fields: Mapping[str, frozenset[str]]) -> "Phrasings":
        """Read and check a phrasing file; `fields` are the names of the fields that code fills, by kind.

        Raises PhrasingError naming file, kind and piece.
        """
        return cls(read_kinds(path, fields))

    def skipping(self, shares: Mapping[str, float], on_skip: Callable[[str, str], None]) -> "Phrasings":
        """The same words, but of these kinds only a share is drawn: each question that would have been is told."""
        return replace(self, shares=shares, on_skip=on_skip)

    def draw(
        self, kind: str, key: str, fields: Mapping[str, str], count: int, held_out: bool = False, doubted: bool = False
    ) -> list[Question]:
        """At most `count` questions with distinct texts, the same ones for the same key whatever else is asked.

        A piece with a field that is absent or empty does not apply. Fewer come back where fewer can be composed. What
        is `doubted` is asked also where only a share of its kind is: a person has to look.
        """
        drawn: dict[str, Question] = {}
        for choice in self._choices(kind, key, fields, held_out, count):
            if len(drawn) >= count:
                break
            text = compose(choice, fields)
            drawn.setdefault(text, Question(text, choice.name, choice.labels))
        share = self.shares.get(kind, 1.0)
        if self.on_skip and _hash(f"some|{kind}|{key}") >= (math.ceil(share) if doubted else share) * 2**64:
            for text in drawn:
                self.on_skip(f"{kind}/{key}", text)
            return []
        return list(drawn.values())

    def distinct(self, kind: str, held_out: bool = False) -> int:
        """How many different sentences can be composed where every field is known."""
        pieces = self.kinds[kind].patterns + tuple(itertools.chain.from_iterable(self.kinds[kind].slots.values()))
        fields = {reference: f"<{reference}>" for piece in pieces for reference in piece.references}
        return len(self.all(kind, fields, held_out))

    def all(self, kind: str, fields: Mapping[str, str], held_out: bool = False) -> list[Question]:
        """Every question that can be composed, in the order of their names, texts distinct."""
        composed: dict[str, Question] = {}
        for choice in sorted(_every(self.kinds[kind], fields, held_out), key=lambda choice: choice.name):
            text = compose(choice, fields)
            composed.setdefault(text, Question(text, choice.name, choice.labels))
        return list(composed.values())

    def answer(self, kind: str, fields: Mapping[str, str], case: str = "") -> str:
        """The canonical answer; `case` where the kind has several (won, drawn). Raises KeyError for a missing field."""
        return sentence(self.kinds[kind].answers[case], fields)

    def refusal(self, kind: str, fields: Mapping[str, str], case: str = "") -> str:
        """What to answer where there is no record."""
        return sentence(self.kinds[kind].refusals[case], fields)

    def _choices(self, kind: str, key: str, fields: Mapping[str, str], held_out: bool, count: int) -> Iterator[Choice]:
        """Choices in the order drawn: by a hash for each slot, then whatever is left, in the order of another."""
        said = frozenset(name for name, value in fields.items() if value)
        if (kind, held_out, said) not in self._known:
            self._known[kind, held_out, said] = _applicable(self.kinds[kind], fields, held_out)
        applicable = self._known[kind, held_out, said]
        if not applicable["patterns"]:
            return
        for attempt in range(ATTEMPTS * count):
            choice = _pick(applicable, _hash(f"{kind}|{key}|{held_out}|{attempt}"))
            if choice.reads_well:
                yield choice
        rest = _every(self.kinds[kind], fields, held_out)
        yield from sorted(rest, key=lambda choice: _hash(f"{kind}|{key}|{held_out}|{choice.name}"))


def _applicable(kind: Kind, fields: Mapping[str, str], held_out: bool) -> dict[str, list[Piece]]:
    """The pieces of each slot, and `patterns`, that can be used with these fields."""
    slots = {
        slot: [p for p in pieces if p.held_out == held_out and all(fields.get(r) for r in p.references)]
        for slot, pieces in kind.slots.items()
    }
    slots["patterns"] = [
        pattern
        for pattern in kind.patterns
        if pattern.held_out == held_out and all(slots.get(slot_of(r)) or fields.get(r) for r in pattern.references)
    ]
    return slots


def _slots(pattern: Piece, applicable: Mapping[str, list[Piece]]) -> list[str]:
    """The slots of a pattern in the order in which they stand."""
    return [slot_of(r) for r in pattern.references if slot_of(r) in applicable]


def _pick(applicable: Mapping[str, list[Piece]], seed: int) -> Choice:
    """The piece that ranks lowest in each slot: a piece added later takes only the draws that it wins."""
    pattern = _lowest("patterns", applicable["patterns"], seed)
    return Choice(pattern, {slot: _lowest(slot, applicable[slot], seed) for slot in _slots(pattern, applicable)})


def _lowest(slot: str, pieces: list[Piece], seed: int) -> Piece:
    """The piece whose hash, mixed with the seed, is the least. The product is what spreads one seed over pieces."""
    return min(pieces, key=lambda piece: (seed ^ _code(slot, piece.name)) * _ODD & _MASK)


@cache
def _code(slot: str, name: str) -> int:
    return _hash(f"{slot}|{name}")


def _hash(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def _every(kind: Kind, fields: Mapping[str, str], held_out: bool) -> Iterator[Choice]:
    applicable = _applicable(kind, fields, held_out)
    for pattern in applicable["patterns"]:
        slots = _slots(pattern, applicable)
        for pieces in itertools.product(*(applicable[slot] for slot in slots)):
            choice = Choice(pattern, dict(zip(slots, pieces, strict=True)))
            if choice.reads_well:
                yield choice
