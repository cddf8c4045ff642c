"""What the report says of results files: rows of others, dates that do not exist, days with two matches, counts."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from builders.report import Report
from builders.results.clubs import Clubs
from builders.results.contests import names_of
from builders.results.matches import Match
from builders.results.rows import BUILDER, Row
from builders.results.standings import Standing
from builders.sources import SourceFile

NOTES = 5  # sentences of one kind about one file


def reject_others(file: SourceFile, rows: list[Row], clubs: Clubs, report: Report) -> None:
    """Rows of other clubs are one rejection a file, its locator the ranges of their lines: 50,000 need no list."""
    if not rows:
        return
    report.count(BUILDER, file.name, "rows of other clubs", len(rows))
    lines = f"lines {_ranges([row.place for row in rows])}"
    report.reject(BUILDER, "other_clubs", file.name, lines, f"{len(rows)} rows, the first: {rows[0].source.quote}")
    for name in sorted({name for row in rows for name in names_of(row, clubs) if clubs.is_like_own(name)}):
        report.note(f"{file.name}: {name!r} is not among the club's names; add it to club.aliases if it is the club")


def note_some(sentences: list[str], file: SourceFile, report: Report) -> None:
    """The first few sentences about a file, and how many more there are: a column of serial numbers is one mistake."""
    for sentence in sentences[:NOTES]:
        report.note(sentence)
    if len(sentences) > NOTES:
        report.note(f"{file.name}: {len(sentences) - NOTES} more dates do not exist; `report` lists them")


def note_double_days(matches: Sequence[Match], report: Report) -> None:
    """Point at two matches on one day: a club plays one, so that two names may be of one opponent."""
    for day, group in groupby((m for m in matches if m.date), key=lambda m: m.date):
        played = list(group)
        if len(played) > 1:
            places = " and ".join(f"{m.opponent.name} ({m.sources[0].file}, {m.sources[0].locator})" for m in played)
            report.note(
                f"{day}: two matches on one day, {places}; if they are one club, list its names in the clubs file"
            )


def count_told(matches: Sequence[Match], standings: Sequence[Standing], report: Report) -> None:
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


def _ranges(numbers: list[int]) -> str:
    """ "2-9, 11, 14-20" of ascending numbers."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
