"""Whether a book is in Portuguese: questions in Portuguese about an English text help nobody."""

from builders.books.book import Book
from builders.books.vocabulary import WORD
from builders.books.words import word_list

SHARE = 0.15  # of commonest Portuguese words: Portuguese prose has .35 to .45, English and Spanish below .12 and .30
ENOUGH = 20_000  # characters looked at
_ENGLISH = frozenset(("the", "of", "and", "to", "in", "is", "for", "with", "that", "this"))
_SPANISH = frozenset(("el", "la", "los", "las", "y", "en", "del", "con", "una", "pero", "muy", "al", "lo"))


def is_portuguese(book: Book) -> bool:
    """Judged on the first passages: more Portuguese function words than English or Spanish ones."""
    words = WORD.findall(_beginning(book).lower())
    ours = sum(word in word_list("function_words") for word in words)
    theirs = max(sum(word in other for word in words) for other in (_ENGLISH, _SPANISH))
    return ours > theirs and ours >= SHARE * len(words)


def _beginning(book: Book) -> str:
    text = ""
    for chapter in book.chapters:
        for passage in chapter.passages:
            text += passage.text + " "
            if len(text) > ENOUGH:
                return text
    return text
