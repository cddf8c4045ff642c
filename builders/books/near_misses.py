"""What a book does not tell, and nearly does: chapters past its last, days beside those it dates."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from builders.books.asking import Asked, Desk
from builders.books.book import Chapter
from builders.books.chapters import is_complete
from builders.books.facts import Fact
from builders.books.headings import roman
from builders.books.naming import UNITS
from builders.portuguese import long_date


def no_chapters(desk: Desk) -> Iterator[Asked]:
    """Chapters just past the last one of the book, or of each of its parts."""
    numbered = [c for c in desk.book.chapters if c.number and c.kind in UNITS]
    if not is_complete(numbered):
        return  # one that was missed in reading may exist
    last: dict[tuple[str, str], Chapter] = {}
    for chapter in numbered:
        last[chapter.kind, chapter.part] = max(
            chapter, last.get((chapter.kind, chapter.part), chapter), key=lambda c: c.number
        )
    for chapter in last.values():
        for step in range(1, 2 + min(8, len(numbered) // 4)):
            beyond = _beyond(chapter, chapter.number + step)
            yield Asked(
                "no-chapter",
                desk.group(beyond, "sem-registo"),
                fields := desk.fields(beyond),
                desk.phrasings.refusal("no-chapter", fields),
                (desk.source(chapter.heading or chapter.passages[-1].sentences[-1]),),
                {},
                unanswerable=True,
            )


def _beyond(chapter: Chapter, number: int) -> Chapter:
    figures = chapter.numeral.rstrip(".º")
    numeral = chapter.numeral.replace(figures, str(number) if figures.isdigit() else roman(number))
    return Chapter(number, "", chapter.part, chapter.kind, (), numeral)


def no_dates(desk: Desk, dated: Sequence[tuple[str, Fact]]) -> Iterator[Asked]:
    """Near misses of the days asked about: days of which the book tells nothing. `dated` holds all that it dates."""
    told = {key for key, _ in dated}
    for key, fact in dated:
        if fact.kind != "what" or len(key) != len("1910-04-01"):
            continue
        day = _near(date.fromisoformat(key), told)
        told.add(day.isoformat())
        fields = {**desk.fields(None), "em_data": f"a {long_date(day)}"}
        yield Asked(
            "no-date",
            desk.group(None, f"sem-registo-{day.isoformat()}"),
            fields,
            desk.phrasings.refusal("no-date", fields),
            (desk.source(fact.sentence),),
            {},
            unanswerable=True,
        )


def _near(day: date, taken: set[str]) -> date:
    """The nearest day of another week that nothing is told of."""
    for days in (7, -7, 14, -14, 21, 10, -10, 3, -3, 30, 60, 90, 120):
        near = day + timedelta(days=days)
        if near.isoformat() not in taken and near.isoformat()[:7] not in taken:
            return near
    return day + timedelta(days=365)
