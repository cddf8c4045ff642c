"""Phrasings: questions composed of named pieces, drawn for each fact by a stable hash.

A pattern says which slots a question has and in what order; every slot has pieces; a question is a pattern with a
piece in each slot. Adding a piece changes few draws, reordering the file none.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from builders.composing import Choice, compose, sentence
from builders.decks import Deck
from builders.hashing import in_share, number_of
from builders.pieces import Kind, PhrasingError, read_kinds

__all__ = ["PhrasingError", "Phrasings", "Question"]

ATTEMPTS = 40  # combinations tried for each question wanted, before all are listed


class Question(NamedTuple):
    text: str
    name: str
    """The names of its pieces and of its pattern, joined by dots."""
    labels: frozenset[str] = frozenset()
    """What its pieces say they are: which of the things that can be said it says."""


@dataclass(frozen=True)
class Phrasings:
    """The phrasings of one file, by kind of question."""

    kinds: Mapping[str, Kind]
    _decks: dict[tuple[str, bool, tuple[bool, ...]], Deck] = field(default_factory=dict, repr=False, compare=False)
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
        deck = self._deck(kind, fields, held_out) if count else ()
        for choice in self._choices(kind, key, deck, held_out, count) if deck else ():
            text = compose(choice, fields)
            drawn.setdefault(text, Question(text, choice.name, choice.labels))
            if len(drawn) >= count:
                break
        share = self.shares.get(kind, 1.0)
        share = math.ceil(share) if doubted else share
        if share < 1 and self.on_skip and not in_share(kind, key, share):
            for text in drawn:
                self.on_skip(f"{kind}/{key}", text)
            return []
        return list(drawn.values())

    def distinct(self, kind: str, held_out: bool = False) -> int:
        """How many different sentences can be composed where every field is known."""
        fields = {reference: f"<{reference}>" for reference in self.kinds[kind].references}
        return len(self.all(kind, fields, held_out))

    def all(self, kind: str, fields: Mapping[str, str], held_out: bool = False) -> list[Question]:
        """Every question that can be composed, in the order of their names, texts distinct."""
        composed: dict[str, Question] = {}
        for choice in sorted(self._deck(kind, fields, held_out).every(), key=lambda choice: choice.name):
            text = compose(choice, fields)
            composed.setdefault(text, Question(text, choice.name, choice.labels))
        return list(composed.values())

    def answer(self, kind: str, fields: Mapping[str, str], case: str = "") -> str:
        """The canonical answer; `case` where the kind has several (won, drawn). Raises KeyError for a missing field."""
        return sentence(self.kinds[kind].answers[case], fields)

    def refusal(self, kind: str, fields: Mapping[str, str], case: str = "") -> str:
        """What to answer where there is no record."""
        return sentence(self.kinds[kind].refusals[case], fields)

    def _choices(self, kind: str, key: str, deck: Deck, held_out: bool, count: int) -> Iterator[Choice]:
        """Choices in the order drawn: by a hash for each slot, then whatever is left, in the order of another."""
        for attempt in range(ATTEMPTS * count):
            choice = deck.draw(number_of(f"{kind}|{key}|{held_out}|{attempt}"))
            if choice:
                yield choice
        yield from sorted(deck.every(), key=lambda choice: number_of(f"{kind}|{key}|{held_out}|{choice.name}"))

    def _deck(self, kind: str, fields: Mapping[str, str], held_out: bool) -> Deck:
        """What applies where these fields are not empty, sorted out once: thousands of facts have the same ones."""
        references = self.kinds[kind].references
        said = tuple(map(bool, map(fields.get, references)))
        deck = self._decks.get((kind, held_out, said))
        if deck is None:
            named = frozenset(itertools.compress(references, said))
            deck = self._decks[kind, held_out, said] = Deck(self.kinds[kind], named, held_out)
        return deck
