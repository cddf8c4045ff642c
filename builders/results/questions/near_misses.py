"""Matches that never were, each a step away from one that was: what must be answered with "não tenho registo".

A near miss is checked against everything that is known or may have been: an undated match of the two clubs in that
season, or a date on which only one of two sources insists, rules it out.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from builders.results.clubs import Club
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.archive import Archive, has_host, month_days, year_days
from builders.results.questions.asking import Asked, Asker
from builders.results.questions.match_answers import match_refusal
from builders.results.questions.match_questions import two_digit_field
from builders.results.questions.shared import Shared
from records.example import Example

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
    """Whether only the order of the clubs is wrong: then every question must say who was at home."""

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
        self._circle = sorted((_number(match.key), match.key, match) for match in matches)
        self._places = [place for place, _, _ in self._circle]

    def after(self, seed: str) -> Match:
        """The first match after the place of a seed."""
        return self._circle[bisect_left(self._places, _number(seed)) % len(self._circle)][2]


class Finder:
    """Finds near misses to a match: same season first, since there the wrong answer is most tempting."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        settled = [match for match in archive.results.matches if match.date]
        self._all = Ring(settled)
        self._seasons = {
            season: Ring([m for m in settled if m.season == season]) for season in archive.seasons if season
        }
        self._makers: tuple[Callable[[Match, str], NearMiss], ...] = (
            self._other_date,
            self._other_opponent,
            self._no_date,
            self._other_date,
            self._other_opponent,
            self._swapped,
        )

    def find(self, match: Match, number: int) -> NearMiss | None:
        """The near miss of this number to a dated match; None where no candidate is safe to deny."""
        for attempt in range(TRIES):
            maker = self._makers[(_number(f"kind|{match.key}|{number}") + attempt) % len(self._makers)]
            found = maker(match, f"{match.key}|{number}|{attempt}")
            if self._never_was(found, match):
                return found
        return None

    def _other_match(self, match: Match, seed: str) -> Match:
        ring = self._seasons.get(match.season) if _number(f"near|{seed}") % 2 else None
        return (ring or self._all).after(seed)

    def _other_date(self, match: Match, seed: str) -> NearMiss:
        other = self._other_match(match, seed)
        return replace(_of(match, "no-match.other-date"), day=other.date, season=other.season)

    def _other_opponent(self, match: Match, seed: str) -> NearMiss:
        other = _of(self._other_match(match, seed), "no-match.other-opponent")
        return replace(other, day=match.date, season=match.season)

    def _no_date(self, match: Match, seed: str) -> NearMiss:
        """A day on which there was no match, within three weeks, or the same day of a year close by."""
        assert match.date is not None
        draw = _number(f"date|{seed}")
        step = draw // 2 % 21 + 1 if draw % 2 else 365 * (draw // 2 % 3 + 1)
        sign = 1 if draw // 128 % 2 else -1
        return replace(_of(match, "no-match.no-date"), day=match.date + timedelta(days=sign * step), season="")

    def _swapped(self, match: Match, seed: str) -> NearMiss:
        found = _of(match, "no-match.swapped")
        return replace(found, home=match.away, away=match.home, club_is_home=not match.club_is_home, ordered=True)

    def _never_was(self, miss: NearMiss, match: Match) -> bool:
        assert miss.day is not None
        if miss.day > self.archive.last_day or (miss.ordered and not miss.hosted):
            return False
        home = miss.home if miss.ordered else None
        if any(self.archive.possible(miss.opponent, (miss.day, miss.day), home)):
            return False
        if miss.template == "no-match.no-date":
            return miss.day not in self.archive.on_day  # else it is the right date with another opponent
        if miss.template != "no-match.other-opponent":
            return True
        return not any(akin(miss.opponent, other.opponent) for other in self.archive.on_day.get(miss.day, ()))


def near_misses(shared: Shared, asker: Asker, facts: Sequence[Asked]) -> Iterator[Example]:
    """As many near misses as the profile says for each answer about a dated match, asked in the same words."""
    finder = Finder(shared.archive)
    matches = {match.group: match for match in shared.archive.results.matches}
    number = 0
    for asked in facts:
        match = matches[asked.group]
        number = 0 if asked.kind == "match.score" else number
        if match.date is None or asked.flags:
            continue
        wanted = round(asker.count(asked.kind) * shared.request.profile.draw.refusals)
        for _ in range(wanted):
            yield from _examples(finder.find(match, number), asked, match, shared, asker)
            number += 1
        held_out = range(shared.request.profile.draw.held_out) if wanted else ()
        for _ in held_out:
            yield from _examples(finder.find(match, number), asked, match, shared, asker, held_out=True)
            number += 1


def _examples(
    miss: NearMiss | None, asked: Asked, match: Match, shared: Shared, asker: Asker, held_out: bool = False
) -> Iterator[Example]:
    if miss is None:
        shared.reject("no_safe_near_miss", asked.kind, match.key, [match])
        return
    fields = miss_fields(miss, shared)
    refusal = match_refusal(shared.phrasings, asked.kind, fields)
    for question in shared.phrasings.draw(asked.kind, miss.key, fields, 1, held_out):
        told = Asked(
            asked.kind,
            miss.key,
            f"no-match/{miss.key}",
            fields,
            refusal,
            {},
            match.sources,
            refusal,
            (match.group,),
            template=miss.template,
            unanswerable=True,
        )
        yield asker.example(told, question, held_out)


def miss_fields(miss: NearMiss, shared: Shared) -> dict[str, str]:
    """What a question may say of a match that never was: a month or year only where none was in all of it."""
    fields = shared.club | wording.order_fields(miss.home, miss.away, miss.hosted)
    archive = shared.archive
    fields |= wording.opponent_fields(miss.opponent)
    if miss.day is not None:
        if not miss.ordered:
            fields |= wording.date_fields(miss.day) | two_digit_field(miss.opponent, miss.day, archive)
        spans = {"mes_ano": month_days(miss.day), "ano": year_days(miss.day)}
        texts = {"mes_ano": wording.month_text(miss.day), "ano": str(miss.day.year)}
        for name, span in spans.items():
            fields[name] = "" if any(archive.possible(miss.opponent, span, miss.home)) else texts[name]
            fields[f"{name}_par"] = "" if any(archive.possible(miss.opponent, span)) else texts[name]
    if miss.season:
        met = archive.may_have_met(miss.opponent, miss.season)
        fields["epoca"] = fields["epoca_par"] = "" if met else wording.season_name(miss.season)
    return fields


def akin(one: Club, other: Club) -> bool:
    """Whether two clubs may be one under two names: the longer words of one are all in the other's."""
    words, others = ({w for w in club.slug.split("-") if len(w) > 3} for club in (one, other))
    return one == other or (bool(words and others) and (words <= others or others <= words))


def _of(match: Match, template: str) -> NearMiss:
    return NearMiss(template, match.home, match.away, match.club_is_home, has_host(match), match.date, match.season)


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")
