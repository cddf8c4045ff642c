"""One file into a Book: extracted, repaired, parted into chapters, passages and sentences."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from builders.books.book import Book, Chapter, Extracted, Passage, Repair, Sentence
from builders.books.cleaning import clean, corrected
from builders.books.doubts import find_doubts
from builders.books.edits import Revision
from builders.books.formats.ocr import SCANNED
from builders.books.machine_text import find_machine_text
from builders.books.passages import cut_passages
from builders.books.places import Places
from builders.books.repairs.furniture import without_page_number
from builders.books.sentences import split_sentences
from builders.books.structure import PUBLISHERS, Paragraph, Section, paragraphs_of, sections_of
from builders.books.titles import book_author, book_title, in_sentence_case
from builders.books.undoing import undoable
from builders.books.vocabulary import Vocabulary
from builders.sources import SourceError
from records.example import METADATA

LISTED = 2000  # repairs listed one by one for a file; the counts are always whole
FRONT_LINES = 3000  # characters at the start in which title and author are looked for
FRONT = 400  # characters of text before the first chapter that make it worth passages
READERS = (".pdf", ".epub", ".docx", ".md", ".markdown", ".txt", ".text")


@dataclass(frozen=True, slots=True)
class Task:
    """What reading one file needs."""

    path: str
    name: str
    password: str
    tokens: int
    """Longest passage."""
    corrections: tuple[tuple[str, str], ...] = ()
    scans: str = ""
    """Folder in which the text of scanned pages is kept; empty: they are read each time."""


def read_book(data: bytes, task: Task, still_at_work: Callable[[], None] = lambda: None) -> Book:
    """Read a file's bytes by the ending of its name. Raises SourceError where it cannot be used.

    `still_at_work` is called before each page that takes long.
    """
    extracted = _extract(data, task, still_at_work)
    is_markdown = _ending(task.name) in (".md", ".markdown")
    cleaned = clean(extracted, is_markdown, task.corrections)
    revision, words, text = cleaned.revision, cleaned.words, cleaned.revision.text
    places = Places(extracted, revision)
    spans = list(paragraphs_of(text))
    pages = places.pages_of([start for start, _ in spans])
    paragraphs = [Paragraph(s, e, text[s:e], page) for (s, e), page in zip(spans, pages, strict=True)]
    sections = sections_of(paragraphs, extracted.outline)
    cutter = _Cutter(extracted, revision, places, words)
    chapters = cutter.chapters([section for section in sections if _is_worth(section)], task.tokens)
    lines = _front_lines(corrected(revision.source[:FRONT_LINES], task.corrections))
    metadata = [corrected(text, task.corrections) for text in (extracted.title, extracted.author)]
    title = book_title(metadata[0], task.name, lines, _running_lines(revision), words)
    counts = {**cleaned.counts, "pages": len(extracted.pages)}
    counts |= {SCANNED: extracted.scanned} if extracted.scanned else {}
    return Book(
        title,
        _author(metadata[1], _ending(task.name) != ".pdf", title, lines, places),
        tuple(chapter for chapter in chapters if chapter.passages),
        cutter.repairs(),
        counts,
        extracted.problems,
    )


def _extract(data: bytes, task: Task, still_at_work: Callable[[], None]) -> Extracted:
    """Imports are made where used: a child that reads a PDF loads no reader of Word."""
    ending = _ending(task.name)
    if ending == ".pdf":
        from builders.books.formats.pdf import read_pdf

        return read_pdf(data, task.name, task.password, still_at_work, Path(task.scans) if task.scans else None)
    reader = _reader(ending)
    if reader is None:
        raise SourceError(task.name, f"{ending or 'a name without an ending'} is no book", f"use {', '.join(READERS)}")
    return reader(data, task.name)


def _reader(ending: str) -> Callable[[bytes, str], Extracted] | None:
    from builders.books.formats.plain import read_markdown, read_plain

    if ending == ".epub":
        from builders.books.formats.epub import read_epub

        return read_epub
    if ending == ".docx":
        from builders.books.formats.word import read_docx

        return read_docx
    readers: Mapping[str, Callable[[bytes, str], Extracted]] = {
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".txt": read_plain,
        ".text": read_plain,
    }
    return readers.get(ending)


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def _is_worth(section: Section) -> bool:
    """Whether a section is the book's own telling, and before the first chapter long enough to be."""
    if PUBLISHERS.fullmatch(section.title):
        return False
    return section.kind != "front" or section.length >= FRONT


def _author(metadata: str, trusted: bool, title: str, lines: Sequence[str], places: Places) -> Sentence | None:
    """Who wrote the book, with the line that says so, or the file's metadata."""
    name, line = book_author(metadata, trusted, title, lines)
    if not name:
        return None
    place = places.locator(places.first(line) or (0, 1)) if line else METADATA  # a corrected line is near the start
    return Sentence(name, place, line or name)


def _front_lines(text: str) -> list[str]:
    """The first lines of a text, where titles and authors stand."""
    return [line.strip().lstrip("# ") for line in text.split("\n") if line.strip()][:25]


def _running_lines(revision: Revision) -> list[str]:
    """Lines that ran along the pages, the most frequent first."""
    removed = (change for change in revision.changes if change.repair == "furniture")
    running = Counter(without_page_number(line) for change in removed for line in change.before.split("\n"))
    return [line for line, times in running.most_common(5) if times > 1 and line]


class _Cutter:
    """Cuts sections into chapters, each sentence with its place and the doubts that fall on it."""

    def __init__(self, extracted: Extracted, revision: Revision, places: Places, words: Vocabulary) -> None:
        self._extracted, self._revision, self._places, self._words = extracted, revision, places, words
        self._doubts = list(find_doubts(revision.text, words))
        self._machine = list(find_machine_text(revision.text))
        self._scanned = any(page.ocr for page in extracted.pages)
        self._unsure = [change.at for change in revision.changes if not change.sure]

    def chapters(self, sections: Sequence[Section], tokens: int) -> Iterator[Chapter]:
        """Every section as a chapter. The places of all sentences are looked up at once: one by one it is slow."""
        paragraphs = [[_sentence_spans(paragraph) for paragraph in section.paragraphs] for section in sections]
        spans = [
            span
            for section, of_section in zip(sections, paragraphs, strict=True)
            for paragraph in ([section.span] if section.span[1] else [], *of_section)
            for span in paragraph
        ]
        sentences = self._sentences(spans)
        for section, of_section in zip(sections, paragraphs, strict=True):
            heading = next(sentences) if section.span[1] else None
            cut = [tuple(islice(sentences, len(paragraph))) for paragraph in of_section if paragraph]
            yield self._chapter(section, heading, tuple(cut_passages(cut, tokens)))

    def _chapter(self, section: Section, heading: Sentence | None, passages: tuple[Passage, ...]) -> Chapter:
        return Chapter(
            section.number,
            in_sentence_case(section.title, self._words),
            section.part,
            section.kind,
            passages,
            section.numeral,
            heading,
        )

    def repairs(self) -> tuple[Repair, ...]:
        return tuple(
            Repair(change.repair, before, after, self._places.locator((change.at, change.at + 1)), change.sure)
            for change, before, after in undoable(self._revision, self._revision.changes[:LISTED])
        )

    def _sentences(self, spans: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
        """The sentences at spans of the repaired text, which ascend."""
        sources = self._places.spans(spans)
        doubtful = _holding(spans, self._doubts) | _holding(sources, self._unsure)
        instructing = _holding(spans, self._machine)
        for index, (here, source) in enumerate(zip(spans, sources, strict=True)):
            text = " ".join(self._revision.text[slice(*here)].split())
            quote = self._places.quote(source) or text
            flags = ("instruction_in_source",) * (index in instructing)
            flags += ("ocr",) * (index in doubtful or self._is_scanned(source))
            yield Sentence(text, self._places.locator(source), quote, flags)

    def _is_scanned(self, source: tuple[int, int]) -> bool:
        return self._scanned and self._extracted.pages[self._places.page_at(source[0])].ocr


def _sentence_spans(paragraph: Paragraph) -> list[tuple[int, int]]:
    return [(paragraph.start + start, paragraph.start + end) for start, end in split_sentences(paragraph.text)]


def _holding(spans: Sequence[tuple[int, int]], offsets: Sequence[int]) -> set[int]:
    """The indices of the spans, which ascend, in which an offset falls. Spans are many and offsets few."""
    starts = [start for start, _ in spans]
    found = ((bisect_right(starts, offset) - 1, offset) for offset in offsets)
    return {index for index, offset in found if index >= 0 and offset < spans[index][1]}
