"""Paragraphs into chapters: which lines begin them, what they are called, which part they stand in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from builders.books.headings import Heading, heading_of
from builders.books.sections import Paragraph, Section, in_parts, without_contents, without_doubles
from builders.books.sentences import is_finished
from builders.portuguese import slug

PUBLISHERS = re.compile(
    r"(?i)(?:ficha t[ée]cnica|[íi]ndice(?: geral)?|sum[áa]rio|col[oó]f[ãao]n?|cr[ée]ditos|copyright"
    r"|direitos (?:de autor|reservados)|capa|contracapa|bibliografia|obras (?:do|da) (?:autora?|mesmo autor))"
)
"""Titles of what a publisher adds: no part of what the book tells."""
_ORDER = ("markdown", "outline", "chapter", "roman", "article", "numbered", "capitals")
_NEEDED = {"article": 3, "numbered": 3, "capitals": 3}
_KIND_NAMES = {"article": "article", "chapter": "chapter", "roman": "chapter"}


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs of a repaired text."""
    position = 0
    for piece in text.split("\n\n"):
        start = position + len(piece) - len(piece.lstrip())
        if stripped := piece.strip():
            yield start, start + len(stripped)
        position += len(piece) + 2


def sections_of(paragraphs: Sequence[Paragraph], outline: Sequence[tuple[str, int]]) -> list[Section]:
    """The chapters of a book in order, the first of kind `front` for what stands before them.

    Entries of a table of contents make sections without text; those are left out.
    """
    headings = [_heading(paragraph, outline) for paragraph in paragraphs]
    kind, level = _chapter_kind(headings)
    headings = _in_sequence(headings, kind)
    sections, parts = [Section("front")], {}
    for paragraph, heading in zip(paragraphs, headings, strict=True):
        section = sections[-1]
        if heading is None:
            _add(section, paragraph)
        elif heading.kind == "part" and kind != "part":
            parts[len(sections)] = heading
        elif _begins_chapter(heading, kind, level):
            name, span = _kind_name(heading, kind), (paragraph.start, paragraph.end)
            sections.append(Section(name, heading.number, heading.title, numeral=heading.numeral, span=span))
        elif _is_title_of(section, heading):
            section.title = f"{section.title} {heading.title}".strip()
            section.span = (section.span[0], paragraph.end)
    if len(sections) == 1:
        return [Section("whole", paragraphs=sections[0].paragraphs)]
    headings_of_parts = {id(sections[i]): part for i, part in parts.items() if i < len(sections)}
    return without_doubles(in_parts(without_contents(sections), headings_of_parts))


def _add(section: Section, paragraph: Paragraph) -> None:
    """A short line without an end right under "Capítulo II" is its title, any other its text."""
    short = len(paragraph.text) < 100 and not is_finished(paragraph.text) and paragraph.text[:1].isupper()
    if short and not section.paragraphs and not section.title and section.kind in ("chapter", "article"):
        section.title, section.span = paragraph.text, (section.span[0], paragraph.end)
    else:
        section.paragraphs.append(paragraph)


def _kind_name(heading: Heading, kind: str) -> str:
    if kind in ("article", "chapter", "roman"):
        return "section" if heading.kind == "named" else _KIND_NAMES[kind]
    return "chapter" if heading.number else "section"


def _heading(paragraph: Paragraph, outline: Sequence[tuple[str, int]]) -> Heading | None:
    for title, page in outline:
        if abs(page - paragraph.page) <= 1 and len(paragraph.text) < 160 and slug(title) == slug(paragraph.text):
            inner = heading_of(title)
            return replace(inner, kind="outline") if inner and inner.number else Heading("outline", 0, title)
    return heading_of(paragraph.text)


def _chapter_kind(headings: Sequence[Heading | None]) -> tuple[str, int]:
    """What this book's chapters begin with, and the Markdown level; "" where it has no chapters."""
    found = [heading for heading in headings if heading is not None]
    kinds = Counter(heading.kind for heading in found)
    levels = Counter(heading.level for heading in found if heading.kind == "markdown")
    for kind in _ORDER:
        if kind == "markdown" and levels:
            several = [level for level in sorted(levels) if levels[level] > 1]
            return kind, several[0] if several else min(levels)
        if kinds[kind] >= _NEEDED.get(kind, 2):
            return kind, 0
    return "", 0


def _in_sequence(headings: Sequence[Heading | None], kind: str) -> list[Heading | None]:
    """Numerals alone and numbered lines count as headings only where they go on counting or begin again at one."""
    last, kept = 0, []
    for heading in headings:
        if heading is not None and heading.kind in ("roman", "numbered"):
            follows = heading.kind == kind and (heading.number == last + 1 or heading.number == 1)
            last = heading.number if follows else last
            kept.append(heading if follows else None)
        else:
            kept.append(heading)
    return kept


def _begins_chapter(heading: Heading, kind: str, level: int) -> bool:
    if heading.kind == "markdown":
        return kind == "markdown" and heading.level == level
    return heading.kind in (kind, "named")


def _is_title_of(section: Section, heading: Heading) -> bool:
    """Lines in capitals right under "CAPÍTULO II" are its title."""
    return heading.kind == "capitals" and not section.paragraphs and section.kind in ("chapter", "article")
