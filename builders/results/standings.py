"""Standing: one club's line in a league table."""

from dataclasses import dataclass

from builders.results.clubs import Club
from records.example import Source


@dataclass(frozen=True, slots=True)
class StandingReading:
    """What some of a standing's sources say, where not all say the same."""

    position: int
    points: int | None
    sources: tuple[int, ...]
    """Indices into Standing.sources, ascending."""
    played: int | None = None
    won: int | None = None
    drawn: int | None = None
    lost: int | None = None
    goals_for: int | None = None
    goals_against: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a league table, of the profile's club or of another. A figure that no source gives is None."""

    season: str
    """`1994-95`."""
    competition: str
    """As the table's heading writes it: "II Divisão, Zona D, Grupo 8"."""
    position: int
    club: Club
    points: int | None
    played: int | None
    won: int | None
    drawn: int | None
    lost: int | None
    goals_for: int | None
    goals_against: int | None
    sources: tuple[Source, ...]
    own: bool
    """Whether it is the profile's club's line."""
    readings: tuple[StandingReading, ...] = ()
    """Empty where sources agree; otherwise nothing that differs may be said as true."""

    @property
    def group(self) -> str:
        """The name of the fact, for splits and settlements."""
        return f"season/{self.season}"
