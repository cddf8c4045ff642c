"""What the archive knows and may know: which questions name one match, and which matches never were."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from typing import TypeVar

from builders.results.clubs import Club, of_one_place
from builders.results.matches import Match
from builders.results.reading import Results

Span = tuple[date, date]
"""First and last day, both included."""

Key = TypeVar("Key")
Value = TypeVar("Value")
EVER: Span = (date.min, date.max)


class Archive:
    """The matches of one reading by opponent and season. Undated and conflicted ones are known too."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.against: dict[Club, list[Match]] = _grouped(results.matches, lambda match: match.opponent)
        """Every match against each club, in the order of the reading."""
        self._calendars = {club: Calendar(matches) for club, matches in self.against.items()}
        self._untold = {(one.opponent, one.season) for one in results.untold}
        self._met = self._untold | {(match.opponent, match.season) for match in results.matches}
        clubs = {club for club, _ in self._met}
        self._kin = {club: [other for other in clubs if other == club or of_one_place(club, other)] for club in clubs}
        self.seasons: dict[str, list[Match]] = _grouped(results.matches, lambda match: match.season)
        """Every match of each season; those of no known season under ""."""
        self.on_day: dict[date | None, list[Match]] = _grouped(results.matches, lambda match: match.date)
        self.doubtful = {reading.date for match in results.matches for reading in match.readings}
        """Days on which some source, but not all, tells of a match."""
        self._all = Calendar(results.matches)
        self.last_day = max((match.date for match in results.matches if match.date), default=date.min)

    def only_one_on(self, day: date | None) -> Match | None:
        """The match of a day on which there was one and no more, as all sources have it."""
        played = self.on_day.get(day, [])
        settled = day is not None and len(played) == 1 and day not in self.doubtful and not disputed(played)
        return played[0] if settled else None

    def is_empty(self, day: date) -> bool:
        """Whether no source tells of a match on a day, not even of one without a result."""
        return day not in self.on_day and day not in self.doubtful and day not in self.results.days

    def possible(self, opponent: Club, span: Span, home: Club | None = None) -> list[Match]:
        """The matches against a club that were, or may have been, within a span; with `home`, in that order only.

        An undated match may have been on any day of its season. Where nobody was at home either order is said.
        """
        calendar = self._calendars.get(opponent)
        found = calendar.within(span) if calendar else []
        return [match for match in found if home is None or match.home == home or not has_host(match)]

    def within(self, span: Span) -> list[Match]:
        """The dated matches of a span, against whichever club."""
        return self._all.dated(span)

    def identifies(self, match: Match, span: Span, in_order: bool) -> bool:
        """Whether the two clubs and a span name this match and no other."""
        home = match.home if in_order and has_host(match) else None
        return all(other is match for other in self.possible(match.opponent, span, home))

    def identifies_in_season(self, match: Match, in_order: bool) -> bool:
        """Whether the two clubs and the season name this match and no other."""
        if not match.season or (match.opponent, match.season) in self._untold:
            return False
        in_order = in_order and has_host(match)
        return all(
            other is match or (in_order and has_host(other) and other.home != match.home)
            for other in self.against[match.opponent]
            if other.season in ("", match.season)
        )

    def in_other_century(self, day: date, opponent: Club | None = None) -> bool:
        """Whether a day with two figures for its year may mean another match: "5/10/13" is of 1913 and of 2013.

        With an opponent, one against it; else one against whomever.
        """
        others = _in_other_centuries(day)
        if opponent is None:
            return not others or not all(map(self.is_empty, others))
        return not others or any(self.possible(opponent, (other, other)) for other in others)

    def may_have_met(self, opponent: Club, season: str, at_home: bool | None = None) -> bool:
        """Whether a match against a club, or one that may be it under another name, is, or may be, of a season.

        `at_home`: of those at which the club was, or may have been, at home; or away.
        """
        names = self._kin.get(opponent, ())
        if at_home is None:
            return any((club, when) in self._met for club in names for when in ("", season))
        told = [match for club in names for match in self.against.get(club, ()) if match.season in ("", season)]
        untold = (one for one in self.results.untold if one.opponent in names and one.season in ("", season))
        return any(match.club_is_home == at_home or not has_host(match) for match in told) or any(
            one.club_is_home == at_home for one in untold
        )

    def owes(self, opponent: Club, season: str) -> bool:
        """Whether a match against a club is known of a season of which no source says how it ended."""
        return any(one.owed and (one.opponent, one.season) == (opponent, season) for one in self.results.untold)


class Calendar:
    """Matches by day, so that of the hundreds against a club only those of a span are looked at."""

    def __init__(self, matches: Sequence[Match]) -> None:
        known = [(days(match), place, match) for place, match in enumerate(matches)]
        self._sure = sorted((span[0], place, match) for span, place, match in known if span[0] == span[1])
        self._days = [day for day, _, _ in self._sure]
        self._vague = [(span, place, match) for span, place, match in known if span[0] != span[1]]
        """Undated ones, and those on whose day sources differ."""

    def dated(self, span: Span) -> list[Match]:
        """Those whose day is known and within a span, by day."""
        return [match for _, _, match in self._between(span)]

    def within(self, span: Span) -> list[Match]:
        """Those that were or may have been within a span, in the order in which they were given."""
        sure = self._between(span)
        if not sure and not self._vague:
            return []
        found = [(place, match) for _, place, match in sure]
        found += [(place, match) for known, place, match in self._vague if _overlap(known, span)]
        return [match for _, match in sorted(found, key=itemgetter(0))]

    def _between(self, span: Span) -> list[tuple[date, int, Match]]:
        return self._sure[bisect_left(self._days, span[0]) : bisect_right(self._days, span[1])]


def _in_other_centuries(day: date) -> list[date]:
    """The day a century before and after; none of a leap day, which not every century has."""
    return [] if (day.month, day.day) == (2, 29) else [day.replace(year=day.year + years) for years in (-100, 100)]


def has_host(match: Match) -> bool:
    """Whether one of the clubs played at home and it is known which: then their order says something."""
    return match.at_home in ("home", "away")


def days(match: Match) -> Span:
    """The days on which a match may have been played: one where it is dated."""
    told = [reading.date for reading in match.readings]
    if match.date is not None:
        told.append(match.date)
    if told and None not in told:
        known = [day for day in told if day is not None]
        return min(known), max(known)
    return season_days(match.season) if match.season else EVER


def season_days(season: str) -> Span:
    """Both calendar years of a season, whole: sources differ on where a season ends."""
    year = int(season[:4])
    return date(year, 1, 1), date(year + 1, 12, 31)


def month_days(day: date) -> Span:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.replace(day=1), date.fromordinal(following.toordinal() - 1)


def year_days(day: date) -> Span:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def disputed(matches: Sequence[Match]) -> bool:
    """Whether a figure over these matches would rest on one about which sources differ."""
    return any(match.readings or match.score is None for match in matches)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _grouped(values: Sequence[Value], key: Callable[[Value], Key]) -> dict[Key, list[Value]]:
    grouped: dict[Key, list[Value]] = defaultdict(list)
    for value in values:
        grouped[key(value)].append(value)
    return dict(grouped)
