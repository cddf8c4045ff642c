"""Match: one game between two clubs, with every place in the corpus that tells of it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from builders.results.clubs import Club
from records.example import Source

Side = Literal["home", "away", "neutral", "unknown"]
"""Where the profile's club played. `unknown`: no source says, as in an owner's list that leaves the place blank."""
Score = tuple[int, int]
"""Goals of the home side, goals of the away side, whichever club the source puts first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What some of a match's sources say, where not all say the same."""

    date: date | None
    score: Score | None
    penalties: Score | None
    sources: tuple[int, ...]
    """Indices into Match.sources, ascending."""
    other_order: bool = False
    """Whether these sources have the other club at home. The figures stand in the match's order all the same."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground that somebody names for a match."""

    name: str
    """With no article, as its fullest naming has it."""
    sources: tuple[int, ...]
    """Indices into the match's sources; empty where it is the profile alone that says so."""


@dataclass(frozen=True, slots=True)
class Match:
    """A match that was played, of the profile's club against another."""

    key: str
    """`1995-04-02_farense_benfica`; without a date `1943-44_ii-divisao_farense_luso`, longer where two would be equal.

    A match whose sources give two dates is keyed by the earlier one, and keeps its key when a person settles it.
    """
    date: date | None
    """None where no source gives one (`undated` says why) or where sources differ (`readings` holds them)."""
    undated: str
    """Why there is no date, or the approximate one as written: "Meados de Abril", "sem data", "1943-12-12 repetida"."""
    home: Club
    away: Club
    score: Score | None
    """Home goals, away goals, penalties not included. None only where sources differ (`readings`)."""
    penalties: Score | None
    extra_time: bool
    competition: str
    """As the best source writes it, abbreviations opened; empty where no source says."""
    season: str
    """`1994-95`, `1999-00`; stated, or from the date with the year cut at 1 July. Empty where neither is known."""
    round: str
    """"34.ª jornada", "final", "quartos de final", "3.ª eliminatória"; empty where not known."""
    grounds: tuple[Ground, ...]
    """Where it was played; empty where not known, several where sources differ."""
    at_home: Side
    """Where the profile's club played: at its home, at the other's, on neutral ground; or nobody says where."""
    club_is_home: bool
    """Whether `home` is the profile's club: which of the two goals are its own, neutral ground or not."""
    sources: tuple[Source, ...]
    """In order of file and place; never empty."""
    readings: tuple[Reading, ...] = ()
    """Empty where sources agree; otherwise nothing that differs may be said as true."""

    @property
    def group(self) -> str:
        """The name of the fact, for splits and settlements."""
        return f"match/{self.key}"

    @property
    def order(self) -> str:
        """The clubs, the one at home first: "Farense-Benfica"."""
        return f"{self.home.name}-{self.away.name}"

    @property
    def club(self) -> Club:
        """The profile's club."""
        return self.home if self.club_is_home else self.away

    @property
    def opponent(self) -> Club:
        return self.away if self.club_is_home else self.home

    @property
    def goals_for(self) -> int | None:
        """Goals of the profile's club; None where sources differ."""
        return None if self.score is None else self.score[0 if self.club_is_home else 1]

    @property
    def goals_against(self) -> int | None:
        return None if self.score is None else self.score[1 if self.club_is_home else 0]
