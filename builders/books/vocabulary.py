"""The words of one book and how often each stands in it: what decides its doubtful words."""

import re
from collections import Counter

from builders.books.words import word_list

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CUT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*[-\u00ad\ufffe¬][ \t]*\n[\s\f]*[^\W\d_]+|[^\W\d_]+\ufffe[^\W\d_]+")
_LOWER_START = re.compile(r"(?<=[a-zà-ÿ,;] )[^\W\d_]+(?:-[^\W\d_]+)*")

CLITICS = word_list("clitics")
FUNCTION_WORDS = word_list("function_words")


class Vocabulary:
    """Counts of a book's words, hyphenated ones whole, those cut at line ends left out."""

    def __init__(self, text: str) -> None:
        whole = _CUT.sub(" ", text)
        self.counts = Counter(WORD.findall(whole.lower()))
        self._inside = Counter(_LOWER_START.findall(whole))

    def __getitem__(self, word: str) -> int:
        return self.counts[word.lower()]

    def known(self, word: str) -> bool:
        """Whether the book, or the language's commonest words, hold it."""
        return word.lower() in FUNCTION_WORDS or self.counts[word.lower()] > 0

    def is_name(self, word: str) -> bool:
        """Whether it is written with a capital inside sentences, and more often than without."""
        lower = word.lower()
        capital = lower[:1].upper() + lower[1:]
        return self._inside[capital] > self._inside[lower]
