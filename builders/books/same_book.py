"""The same book in two formats: it is asked about once, from the format that says most."""

from collections.abc import Iterator, Sequence

from builders.books.book import Book
from builders.books.vocabulary import WORD
from builders.sources import SourceFile

_PREFERRED = (".md", ".markdown", ".epub", ".docx", ".txt", ".text", ".pdf")
SHARED = 0.8  # of the shorter one's sentences


def same_books(found: Sequence[tuple[SourceFile, Book]]) -> Iterator[tuple[SourceFile, SourceFile]]:
    """Yield (file to leave out, file that stays) for each book that a preferred format of this corpus already holds."""
    ranked = sorted(found, key=lambda pair: (_rank(pair[0]), pair[0].name))
    kept: list[tuple[SourceFile, frozenset[str]]] = []
    for file, book in ranked:
        sentences = _sentences(book)
        twin = next((other for other, theirs in kept if _is_same(sentences, theirs)), None)
        if twin is None:
            kept.append((file, sentences))
        else:
            yield file, twin


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SHARED * min(len(one), len(other))


def _rank(file: SourceFile) -> int:
    ending = file.path.suffix.lower()
    return _PREFERRED.index(ending) if ending in _PREFERRED else len(_PREFERRED)


def _sentences(book: Book) -> frozenset[str]:
    """Every sentence, as its words alone."""
    sentences = (s for c in book.chapters for p in c.passages for s in p.sentences)
    return frozenset(" ".join(WORD.findall(s.text.lower())) for s in sentences)
