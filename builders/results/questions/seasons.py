"""A season of the club: its place in the table, what it won and lost, its best and worst day, its longest run."""

from collections.abc import Iterator, Sequence

from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.asking import Asked, Subject
from builders.results.questions.completeness import is_whole
from builders.results.questions.shared import Shared, sources_of
from builders.results.questions.standing_questions import standing_facts
from builders.results.questions.totals import extreme_facts, run_facts, totals


def season_facts(shared: Shared) -> Iterator[Asked]:
    """Everything that is asked of each season, in order."""
    yield from standing_facts(shared)
    for season in sorted(filter(None, shared.archive.seasons)):
        matches = shared.archive.seasons[season]
        if len(matches) > 1:
            yield from _balance(season, matches, shared)
            subjects = [season_subject(f"season.{name}", season, shared) for name in ("biggest-win", "heaviest-defeat")]
            yield from extreme_facts((subjects[0], subjects[1]), matches, shared)
            yield from _unbeaten(season, matches, shared)


def season_subject(kind: str, season: str, shared: Shared) -> Subject:
    """A figure over all matches of a season."""
    fields = shared.club | wording.season_fields(season, shared.archive.seasons)
    return Subject(kind, season, f"season/{season}/{kind.removeprefix('season.')}", fields)


def _balance(season: str, matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    about = season_subject("season.balance", season, shared)
    if not shared.sound(about.kind, about.key, matches):
        return
    said, facts = totals(matches)
    answer = shared.phrasings.answer(about.kind, about.fields | said)
    yield shared.asked(about, answer, facts, sources_of(matches))


def _unbeaten(season: str, matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    """The longest run of a season that is known whole: a match unknown may have ended it."""
    about = season_subject("season.unbeaten", season, shared)
    if is_whole(season, shared.archive):
        yield from run_facts(about, [list(matches)], shared)
    else:
        shared.reject("season_not_whole", about.kind, about.key, matches)
