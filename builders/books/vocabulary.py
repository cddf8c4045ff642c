"""The words of one book and how often each stands in it: what decides its doubtful words."""

import re
from collections import Counter
from functools import cached_property
from itertools import islice

from builders.books.words import word_list

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
CUT = re.compile(r"[-\u00ad\u2010¬\ufffe](?:(?<=\ufffe)|[ \t]*\n)\s*(?=[^\W\d_])")
"""Where a word may be cut at a line's end: the hyphen and the break, which pdfium writes as U+FFFE alone."""
_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_MARKS = ".,;:!?…«»“”\"'()—–-"
_GOES_ON = "[a-zà-ÿ,;]"  # what stands before a space within a sentence
_CAPITAL_INSIDE = re.compile(rf" (?<={_GOES_ON} )(?![a-zà-ÿ])({WORD.pattern})")

CLITICS = word_list("clitics")
FUNCTION_WORDS = word_list("function_words")


class Vocabulary:
    """Counts of a book's words, hyphenated ones whole, those cut at line ends left out."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._written = _words_of(text)
        counts: dict[str, int] = {}  # filled here and not in a Counter, which is slow to find what it does not hold
        for word, times in self._written.items():  # thousands, where the text has tens of thousands
            lower = word.lower()
            counts[lower] = counts.get(lower, 0) + times
        self.counts = Counter(counts)
        for found in CUT.finditer(text):
            for part in cut_word(text, found):
                self.counts[part.lower()] -= 1

    def __getitem__(self, word: str) -> int:
        return self.counts.get(word.lower(), 0)

    def known(self, word: str) -> bool:
        """Whether the book, or the language's commonest words, hold it."""
        return word.lower() in FUNCTION_WORDS or self.counts[word.lower()] > 0

    def is_name(self, word: str) -> bool:
        """Whether it is written with a capital inside sentences, and more often than without."""
        lower = word.lower()
        times = self._capitals[lower[:1].upper() + lower[1:]]
        return times > self._written.get(lower, 0) or (times > 0 and not self._stands_inside(lower, times))

    def writes(self, phrase: str) -> bool:
        """Whether the book holds these words exactly so."""
        return all(word in self._written for word in phrase.split()) and phrase in self._text

    @cached_property
    def _capitals(self) -> Counter[str]:
        """Words with a capital inside sentences: few beside all words, and most that are asked for are none of them."""
        return Counter(_CAPITAL_INSIDE.findall(self._text))

    def _stands_inside(self, word: str, times: int) -> bool:
        """Whether a word without a capital stands inside sentences so often: the search ends once it does."""
        found = re.finditer(rf" {word}(?<={_GOES_ON} {word})(?!-?[^\W\d_])", self._text)
        return sum(1 for _ in islice(found, times)) == times


def _words_of(text: str) -> dict[str, int]:
    """How often each word stands in a text. What white space parts is counted first: most of it is one word."""
    words: dict[str, int] = {}
    for piece, times in Counter(text.split()).items():
        bare = piece.strip(_MARKS)
        for word in (bare,) if bare.isalpha() else WORD.findall(bare):
            words[word] = words.get(word, 0) + times
    return words


def cut_word(text: str, found: re.Match[str]) -> tuple[str, str]:
    """The two halves around a match of CUT; the first is empty where no letter stands before the hyphen."""
    head = _BEFORE.search(text, max(0, found.start() - 40), found.start())
    tail = WORD.match(text, found.end())
    return head[0] if head else "", tail[0] if tail else ""
