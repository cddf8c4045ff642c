"""Spaces that OCR lost: "oárbitro", "fim.O", "oFarense". Only where the book's own words leave no doubt."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import FUNCTION_WORDS, Vocabulary

_LOWER, _UPPER = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
_CASE = re.compile(rf"(?<![\w@/.])([{_UPPER}]?[{_LOWER}]+)([{_UPPER}][{_LOWER}]+)(?![\w@])")
_AFTER_MARK = re.compile(rf"(?<![\w.@/:-])([^\W\d_]{{2,}}[,;:!?]|[{_LOWER}]{{3,}}\.)(?=[^\W\d_]{{2,}}|[AEOÀÉ] )")
_ADDRESS = re.compile(r"(?:www|https?|@|\.(?:pt|com|org|net)\b)")
_PREFIXES = sorted(FUNCTION_WORDS - {"ou", "já", "não", "foi", "era", "mais"}, key=len, reverse=True)
IMPOSSIBLE = re.compile(
    r"^(?:(?:o|os|a|as|e)[áéíóúâêô]|[oae]h[aeiouáéíóú]|aa|oo|ee|oe(?!st|ir)|oa(?!s|z)|[aeo]ç|[ao]á|"
    r"(?:do|da|no|na|ao|de|em|um|uma|que|os|as)[áéíóúâêô])"
)
"""How no Portuguese word begins: an article or preposition run into a word that begins with a vowel or an h."""
SUSPECT = re.compile(rf"(?i)(?<![\w-])(?={IMPOSSIBLE.pattern[1:]})[^\W\d_]{{4,}}(?![\w-])")
"""A whole word with such a beginning."""
_REAL = re.compile(r"^(?:oásis|aéreo|aér|aí|aória|eólic|eól|eóc|eéd|oóc|aárea|dóc|náu|ném|nó|ná|dé|dá|dí|dú|dó|né|ní)")


def split_after_marks(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """A space after a comma or full stop that lost it; addresses and abbreviations are left alone."""
    for found in _AFTER_MARK.finditer(text):
        around = text[max(0, found.start() - 12) : found.end() + 12]
        capital_or_lower = text[found.end()].isupper() or found[0][-1] != "."
        if capital_or_lower and not _ADDRESS.search(around):
            yield Edit(found.end(), found.end(), " ")


def split_at_capitals(text: str, words: Vocabulary) -> Iterator[Edit]:
    """ "oFarense", "SportingClube": both parts words of the book, the whole none."""
    for found in _CASE.finditer(text):
        head, tail = found[1], found[2]
        known_head = head.lower() in FUNCTION_WORDS or (len(head) > 2 and words[head] > 0)
        if known_head and words[tail] > 0 and words[head + tail] < 3:
            yield Edit(found.start(2), found.start(2), " ")


def split_run_together(text: str, words: Vocabulary) -> Iterator[Edit]:
    """ "oárbitro": begins as no word does, stands once, and its rest is a word of the book."""
    for found in SUSPECT.finditer(text):
        cut = run_together(found[0], words)
        if cut:
            yield Edit(found.start() + cut, found.start() + cut, " ")


def run_together(token: str, words: Vocabulary) -> int:
    """Where a token falls into a function word and a word of the book; 0 where it need not."""
    lower = token.lower()
    if not looks_run_together(token) or words[lower] > 2:
        return 0
    for prefix in _PREFIXES:
        rest = lower[len(prefix) :]
        if lower.startswith(prefix) and len(rest) > 2 and words[rest] > words[lower]:
            return len(prefix)
    return 0


def looks_run_together(token: str) -> bool:
    """Whether a token begins as no Portuguese word does."""
    lower = token.lower()
    return bool(IMPOSSIBLE.match(lower)) and not _REAL.match(lower)
