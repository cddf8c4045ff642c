"""From the files of a corpus to examples: read, told of in the report, asked about."""

from collections.abc import Iterator

from builders.books.asking import BUILDER, Desk
from builders.books.book import Book
from builders.books.formats.ocr import SCANNED
from builders.books.isolation import Limits, read_all
from builders.books.language import is_portuguese
from builders.books.naming import book_slugs, chapter_slug, counted
from builders.books.questions import ask_book, load_phrasings
from builders.books.reading import Task
from builders.books.same_book import same_books
from builders.books.suggestions import load_model, suggest
from builders.report import Part, Report
from builders.request import Request
from builders.sources import SourceFile
from records.example import Example
from records.repair import RepairMade

AS_THEY_ARE = ("pages", SCANNED, "corrections")
"""Counts that are no repairs."""


def make(request: Request) -> Iterator[Example]:
    """What `builders.books.build` yields."""
    phrasings = request.words(BUILDER, load_phrasings())
    found = list(_read(request))
    kept = [(file, book) for file, book in found if _report(file, book, request.report)]
    for file, twin in same_books(kept):
        request.report.reject(BUILDER, "same_book", file.name, "", f"the same text as {twin.name}")
    again = {file.name for file, _ in same_books(kept)}
    kept = [(file, book) for file, book in kept if file.name not in again]
    slugs = book_slugs([(book, file.name) for file, book in kept])
    desks = [Desk(request.profile, phrasings, *pair, slug) for pair, slug in zip(kept, slugs, strict=True)]
    for desk in desks:
        yield from _ask(desk, request.report)
    if request.suggest and desks:
        generate = load_model(request.suggest)
        for desk in desks:
            yield from suggest(desk, generate, request.report)


def _read(request: Request) -> Iterator[tuple[SourceFile, Book]]:
    files = sorted(request.files, key=lambda file: file.name)
    tasks = [_task(file, request) for file in files]
    for file, outcome in zip(files, read_all(tasks, Limits()), strict=True):
        if isinstance(outcome, Book):
            yield file, outcome
            continue
        if request.strict:
            raise outcome
        request.report.note(str(outcome))
        request.report.reject(BUILDER, "unreadable_file", file.name, "", str(outcome))


def _task(file: SourceFile, request: Request) -> Task:
    profile = request.profile
    corrections = tuple((c.before, c.after) for c in file.corrections)
    return Task(
        str(file.path),
        file.name,
        profile.passwords.get(file.name, ""),
        profile.draw.passage_tokens,
        corrections,
        str(request.kept / "scans") if request.kept else "",
    )


def _report(file: SourceFile, book: Book, report: Report) -> bool:
    """Count what reading did; False where no sentence came out."""
    for what, number in sorted(book.counts.items()):
        report.count(BUILDER, file.name, what if what in AS_THEY_ARE else f"repaired_{what}", number)
    report.repairs += [
        RepairMade(BUILDER, file.name, r.locator, r.repair, r.before, r.after, r.sure) for r in book.repairs
    ]
    for problem in book.problems:
        report.reject(BUILDER, problem.reason, file.name, problem.locator, problem.text)
        report.note(f"{file.name}: {problem.locator}: {problem.text}")
    passages = sum(len(chapter.passages) for chapter in book.chapters)
    report.count(BUILDER, file.name, "chapters", sum(c.kind not in ("front", "whole") for c in book.chapters))
    report.count(BUILDER, file.name, "passages", passages)
    if not passages:
        report.reject(BUILDER, "no_text", file.name, "", "no sentence in it")
    elif not is_portuguese(book):
        report.reject(BUILDER, "foreign_language", file.name, "", book.title)
    return passages > 0 and is_portuguese(book)


def _ask(desk: Desk, report: Report) -> Iterator[Example]:
    report.parts += _parts(desk)
    made = 0
    for example in ask_book(desk):
        made += 1
        yield example
    report.count(BUILDER, desk.file.name, "examples", made)


def _parts(desk: Desk) -> Iterator[Part]:
    """The book, then each of its chapters that can be named."""
    file, title, group = desk.file.name, desk.book.title, f"book/{desk.slug}"
    yield Part(BUILDER, file, title, "", group)
    for chapter in desk.book.chapters:
        names = [counted(chapter).partition(" ")[2], chapter.title]
        if any(names) and chapter.kind not in ("front", "whole"):
            yield Part(BUILDER, file, title, ": ".join(filter(None, names)), f"{group}/{chapter_slug(chapter)}")
