"""Clubs as questions name them, and which club a source means by what it writes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Club:
    """A club or team. `Olhanense` and `Sporting Clube Olhanense` are one, `Olhanense (Segundas Categorias)` another."""

    name: str
    """In running text: "Benfica", "Vitória de Setúbal"; as the source writes it where it is in no list of clubs."""
    article: str
    """Of the name: "o" or "a"."""
    slug: str
    """Lower-case ASCII with hyphens, unique among the clubs of one reading."""
