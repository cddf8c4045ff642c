"""Results files to matches and standings: the one entry point of the reading half."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from builders.profile import Profile
from builders.report import Report
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

NOTES = 5  # sentences of one kind about one file


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
    _note_double_days(matches, report)
    _count_matches(matches, standings, report)
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
    _reject_others(file, others, clubs, report)
    return found


def _reject_others(file: SourceFile, rows: list[Row], clubs: Clubs, report: Report) -> None:
    """Rows of other clubs are one rejection a file, its locator the ranges of their lines: 50,000 need no list."""
    if not rows:
        return
    report.count(BUILDER, file.name, "rows of other clubs", len(rows))
    lines = f"lines {_ranges([row.place for row in rows])}"
    report.reject(BUILDER, "other_clubs", file.name, lines, f"{len(rows)} rows, the first: {rows[0].source.quote}")
    for name in sorted({name for row in rows for name in names_of(row, clubs) if clubs.is_like_own(name)}):
        report.note(f"{file.name}: {name!r} is not among the club's names; add it to club.aliases if it is the club")


def _ranges(numbers: list[int]) -> str:
    """ "2-9, 11, 14-20" of ascending numbers."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def _sightings(found: _FileRows, clubs: Clubs, report: Report) -> list[Sighting]:
    """What the rows of one file say, each row that says nothing rejected by name."""
    customs = learn_customs(found.matches, clubs)
    read = [(row, _day(row, customs), _sight(row, clubs, customs)) for row in found.matches]
    sightings = [said for _, _, said in read if isinstance(said, Sighting)]
    latest = max((s.day for s in sightings if s.day), default=None)
    for row, day, said in read:
        if isinstance(said, Refused):
            to_come = said.reason == "no_score" and day and latest and day > latest
            reason = "future_fixture" if to_come else said.reason
            report.reject(BUILDER, reason, found.file.name, row.source.locator, row.source.quote)
            found.untold += filter(None, [untold(row, clubs, customs, reason)])
    _note([said.note for _, _, said in read if isinstance(said, Refused) and said.note], found.file, report)
    found.days |= {day for _, day, _ in read if day}
    return without_doubtful(sightings)


def _still_untold(untold: Sequence[Untold], matches: Sequence[Match]) -> tuple[Untold, ...]:
    """Without those of which another source tells: a list of fixtures is outlived by a list of results."""
    told = {(match.opponent, match.season, match.club_is_home) for match in matches}
    return tuple(one for one in untold if (one.opponent, one.season, one.club_is_home) not in told)


def _sight(row: Row, clubs: Clubs, customs: Customs) -> Sighting | Refused:
    try:
        return sight(row, clubs, customs)
    except ImpossibleDateError as error:
        return Refused("impossible_date", str(error))


def _day(row: Row, customs: Customs) -> date | None:
    """The day that stands in a row; None for one that the calendar does not have."""
    try:
        return day_of(row, customs).day
    except ImpossibleDateError:
        return None


def _note(sentences: list[str], file: SourceFile, report: Report) -> None:
    """The first few sentences about a file, and how many more there are: a column of serial numbers is one mistake."""
    for sentence in sentences[:NOTES]:
        report.note(sentence)
    if len(sentences) > NOTES:
        report.note(f"{file.name}: {len(sentences) - NOTES} more dates do not exist; `report` lists them")


def _note_double_days(matches: Sequence[Match], report: Report) -> None:
    """Point at two matches on one day: a club plays one, so that two names may be of one opponent."""
    for day, group in groupby((m for m in matches if m.date), key=lambda m: m.date):
        played = list(group)
        if len(played) > 1:
            places = " and ".join(f"{m.opponent.name} ({m.sources[0].file}, {m.sources[0].locator})" for m in played)
            report.note(
                f"{day}: two matches on one day, {places}; if they are one club, list its names in the clubs file"
            )


def _count_matches(matches: Sequence[Match], standings: Sequence[Standing], report: Report) -> None:
    """How many matches and standings each file tells of, and on how many it is contradicted."""
    told: Counter[tuple[str, str]] = Counter()
    for what, records in (("matches", matches), ("standings", standings)):
        for record in records:
            for name in {source.file for source in record.sources}:
                told[name, what] += 1
                told[name, f"{what} in conflict"] += bool(record.readings)
    for (name, what), number in sorted(told.items()):
        if number:
            report.count(BUILDER, name, what, number)


def _all_clubs(matches: Sequence[Match], standings: Sequence[Standing]) -> tuple[Club, ...]:
    clubs = {club.slug: club for match in matches for club in (match.home, match.away)}
    clubs |= {standing.club.slug: standing.club for standing in standings}
    return tuple(clubs[slug] for slug in sorted(clubs))
