"""Row: what a reader takes out of a file, its fields still texts, before anything is understood of them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from records.example import Source

BUILDER = "results"  # the name under which this builder counts and rejects


_YES = ("true", "1", "sim", "yes", "verdadeiro", "x", "s", "y")


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that makes no match."""

    reason: str
    """In snake_case, as `Report.reject` takes it."""
    note: str = ""
    """A sentence for the person who runs the build, where the row needs mending."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a source. Which fields it has depends on the source; `headers` lists them all."""

    source: Source
    place: int
    """Its line, sheet row or number in the file: rows of a file are ordered by it."""
    fields: Mapping[str, str]
    """Role -> text as written: date, side, opponent, home, away, score, letter, round, position, points, ..."""

    @property
    def is_standing(self) -> bool:
        """Whether it is a line of a league table and not a match."""
        return "position" in self.fields

    def get(self, role: str) -> str:
        """The text of a role, single-spaced, its accents composed (NFC); empty where the source has none."""
        return unicodedata.normalize("NFC", " ".join(self.fields.get(role, "").split()))


def says_yes(text: str) -> bool:
    """Whether a cell of a yes-or-no column is a yes."""
    return text.lower() in _YES
