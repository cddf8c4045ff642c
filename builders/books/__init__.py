"""Books, prose and PDFs: passages, and questions that name the book they are about."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builders.request import Request
    from records.example import Example


def build(request: "Request") -> "Iterator[Example]":
    """Yield the examples of every book of a corpus, file by file.

    Each file is read in a process of its own. One that cannot be used is reported and passed over; with `strict` it
    raises SourceError.
    """
    from builders.books.making import make  # here: the child process that reads a file must not load what asks

    return make(request)
