"""Results files to matches and standings: the one entry point of the reading half."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from builders.profile import Profile
from builders.report import Report
from builders.results.accounts import count_told, note_double_days, note_some, reject_others
from builders.results.clubs import Club, Clubs
from builders.results.contests import is_of_club, names_of
from builders.results.dates import ImpossibleDateError
from builders.results.deciding import Customs, learn_customs
from builders.results.doubts import without_doubtful
from builders.results.formats import read_rows
from builders.results.matches import Match
from builders.results.matching import make_matches, told_apart
from builders.results.merging import merge
from builders.results.rows import BUILDER, Refused, Row
from builders.results.settling import settle
from builders.results.sightings import Sighting, day_of, sight
from builders.results.standings import Standing
from builders.results.tabling import make_standings
from builders.results.untold import Untold, untold
from builders.sources import SourceError, SourceFile
from records.verdicts import Settlement


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that a corpus says about matches and tables, merged and ordered."""

    club: Club
    """The profile's."""
    matches: tuple[Match, ...]
    """By date, then key; undated ones after the dated of their season."""
    standings: tuple[Standing, ...]
    """By season, competition and position."""
    clubs: tuple[Club, ...]
    """Every club of `matches` and `standings`, by slug."""
    untold: tuple[Untold, ...] = ()
    """Matches that a row knows without telling how they ended."""
    days: frozenset[date] = frozenset()
    """Every day that stands in a row of the profile's club, whether a match could be made of it or not."""


@dataclass(slots=True)
class _FileRows:
    """The rows of one file that say something of the profile's club."""

    file: SourceFile
    matches: list[Row] = field(default_factory=list)
    standings: list[Row] = field(default_factory=list)
    untold: list[Untold] = field(default_factory=list)
    days: set[date] = field(default_factory=set)


def read_results(
    files: Sequence[SourceFile],
    profile: Profile,
    report: Report,
    settlements: Mapping[str, Settlement],
    strict: bool = False,
) -> Results:
    """Read every file and merge what they say. The order of the files makes no difference.

    A file that cannot be used is reported and the others go on; raises its SourceError if `strict`.
    """
    files = sorted(files, key=lambda file: file.name)
    listed = Clubs(profile)
    read = [_read(file, listed, report, strict) for file in files]
    names = [name for one in read for row in one.matches for name in names_of(row, listed)]
    teams = [team for one in read for row in one.standings if (team := row.get("team"))]
    clubs = Clubs(profile, names + teams)
    sightings = [s for one in read for s in _sightings(one, clubs, report)]
    clusters = told_apart(merge(sightings), settlements)
    matches = settle(make_matches(clusters, profile), settlements, report)
    standings = make_standings([row for one in read for row in one.standings], clubs, report)
    note_double_days(matches, report)
    count_told(matches, standings, report)
    return Results(
        clubs.own,
        tuple(matches),
        tuple(standings),
        _all_clubs(matches, standings),
        _still_untold([one for file in read for one in file.untold], matches),
        frozenset(day for file in read for day in file.days),
    )


def _read(file: SourceFile, clubs: Clubs, report: Report, strict: bool) -> _FileRows:
    found = _FileRows(file)
    others: list[Row] = []
    try:
        for row in read_rows(file, report):
            report.count(BUILDER, file.name, "rows")
            if row.is_standing:
                found.standings.append(row)
            else:
                (found.matches if is_of_club(row, clubs) else others).append(row)
    except SourceError as error:
        if strict:
            raise
        report.note(str(error))
        report.reject(BUILDER, "unreadable_file", file.name, "", str(error))
    reject_others(file, others, clubs, report)
    return found


def _sightings(found: _FileRows, clubs: Clubs, report: Report) -> list[Sighting]:
    """What the rows of one file say, each row that says nothing rejected by name."""
    customs = learn_customs(found.matches, clubs)
    read = [(row, *_sight(row, clubs, customs)) for row in found.matches]
    sightings = [said for _, _, said in read if isinstance(said, Sighting)]
    latest = max((s.day for s in sightings if s.day), default=None)
    for row, day, said in read:
        if isinstance(said, Refused):
            to_come = said.reason == "no_score" and day and latest and day > latest
            reason = "future_fixture" if to_come else said.reason
            report.reject(BUILDER, reason, found.file.name, row.source.locator, row.source.quote)
            found.untold += filter(None, [untold(row, clubs, customs, reason)])
    note_some([said.note for _, _, said in read if isinstance(said, Refused) and said.note], found.file, report)
    found.days |= {day for _, day, _ in read if day}
    return without_doubtful(sightings)


def _still_untold(untold: Sequence[Untold], matches: Sequence[Match]) -> tuple[Untold, ...]:
    """Without those of which another source tells: a list of fixtures is outlived by a list of results."""
    told = {(match.opponent, match.season, match.club_is_home) for match in matches}
    return tuple(one for one in untold if (one.opponent, one.season, one.club_is_home) not in told)


def _sight(row: Row, clubs: Clubs, customs: Customs) -> tuple[date | None, Sighting | Refused]:
    """The day that stands in a row, and what the row says."""
    try:
        when = day_of(row, customs)
    except ImpossibleDateError as error:
        return None, Refused("impossible_date", str(error))
    return when.day, sight(row, clubs, customs, when)


def _all_clubs(matches: Sequence[Match], standings: Sequence[Standing]) -> tuple[Club, ...]:
    clubs = {club.slug: club for match in matches for club in (match.home, match.away)}
    clubs |= {standing.club.slug: standing.club for standing in standings}
    return tuple(clubs[slug] for slug in sorted(clubs))
