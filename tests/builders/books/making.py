"""Requests and books for the tests of this folder."""

from pathlib import Path

from builders.books.book import Book
from builders.books.reading import Task, read_book
from builders.profile import Assistant, Club, Draw, Profile
from builders.report import Report
from builders.request import Request
from builders.sources import SourceFile
from records.files import sha256_file

PROFILE = Profile(Club("SC Ribeirense", "Ribeirense"), Assistant("Zeferino", "És o Zeferino."), draw=Draw(phrasings=3))


def source(path: Path, folder: str = "books") -> SourceFile:
    return SourceFile(path, f"{folder}/{path.name}", sha256_file(path))


def request(*paths: Path, profile: Profile = PROFILE, strict: bool = False) -> Request:
    return Request(profile, tuple(source(path) for path in paths), {}, Report(), strict)


def book_of(text: str, name: str = "books/livro.md", tokens: int = 320) -> Book:
    """A book read in this process, from text."""
    return read_book(text.encode(), Task("", name, "", tokens))
