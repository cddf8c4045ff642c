"""What there was in place of a match that never was: what an answer shows, and checks the question against."""

from datetime import date, timedelta

from builders.hashing import number_of
from builders.phrasing import Question
from builders.results.matches import Match
from builders.results.questions.archive import Archive, Span, month_days, year_days
from builders.results.questions.match_answers import period_of, says_side
from builders.results.questions.never_were import NearMiss, akin

EMPTY_ONE_IN = 4
"""Of the near misses of a period one in so many is shown a day without a match: such a day is not taken on trust."""
UNDATED_ONE_IN = 2
"""Of those of a season with undated matches one in so many is shown no day: nor is that it has none."""


def instead(miss: NearMiss, question: Question, archive: Archive) -> Match | date | None:
    """The match that there was on the day asked about, or on another day of the period; a day without any; nothing."""
    label = period_of(question)
    if not label:
        return miss.instead or miss.day
    matches, span = _period(miss, label, archive)
    if any(match.date is None for match in matches) and number_of(f"undated|{miss.key}") % UNDATED_ONE_IN == 0:
        return None
    shown = [match for match in matches if _may_be_shown(match, miss, says_side(question), archive)]
    if shown and number_of(f"empty|{miss.key}") % EMPTY_ONE_IN:
        return min(shown, key=lambda match: number_of(f"shown|{miss.key}|{match.key}"))
    return _empty_day(miss, span, archive) if span else None


def _period(miss: NearMiss, label: str, archive: Archive) -> tuple[list[Match], Span | None]:
    """The matches of the period that a question says, and its days: of a season from its first match to its last."""
    if label == "epoca":
        matches = archive.seasons.get(miss.season, [])
        days = [match.date for match in matches if match.date]
        return matches, (min(days), max(days)) if days else None
    assert miss.day is not None
    span = month_days(miss.day) if label == "mes" else year_days(miss.day)
    return archive.within(span), span


def _may_be_shown(match: Match, miss: NearMiss, sided: bool, archive: Archive) -> bool:
    """Whether it was the only match of its day, on the side asked about, and not with what may be the club asked."""
    on_side = not sided or match.club_is_home == miss.club_is_home
    return on_side and archive.only_one_on(match.date) is match and not akin(miss.opponent, match.opponent)


def _empty_day(miss: NearMiss, span: Span, archive: Archive) -> date | None:
    first, last = span[0], min(span[1], archive.last_day)
    length = (last - first).days + 1
    start = number_of(f"empty|{miss.key}|day")
    days = (first + timedelta(days=(start + step) % length) for step in range(length))
    return next(filter(archive.is_empty, days), None)
