"""Pieces put together into a sentence that reads well: agreement of prepositions, spaces, capital and final mark."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from builders.pieces import MARKER, Piece, slot_of
from builders.portuguese import contract

_REFERENCE = re.compile(r"\{([^{}]*)\}")
_CONTRACTION = re.compile(rf"\b(de|em|a|por|De|Em|A|Por){MARKER} *((?:os|as|o|a|uma|um)\b)?")
_BEFORE_MARK = re.compile(r"(?: +|, *)(?=[,.:;?!)])")
"""A space, or the comma that closes an apposition, where another mark follows: "o Santos, do Farense,?"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A pattern and a piece for each slot it uses."""

    pattern: Piece
    pieces: Mapping[str, Piece]

    @property
    def name(self) -> str:
        return ".".join([piece.name for piece in self.pieces.values()] + [self.pattern.name])

    @property
    def labels(self) -> frozenset[str]:
        return self.pattern.labels.union(*(piece.labels for piece in self.pieces.values()))

    @property
    def reads_well(self) -> bool:
        """Whether no piece lacks a label it needs or stands beside one it refuses."""
        labels = self.labels
        everything = (self.pattern, *self.pieces.values())
        return all(piece.needs <= labels and not piece.refuses & labels for piece in everything)


def compose(choice: Choice, fields: Mapping[str, str]) -> str:
    """The sentence: pieces in their places, prepositions contracted, one space, a capital, one final mark."""

    def fill(found: re.Match[str]) -> str:
        slot = slot_of(found[1])
        if slot not in choice.pieces:
            return fields[found[1]]
        text = _fill(choice.pieces[slot].text, fields)
        return _capital(text) if slot != found[1] else text

    text = _contracted(_REFERENCE.sub(fill, choice.pattern.text))
    text = _BEFORE_MARK.sub("", re.sub(" {2,}", " ", text)).lstrip(" ,").rstrip()
    ends = [piece.end for piece in choice.pieces.values() if piece.end]
    return _capital(text[:-1] + ends[0] if ends else text)


def sentence(piece: Piece, fields: Mapping[str, str]) -> str:
    """An answer or a refusal with its fields, its prepositions contracted, one mark at a time, and a capital."""
    return _capital(_BEFORE_MARK.sub("", _contracted(_fill(piece.text, fields))).strip())


def _fill(text: str, fields: Mapping[str, str]) -> str:
    """Put the fields in, in one pass: braces in a value are only text."""
    return _REFERENCE.sub(lambda found: fields[found[1]], text)


def _contracted(text: str) -> str:
    """`de+ o jogo` -> "do jogo"; `de+ Faro` -> "de Faro"."""

    def join(found: re.Match[str]) -> str:
        word = contract(found[1].lower(), found[2] or "")
        word = _capital(word) if found[1][0].isupper() else word
        return word if found[2] else f"{word} "

    return _CONTRACTION.sub(join, text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
