"""Chapters once they are parted: without tables of contents, in their volumes, each with a name of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from builders.books.headings import Heading
from builders.books.sentences import is_finished
from builders.portuguese import slug

CONTENTS = 150  # characters; a chapter with less text than this is a line of the table of contents


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`start` and `end` are offsets in the repaired text."""

    start: int
    end: int
    text: str
    page: int
    """Index of the page it starts on."""


@dataclass(slots=True)
class Section:
    """A chapter being gathered."""

    kind: str
    number: int = 0
    title: str = ""
    part: str = ""
    numeral: str = ""
    span: tuple[int, int] = (0, 0)
    """Of its heading in the repaired text; empty for what has none."""
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Characters of its finished paragraphs: the lines of a table of contents have none."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs if is_finished(paragraph.text))


def _is_entry(section: Section, later: Sequence[Section]) -> bool:
    """Whether a section is but a line of a table of contents: without text, or with little and coming again."""
    length = section.length
    if length >= CONTENTS or not length:
        return not length
    return any(
        (section.number and other.number == section.number)
        or (section.title and slug(other.title) == slug(section.title))
        for other in later
    )


def without_contents(sections: Sequence[Section]) -> list[Section]:
    """Without the entries of a table of contents; what follows the last of them stands before the first chapter."""
    kept: list[Section] = []
    entries = 0
    for index, section in enumerate(sections):
        begins_again = index + 1 < len(sections) and sections[index + 1].number == 1
        if section.kind != "front" and _is_entry(section, sections[index + 1 :]):
            entries += 1
            continue
        if entries >= 2 and begins_again and section.number > 1:
            section.kind, section.number, section.title = "front", 0, ""
        entries = 0
        kept.append(section)
    return kept


def without_doubles(sections: list[Section]) -> list[Section]:
    """Take the number, then the title, from chapters that share it: a question could not say which it means."""
    _without_mixed_articles(sections)
    for name in ("number", "title"):
        times = Counter(_name(section, name) for section in sections)
        for section in sections:
            if times[_name(section, name)] > 1 and name == "number":
                section.number, section.numeral = 0, ""
            elif times[_name(section, name)] > 1 and not section.number:
                section.title = ""
    return sections


def _without_mixed_articles(sections: Sequence[Section]) -> None:
    """Where articles count from one again, several laws stand in one file, and no name says whose an article is."""
    articles = [section for section in sections if section.kind == "article"]
    times = Counter((section.number, section.part) for section in articles)
    if any(times[1, section.part] > 1 for section in articles):
        for section in articles:
            section.number, section.numeral, section.title = 0, "", ""


def _name(section: Section, field_name: str) -> tuple[object, ...]:
    own = getattr(section, field_name)
    return (own, section.part, section.kind) if own else (id(section),)


def in_parts(sections: list[Section], headings: Mapping[int, Heading]) -> list[Section]:
    """Name the volume or part of each chapter, told by headings or by numbers that begin again."""
    label, number, last = "", 0, 0
    for section in sections:
        if id(section) in headings:
            label, number, last = headings[id(section)].label.lower(), headings[id(section)].number, 0
        elif section.number == 1 and last > 1 and section.kind == "chapter":
            label, number = label or "parte", max(number, 1) + 1
        last = section.number or last
        section.part = f"{label} {number}" if label and number else ""
    if any(section.part for section in sections):
        _name_first_part(sections)
    return sections


def _name_first_part(sections: Sequence[Section]) -> None:
    """Where only the second part is named or begins again, the first is the first."""
    first = next(section.part for section in sections if section.part)
    label = first.split()[0]
    for section in sections:
        if section.part:
            break
        if section.kind == "chapter":
            section.part = f"{label} 1"
