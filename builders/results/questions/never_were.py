"""Finding matches that never were, each a step away from one that was.

A near miss is checked against everything that is known or may have been: an undated match of the two clubs in that
season, or a date on which only one of two sources insists, rules it out.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from builders.hashing import number_of
from builders.results.clubs import Club, of_one_place
from builders.results.matches import Match
from builders.results.questions.archive import Archive, has_host
from builders.results.questions.wording import season_of

AROUND = 3  # seasons before and after, of whose clubs one is asked about in a season in which it was not met
TRIES = 12  # candidates looked at for one near miss before it is given up


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two clubs on a day (or, without one, in a season) on which they are not known to have met."""

    template: str
    home: Club
    away: Club
    club_is_home: bool
    hosted: bool
    day: date | None
    season: str
    ordered: bool = False
    """Whether only the order of the clubs is wrong: then every question must say who was at home, and not the day."""
    instead: Match | None = None
    """The match that there was on the day."""

    @property
    def opponent(self) -> Club:
        return self.away if self.club_is_home else self.home

    @property
    def key(self) -> str:
        when = self.day.isoformat() if self.day else self.season
        return f"{when}_{self.home.slug}_{self.away.slug}"


class Ring:
    """Matches in a circle by a hash of their keys: a match more or less changes few of the draws."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self._circle = sorted((number_of(match.key), match.key, match) for match in matches)
        self._places = [place for place, _, _ in self._circle]

    def after(self, seed: str) -> Match:
        """The first match after the place of a seed."""
        return self._circle[bisect_left(self._places, number_of(seed)) % len(self._circle)][2]


class Finder:
    """Finds near misses to a match: same season first, since there the wrong answer is most tempting."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        settled = [match for match in archive.results.matches if match.date]
        self._all, self._ever = Ring(settled), Ring(archive.results.matches)
        self._seasons = {
            season: Ring([m for m in matches if m.date]) for season, matches in archive.seasons.items() if season
        }
        self._makers: tuple[Callable[[Match, str], NearMiss], ...] = (
            self._other_opponent,
            self._no_date,
            self._other_date,
            self._other_opponent,
            self._no_date,
            self._swapped,
        )

    def find(self, match: Match, number: int, by_day: bool = False) -> NearMiss | None:
        """The near miss of this number to a match; None where no candidate is safe to deny.

        Asked `by_day` alone nothing misses but a day without a match; of an undated match, another club in its season,
        or the other order where the clubs met once.
        """
        undated = (self._other_club, self._swapped)
        makers = undated if match.date is None else (self._no_date,) if by_day else self._makers
        first = number_of(f"kind|{match.key}|{number}")
        for attempt in range(TRIES):
            maker = makers[(first + attempt) % len(makers)]
            found = maker(match, f"{match.key}|{number}|{attempt}")
            if self._never_was(found):
                return found
        return None

    def _other_match(self, match: Match, seed: str) -> Match:
        ring = self._seasons.get(match.season) if number_of(f"near|{seed}") % 2 else None
        return (ring or self._all).after(seed)

    def _other_date(self, match: Match, seed: str) -> NearMiss:
        other = self._other_match(match, seed)
        return _of(match, "no-match.other-date", other.date, other.season, self.archive.only_one_on(other.date))

    def _other_opponent(self, match: Match, seed: str) -> NearMiss:
        other = self._other_match(match, seed)
        return _of(other, "no-match.other-opponent", match.date, match.season, self.archive.only_one_on(match.date))

    def _other_club(self, match: Match, seed: str) -> NearMiss:
        """A club of the seasons around, which might well have been met: not one of another age."""
        season = season_of(int(match.season[:4]) + number_of(f"season|{seed}") % (2 * AROUND + 1) - AROUND)
        met = self.archive.seasons.get(season, []) if season != match.season else []
        other = min(met, key=lambda found: number_of(f"{seed}|{found.key}")) if met else self._ever.after(seed)
        return _of(other, "no-match.other-opponent", None, match.season)

    def _no_date(self, match: Match, seed: str) -> NearMiss:
        """A day on which there was no match, within three weeks, or the same day of a year close by."""
        assert match.date is not None
        draw = number_of(f"date|{seed}")
        step = draw // 2 % 21 + 1 if draw % 2 else 365 * (draw // 2 % 3 + 1)
        sign = 1 if draw // 128 % 2 else -1
        return _of(match, "no-match.no-date", match.date + timedelta(days=sign * step), season="")

    def _swapped(self, match: Match, seed: str) -> NearMiss:
        found = _of(match, "no-match.swapped", match.date, match.season)
        return replace(found, home=match.away, away=match.home, club_is_home=not match.club_is_home, ordered=True)

    def _never_was(self, miss: NearMiss) -> bool:
        """Whether it is safe to deny the match, and to say what the day's question is answered with."""
        if miss.ordered and not miss.hosted:
            return False
        if miss.day is None:
            side = miss.club_is_home if miss.ordered else None
            return not self.archive.may_have_met(miss.opponent, miss.season, side)
        if miss.day > self.archive.last_day:
            return False
        home = miss.home if miss.ordered else None
        if self.archive.possible(miss.opponent, (miss.day, miss.day), home):
            return False
        if miss.template == "no-match.no-date":
            return self.archive.is_empty(miss.day)
        if miss.ordered:
            return True
        return miss.instead is not None and not akin(miss.opponent, miss.instead.opponent)


def akin(one: Club, other: Club) -> bool:
    """Whether two clubs may be one under two names: by place, or the longer words of one are all in the other's."""
    words, others = ({w for w in club.slug.split("-") if len(w) > 3} for club in (one, other))
    told = bool(words and others) and (words <= others or others <= words)
    return told or one == other or of_one_place(one, other)


def _of(match: Match, template: str, day: date | None, season: str, instead: Match | None = None) -> NearMiss:
    """The clubs of a match, on some day of some season."""
    hosted = has_host(match)
    return NearMiss(template, match.home, match.away, match.club_is_home, hosted, day, season, instead=instead)
