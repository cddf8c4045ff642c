"""Decks: which pieces a question can be put together from, sorted out once for all facts that have the same fields.

Millions of questions are drawn from a few hundred decks, so a deck holds ready what each draw asks of its pieces.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from struct import Struct

from builders.composing import Choice
from builders.hashing import number_of
from builders.pieces import Kind, Piece, slot_of

_ODD = 0x9E3779B97F4A7C15
_LANE = 16  # bytes: what the product of two numbers of 64 bits takes


@dataclass(frozen=True, slots=True)
class Card:
    """A piece in its slot; labels, needs and refusals are sets of labels as bits, one bit a label of the deck."""

    slot: str
    piece: Piece
    labels: int
    needs: int
    refuses: int


class Pile:
    """The cards of a slot, and the hash of each, side by side in one number: one product mixes all with a seed."""

    def __init__(self, cards: Sequence[Card], codes: Sequence[int]) -> None:
        self.cards = cards
        self._size = _LANE * len(codes)
        self._codes = int.from_bytes(b"".join(code.to_bytes(_LANE, "little") for code in codes), "little")
        self._ones = int.from_bytes((1).to_bytes(_LANE, "little") * len(codes), "little")
        self._ranks = Struct("<" + "Q8x" * len(codes)).unpack

    def lowest(self, seed: int) -> Card:
        """The card whose hash, mixed with the seed, is the least: a piece added later takes only the draws it wins.

        The product is what spreads one seed over pieces; of each card's counts the lower half, which nothing overflows.
        """
        ranks = self._ranks(((self._codes ^ seed * self._ones) * _ODD).to_bytes(self._size, "little"))
        return self.cards[ranks.index(min(ranks))]


class Deck:
    """The patterns of a kind that apply where certain fields are `said`, each with the pieces of its slots that do."""

    def __init__(self, kind: Kind, said: frozenset[str], held_out: bool) -> None:
        self._labels: dict[int, frozenset[str]] = {}
        self._bits: dict[str, int] = {}
        fit = {
            slot: [p for p in pieces if p.held_out == held_out and said.issuperset(p.references)]
            for slot, pieces in kind.slots.items()
        }
        piles = {slot: self._pile(slot, pieces) for slot, pieces in fit.items()}
        patterns = [
            pattern
            for pattern in kind.patterns
            if pattern.held_out == held_out and all(fit.get(slot_of(r)) or r in said for r in pattern.references)
        ]
        self._patterns = self._pile("patterns", patterns)
        self._slots = {p.name: [piles[slot_of(r)] for r in p.references if slot_of(r) in piles] for p in patterns}

    def __bool__(self) -> bool:
        """Whether any pattern applies."""
        return bool(self._patterns.cards)

    def draw(self, seed: int) -> Choice | None:
        """The pattern that ranks lowest with its lowest pieces; None where they do not go together."""
        pattern = self._patterns.lowest(seed)
        return self._choice([pattern, *[pile.lowest(seed) for pile in self._slots[pattern.piece.name]]])

    def every(self) -> Iterator[Choice]:
        """Every choice whose pieces go together."""
        for pattern in self._patterns.cards:
            for cards in itertools.product(*(pile.cards for pile in self._slots[pattern.piece.name])):
                choice = self._choice([pattern, *cards])
                if choice:
                    yield choice

    def _choice(self, cards: Sequence[Card]) -> Choice | None:
        """Pattern and pieces, where none lacks a label it needs or stands beside one it refuses."""
        labels = needs = refuses = 0
        for card in cards:
            labels |= card.labels
            needs |= card.needs
            refuses |= card.refuses
        if needs & ~labels or refuses & labels:
            return None
        if labels not in self._labels:
            self._labels[labels] = frozenset(label for label, bit in self._bits.items() if labels & bit)
        return Choice(cards[0].piece, {card.slot: card.piece for card in cards[1:]}, self._labels[labels])

    def _pile(self, slot: str, pieces: Sequence[Piece]) -> Pile:
        cards = [Card(slot, p, *map(self._as_bits, (p.labels, p.needs, p.refuses))) for p in pieces]
        return Pile(cards, [_code(slot, p.name) for p in pieces])

    def _as_bits(self, labels: frozenset[str]) -> int:
        return sum(self._bits.setdefault(label, 1 << len(self._bits)) for label in labels)


@cache
def _code(slot: str, name: str) -> int:
    return number_of(f"{slot}|{name}")
