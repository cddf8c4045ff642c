"""Results files to matches and standings: the one entry point of the reading half."""

from dataclasses import dataclass

from builders.results.clubs import Club
from builders.results.matches import Match
from builders.results.standings import Standing


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that a corpus says about matches and tables, merged and ordered."""

    club: Club
    """The profile's."""
    matches: tuple[Match, ...]
    """By date, then key; undated ones after the dated of their season."""
    standings: tuple[Standing, ...]
    """By season, competition and position."""
    clubs: tuple[Club, ...]
    """Every club of `matches` and `standings`, by slug."""
