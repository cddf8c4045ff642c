"""Which seasons the archive has whole: only there does a run of matches say what it seems to say."""

from collections import defaultdict

from builders.results.matches import Match
from builders.results.questions.archive import Archive, days
from builders.results.standings import Standing

WITHOUT_TABLE = 20
"""Matches from which a season is taken as whole where no table says how many there were."""

DISPUTED_DAYS = 7
"""Days between two sources' dates of a match that still leave it in its place among the others."""


def table_matches(standing: Standing, archive: Archive) -> list[Match]:
    """The matches that a table counts, where it is clear which they are and all are there; else none.

    Tables and lists of matches name competitions differently: one of the same name, or else the only one with as many
    matches as the table counts.
    """
    competitions: dict[str, list[Match]] = defaultdict(list)
    for match in archive.seasons.get(standing.season, ()):
        competitions[match.competition].append(match)
    complete = [matches for matches in competitions.values() if len(matches) == standing.played]
    named = [matches for matches in complete if matches[0].competition == standing.competition]
    if named:
        return named[0]
    return complete[0] if len(complete) == 1 and len(own_tables(standing.season, archive)) == 1 else []


def own_tables(season: str, archive: Archive) -> list[Standing]:
    """The tables of a season in which the club stands."""
    return [standing for standing in archive.results.standings if standing.own and standing.season == season]


def is_whole(season: str, archive: Archive) -> bool:
    """Whether every match of a season's leagues is known, and each that is known has its place in time."""
    matches = archive.seasons.get(season, [])
    if any((days(match)[1] - days(match)[0]).days > DISPUTED_DAYS for match in matches):
        return False
    tables = own_tables(season, archive)
    if not tables:
        return len(matches) >= WITHOUT_TABLE
    return all(table_matches(table, archive) for table in tables)


def whole_stretches(archive: Archive) -> list[list[Match]]:
    """The matches of whole seasons, those of seasons that follow each other together, in order."""
    stretches: list[list[Match]] = []
    last = 0
    for season in sorted(filter(None, archive.seasons)):
        if is_whole(season, archive):
            if int(season[:4]) != last + 1:
                stretches.append([])
            stretches[-1] += archive.seasons[season]
            last = int(season[:4])
    return stretches
