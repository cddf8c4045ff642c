"""What rows know of matches of which nothing can be told: they were, or will be, so that nobody may deny them."""

from dataclasses import dataclass

from builders.results.clubs import Club, Clubs
from builders.results.contests import Contest, read_contest
from builders.results.deciding import Customs
from builders.results.rows import Row
from builders.results.sightings import day_of, season_in
from records.errors import AcervoError

OWED = ("no_score", "awarded_without_score")


@dataclass(frozen=True, slots=True)
class Untold:
    """A match that a row knows without telling how it ended."""

    opponent: Club
    season: str
    """Empty where the row tells none."""
    club_is_home: bool
    owed: bool
    """It has been: a list of the season's matches without it is not whole."""


def untold(row: Row, clubs: Clubs, customs: Customs, reason: str) -> Untold | None:
    """What a row that was left out for a reason knows all the same; None where it names no match."""
    contest = read_contest(row, clubs)
    if not isinstance(contest, Contest) or reason == "not_a_match":
        return None
    try:
        season = season_in(row, day_of(row, customs))
    except AcervoError:  # the date does not exist: the match may have been in any season
        season = ""
    return Untold(clubs.resolve(contest.opponent), season, contest.club_is_home, reason in OWED)
