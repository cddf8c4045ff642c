"""One source read whole: its names and everything that it states, each statement with its line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from builders.biographies.careers import Career, career_statements, read_entries
from builders.biographies.clubs import ClubNames
from builders.biographies.documents import Document
from builders.biographies.facts import Biography, LeftOut, Names, Section, Statement
from builders.biographies.figures import read_figures
from builders.biographies.honours import read_caps, read_family
from builders.biographies.life import birth_year, read_life, read_played_as
from builders.biographies.markup import HEADING, plain
from builders.biographies.names import fold_name, is_feminine, read_names
from builders.biographies.sections import read_sections
from builders.biographies.structured import read_fields, structured_names
from builders.biographies.times import Span
from builders.biographies.title_lists import INCOMPLETE
from builders.biographies.titles import read_titles
from records.example import Source


def read_biography(document: Document, clubs: ClubNames) -> Biography | None:
    """What a source says and of whom; None where it does not say of whom."""
    named = structured_names(document) or read_names(document)
    if named is None:
        return None
    names = replace(named, feminine=is_feminine(document))
    first = [*read_fields(document, clubs, None), *read_life(document, names)]
    born = birth_year([item for item in first if isinstance(item, Statement)])
    found: list[Statement | LeftOut] = [*read_fields(document, clubs, born), *read_life(document, names)]
    if not any(isinstance(item, Statement) and item.what == "position" for item in found):
        found += read_played_as(document)
    career = read_entries(document, clubs, born)
    found += career_statements(career)
    found += read_titles(document, clubs, born, tuple(dict.fromkeys(entry.club for entry in career.entries)))
    found += [*read_family(document, names), *read_caps(document), *read_figures(document, career, clubs)]
    parts = list(read_sections(document, names, clubs))
    statements = tuple(_plausible((item for item in found if isinstance(item, Statement)), career))
    kept = set(statements)
    doubted = [item for item in found if isinstance(item, Statement) and item not in kept]
    implausible = [LeftOut(reason, item.source) for item in doubted for reason in ("contradicts_itself", INCOMPLETE)]
    left_out = [item for item in (*found, *parts) if isinstance(item, LeftOut)]
    return Biography(
        document.name,
        names,
        statements,
        tuple(dict.fromkeys((*left_out, *implausible))),
        name_places(document, names),
        tuple(part for part in parts if isinstance(part, Section)),
    )


def _plausible(statements: Iterable[Statement], career: Career) -> Iterator[Statement]:
    """Statements less the titles that lie outside the years that the source gives at their club."""
    claimed: dict[str, list[Span]] = {}
    for entry in career.entries:
        claimed.setdefault(entry.club.key, []).extend(entry.claimed)
    for item in statements:
        years = claimed.get(item.club.key) if item.what == "title" and item.club else None
        seasons = [s for s in item.value if isinstance(s, Span)] if isinstance(item.value, tuple) else []
        if not years or all(any(_within(season, span) for span in years) for season in seasons):
            yield item


def _within(season: Span, years: Span) -> bool:
    return years.first <= season.first and season.last <= max(years.last, years.first + 1)


def name_places(document: Document, names: Names) -> tuple[Source, ...]:
    """Where the names stand: the title, then the first line or field that has the full name, and each nickname's."""
    wanted = {fold_name(name) for name in (names.short, names.full) if name}
    fields = [field.source for field in document.fields if fold_name(field.value) in wanted]
    lines = [document.heading.source] if document.heading else []
    told = [line for line in document.lines if not HEADING.match(line.text.strip())]
    for name in filter(None, map(fold_name, (names.full, *names.known_as))):
        lines += [line.source for line in told if name in fold_name(plain(line.text))][:1]
    return tuple(dict.fromkeys([*fields, *lines]))
