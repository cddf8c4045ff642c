"""A book as read: chapters, passages, sentences, each knowing its place in the file; and what was done to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """One page, inner file, or whole plain text, as extracted: line ends are LF."""

    label: str
    """"12"; the inner file's name in an EPUB; empty for a text without pages."""
    text: str
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a reader of one format gives."""

    pages: tuple[Page, ...]
    layout: str
    """How paragraphs are parted: `lines` as printed, `blank` lines, `each` line one."""
    title: str = ""
    author: str = ""
    outline: tuple[tuple[str, int], ...] = ()
    """Titles with the index of their page."""
    problems: tuple["Problem", ...] = ()
    scanned: int = 0
    """Pages that say nothing but by their looks, read or not."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A page or piece that could not be used."""

    reason: str
    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    locator: str
    """"page 12, characters 340-512" or "line 7, characters 0-80"."""
    quote: str
    """The same place verbatim, as it stood before any repair."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one chapter within the token budget; `paragraphs` holds the sentences of each."""

    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def text(self) -> str:
        return "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs)

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(sorted({flag for sentence in self.sentences for flag in sentence.flags}))


@dataclass(frozen=True, slots=True)
class Chapter:
    number: int
    """0 where it has none."""
    title: str
    part: str
    """"volume II"; empty where the book has no parts."""
    kind: str
    """What it is counted as: `chapter`, `article`, `section`, or `whole` for a book without chapters."""
    passages: tuple[Passage, ...]
    numeral: str = ""
    """The number as the book writes it: "II", "2", "14.º"."""
    heading: Sentence | None = None
    """Where its heading stands."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair as a reviewer sees it; a curator's Correction undoes it."""

    repair: str
    before: str
    after: str
    locator: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Book:
    title: str
    author: Sentence | None
    """Who wrote it, and where the file says so."""
    chapters: tuple[Chapter, ...]
    repairs: tuple[Repair, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """Pages read, repairs of each family, sentences flagged."""
    problems: tuple[Problem, ...] = ()


def book_from_row(row: Mapping[str, Any]) -> Book:
    """The book of the JSON object that `dataclasses.asdict` made of one."""
    return Book(
        title=row["title"],
        author=_sentence(row["author"]) if row["author"] else None,
        chapters=tuple(_chapter(chapter) for chapter in row["chapters"]),
        repairs=tuple(Repair(**repair) for repair in row["repairs"]),
        counts=row["counts"],
        problems=tuple(Problem(**problem) for problem in row["problems"]),
    )


def _chapter(row: Mapping[str, Any]) -> Chapter:
    passages = tuple(
        Passage(tuple(tuple(_sentence(s) for s in paragraph) for paragraph in passage["paragraphs"]))
        for passage in row["passages"]
    )
    heading = _sentence(row["heading"]) if row["heading"] else None
    return Chapter(row["number"], row["title"], row["part"], row["kind"], passages, row["numeral"], heading)


def _sentence(row: Mapping[str, Any]) -> Sentence:
    return Sentence(row["text"], row["locator"], row["quote"], tuple(row["flags"]))
