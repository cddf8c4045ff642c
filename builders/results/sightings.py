"""Sighting: what one row says of one match of the profile's club, understood; or the reason why it says nothing."""

from dataclasses import dataclass
from datetime import date

from builders.results.clubs import Club, Clubs
from builders.results.competitions import competition_of_file, open_competition, open_round
from builders.results.contests import Contest, read_contest
from builders.results.dates import SourceDate, read_date
from builders.results.deciding import Customs, decide_score
from builders.results.headers import PLACE_WORDS, fold_header
from builders.results.matches import Score, Side
from builders.results.rows import Refused, Row
from builders.results.scores import WrittenScore, turned
from builders.results.seasons import (
    find_season,
    is_within,
    season_name,
    season_of,
    start_of,
    start_year,
    without_season,
)
from records.example import Source


@dataclass(frozen=True, slots=True)
class Sighting:
    """One row's word on one match. `score` is home goals first, as in Match."""

    day: date | None
    undated: str
    club: Club
    opponent: Club
    at_home: Side
    club_is_home: bool
    score: Score
    penalties: Score | None
    extra_time: bool
    competition: str
    season: str
    round: str
    venue: str
    source: Source
    place: int

    @property
    def home(self) -> Club:
        return self.club if self.club_is_home else self.opponent

    @property
    def away(self) -> Club:
        return self.opponent if self.club_is_home else self.club


def sight(row: Row, clubs: Clubs, customs: Customs, when: SourceDate) -> Sighting | Refused:
    """Understand one row that is of the profile's club; `when`: its `day_of`."""
    contest = read_contest(row, clubs)
    if isinstance(contest, Refused):
        return contest
    own_first = decide_score(row, contest, customs)
    if isinstance(own_first, Refused):
        return own_first
    return _sighting(row, clubs, contest, own_first, when)


def day_of(row: Row, customs: Customs) -> SourceDate:
    """The date of a row, or why it has none. Raises ImpossibleDateError."""
    return read_date(row.get("date"), f"{row.source.file}:{row.place}", _year_hint(row), customs.month_first)


def _sighting(row: Row, clubs: Clubs, contest: Contest, own_first: WrittenScore, when: SourceDate) -> Sighting:
    goals, penalties = own_first.goals, own_first.penalties
    season = season_in(row, when)
    day, undated = _day_in_season(row, when, season)
    round_ = contest.round or open_round(row.get("round"))
    return Sighting(
        day=day,
        undated=undated,
        club=clubs.own,
        opponent=clubs.resolve(contest.opponent),
        at_home=_at_home(contest.at_home, round_),
        club_is_home=contest.club_is_home,
        score=goals if contest.club_is_home else (goals[1], goals[0]),
        penalties=penalties if contest.club_is_home else turned(penalties),
        extra_time=own_first.extra_time,
        competition=contest.competition
        or open_competition(without_season(row.get("competition")))
        or competition_of_file(row.source.file),
        season=season,
        round=round_,
        venue=row.get("venue") or _venue_in_side(row),
        source=row.source,
        place=row.place,
    )


def _at_home(stated: Side, round_: str) -> Side:
    """Where the club played. Of a final nobody knows: it is played where its organiser says, and a list puts one of the
    two at home all the same. Whose goals stand first is read as it is written.
    """
    return "unknown" if round_ == "final" and stated != "neutral" else stated


def _day_in_season(row: Row, when: SourceDate, season: str) -> tuple[date | None, str]:
    """The day, or none and why: one that lies outside the stated season is a mistake in one of the two."""
    if when.day and season and not is_within(when.day, season):
        return None, f"{when.day.isoformat()}, fora da época de {season}"
    if when.undated and row.get("year") and not when.year:
        return None, f"{when.undated} ({row.get('year')})"
    return when.day, when.undated


def _venue_in_side(row: Row) -> str:
    """A "Local" column that holds the name of a ground instead of Casa or Fora."""
    text = row.get("side")
    return "" if fold_header(text) in PLACE_WORDS else text


def season_in(row: Row, when: SourceDate) -> str:
    """Stated by the row or its headings; else of the date, exact or approximate; else of the file's name."""
    stated = find_season(row.get("season")) or find_season(row.get("competition"))
    if stated:
        return stated
    if when.day:
        return season_of(when.day)
    year = when.year or (int(row.get("year")) if row.get("year") else None)
    if year and when.month:
        return season_name(start_of(year, when.month))
    return "" if year else find_season(row.source.file.rpartition("/")[2])


def _year_hint(row: Row) -> int | None:
    """A year near the row's date, from the headings above it."""
    if row.get("year"):
        return int(row.get("year"))
    season = find_season(row.get("season"))
    return start_year(season) if season else None
