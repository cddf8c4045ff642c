"""Where the profile's club ended a season: what one builder reads and others hold their own sources against."""

from dataclasses import dataclass

from records.example import Source


@dataclass(frozen=True, slots=True)
class FinalPlace:
    """The profile's club in a league table on which all sources agree."""

    season: int
    """The year in which it began: 1994 of 1994/95."""
    competition: str
    """With its abbreviations written out: "II Divisão Zona Sul"."""
    position: int
    sources: tuple[Source, ...]
