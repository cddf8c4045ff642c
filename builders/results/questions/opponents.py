"""The club against one other: season by season, totals, first and last meeting, biggest win and heaviest defeat."""

from collections.abc import Iterator, Sequence

from builders.portuguese import long_date, plural
from builders.results.clubs import Club
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.archive import days, month_days
from builders.results.questions.asking import Asked, Subject
from builders.results.questions.shared import Shared, by_season, groups_of, sources_of
from builders.results.questions.totals import extreme_facts, totals
from builders.results.seasons import season_of


def opponent_facts(shared: Shared) -> Iterator[Asked]:
    """Everything that is asked of each opponent, by slug."""
    for opponent in sorted(shared.archive.against, key=lambda club: club.slug):
        matches = shared.archive.against[opponent]
        yield from _seasons(opponent, matches, shared)
        yield from _months(opponent, matches, shared)
        yield from _record(opponent, matches, shared)
        if len(matches) > 1:
            yield from _meetings(opponent, matches, shared)
            subjects = [subject(f"opponent.{name}", opponent, shared) for name in ("biggest-win", "heaviest-defeat")]
            yield from extreme_facts((subjects[0], subjects[1]), matches, shared)


def subject(kind: str, opponent: Club, shared: Shared) -> Subject:
    """A figure over all matches against a club."""
    name = kind.removeprefix("opponent.")
    fields = shared.club | wording.opponent_fields(opponent)
    return Subject(kind, opponent.slug, f"opponent/{opponent.slug}/{name}", fields)


def season_subject(opponent: Club, season: str, shared: Shared) -> Subject:
    """The matches of a season against a club."""
    fields = shared.club | wording.opponent_fields(opponent) | wording.season_fields(season, shared.archive.seasons)
    return Subject("opponent.season", f"{opponent.slug}_{season}", f"opponent/{opponent.slug}/season-{season}", fields)


def _seasons(opponent: Club, matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    for season, played in by_season(matches):
        about = season_subject(opponent, season, shared)
        if shared.archive.owes(opponent, season):
            shared.reject("depends_on_unscored", about.kind, about.key, played)
        else:
            yield from _list(about, played, shared)


def _months(opponent: Club, matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    """Months with several matches; with one the month alone names the match, and its own questions say so."""
    for first in sorted({month_days(match.date)[0] for match in matches if match.date}):
        played = shared.archive.possible(opponent, month_days(first))
        key = f"{opponent.slug}_{first:%Y-%m}"
        if len(played) < 2:
            continue
        if any(match.date is None and not match.readings for match in played):
            shared.reject("depends_on_undated", "opponent.month", key, played)
            continue
        if shared.archive.owes(opponent, season_of(first)):
            shared.reject("depends_on_unscored", "opponent.month", key, played)
            continue
        fields = shared.club | wording.opponent_fields(opponent) | {"mes_ano": wording.month_text(first)}
        group = f"opponent/{opponent.slug}/month-{first:%Y-%m}"
        yield from _list(Subject("opponent.month", key, group, fields), played, shared)


def _list(about: Subject, matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    if not shared.sound(about.kind, about.key, matches):
        return
    number = plural(len(matches), "jogo")
    lines = [wording.match_line(match) for match in matches]
    answer = shared.phrasings.answer(about.kind, about.fields | {"numero": number, "jogos": wording.listed(lines)})
    facts = {"played": number} | {f"match_{n}": line for n, line in enumerate(lines, 1)}
    yield shared.asked(about, answer, facts, sources_of(matches), groups_of(matches))


def _record(opponent: Club, matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    about = subject("opponent.record", opponent, shared)
    if not shared.sound(about.kind, about.key, matches):
        return
    said, facts = totals(matches)
    case = ("um" if len(matches) == 1 else "varios") + ("-penaltis" if any(m.penalties for m in matches) else "")
    answer = shared.phrasings.answer(about.kind, about.fields | said, case)
    yield shared.asked(about, answer, facts, sources_of(matches), groups_of(matches) if len(matches) == 1 else ())


def _meetings(opponent: Club, matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    """First and last meeting, where no undated match may have come before or after."""
    for kind in ("opponent.first", "opponent.last"):
        about = subject(kind, opponent, shared)
        match, others = meeting(kind, matches)
        if match is None:
            continue
        if others:
            reason = "depends_on_conflict" if any(o.readings for o in others) else "depends_on_undated"
            shared.reject(reason, kind, about.key, others)
        elif shared.sound(kind, about.key, [match]):
            yield _meeting(about, match, shared)


def meeting(kind: str, matches: Sequence[Match]) -> tuple[Match | None, list[Match]]:
    """The first or the last dated match, and those that may have been before it (or after); all where none is dated."""
    dated = sorted((match for match in matches if match.date), key=lambda match: (match.date, match.key))
    if not dated:
        return None, list(matches)
    match = dated[0 if kind == "opponent.first" else -1]
    return match, [other for other in matches if other is not match and _may_be_beyond(other, match, kind)]


def _may_be_beyond(other: Match, match: Match, kind: str) -> bool:
    """Whether another match may have been before the first one (or after the last), or on its day."""
    earliest, latest = days(other)
    assert match.date is not None
    return earliest <= match.date if kind == "opponent.first" else latest >= match.date


def _meeting(about: Subject, match: Match, shared: Shared) -> Asked:
    assert match.date is not None
    said = {"quando": wording.when(match), "par": wording.called(match), "resultado": wording.result_text(match)}
    facts = {"date": long_date(match.date), "score": wording.result_text(match)}
    answer = shared.phrasings.answer(about.kind, about.fields | said)
    return shared.asked(about, answer, facts, match.sources, (match.group,))
