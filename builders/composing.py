"""Pieces put together into a sentence that reads well: agreement of prepositions, spaces, capital and final mark."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from builders.pieces import MARKER, Piece, slot_of
from builders.portuguese import contract

_SPACES = re.compile(" {2,}")
_REFERENCE = re.compile(r"\{([^{}]*)\}")
_CONTRACTION = re.compile(rf"\b(de|em|a|por|De|Em|A|Por){MARKER} *((?:os|as|o|a|uma|um)\b)?")
_BEFORE_MARK = re.compile(r"[ ,] *(?=[,.:;?!)])")
"""A space, or the comma that closes an apposition, where another mark follows: "o Santos, do Farense,?"."""


class Choice(NamedTuple):
    """A pattern and a piece for each slot it uses."""

    pattern: Piece
    pieces: Mapping[str, Piece]
    labels: frozenset[str]
    """What the pattern and the pieces say they are."""

    @property
    def name(self) -> str:
        return ".".join([piece.name for piece in self.pieces.values()] + [self.pattern.name])


def compose(choice: Choice, fields: Mapping[str, str]) -> str:
    """The sentence: pieces in their places, prepositions contracted, one space, a capital, one final mark."""
    parts = list(_parts(choice.pattern.text))
    parts[1::2] = [_said(reference, choice.pieces, fields) for reference in parts[1::2]]
    text = _contracted("".join(parts))
    text = _BEFORE_MARK.sub("", _SPACES.sub(" ", text) if "  " in text else text).lstrip(" ,").rstrip()
    ends = [piece.end for piece in choice.pieces.values() if piece.end]
    return _capital(text[:-1] + ends[0] if ends else text)


def sentence(piece: Piece, fields: Mapping[str, str]) -> str:
    """An answer or a refusal with its fields, its prepositions contracted, one mark at a time, and a capital."""
    return _capital(_BEFORE_MARK.sub("", _contracted(_form(piece.text) % fields)).strip())


def _said(reference: str, pieces: Mapping[str, Piece], fields: Mapping[str, str]) -> str:
    """What stands for a {name} of a pattern: the piece of that slot, or the field."""
    slot = slot_of(reference)
    if slot not in pieces:
        return fields[reference]
    text = _form(pieces[slot].text) % fields
    return _capital(text) if slot != reference else text


@cache
def _form(text: str) -> str:
    """A phrasing as Python fills it in one pass: what a field holds is only text, braces and all."""
    return _REFERENCE.sub(r"%(\1)s", text.replace("%", "%%"))


@cache
def _parts(text: str) -> tuple[str, ...]:
    """The words of a phrasing and between them, at every odd place, the names of its fields."""
    return tuple(_REFERENCE.split(text))


def _contracted(text: str) -> str:
    """`de+ o jogo` -> "do jogo"; `de+ Faro` -> "de Faro"."""
    if MARKER not in text:
        return text

    def join(found: re.Match[str]) -> str:
        word = contract(found[1].lower(), found[2] or "")
        word = _capital(word) if found[1][0].isupper() else word
        return word if found[2] else f"{word} "

    return _CONTRACTION.sub(join, text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
