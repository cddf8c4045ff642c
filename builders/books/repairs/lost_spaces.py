"""Spaces that OCR lost: "oárbitro", "fim.O", "oFarense". Only where the book's own words leave no doubt."""

import re
from collections.abc import Iterator
from functools import lru_cache

from builders.books.edits import Edit
from builders.books.vocabulary import FUNCTION_WORDS, Vocabulary

_LOWER, _UPPER = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
_CASE = re.compile(rf"[{_UPPER}](?<=[{_LOWER}].)(?=[{_LOWER}])")  # from the capital on: small letters are many
_HEAD = re.compile(rf"(?<![\w@/.])[{_UPPER}]?[{_LOWER}]*$")
_TAIL = re.compile(rf"[{_UPPER}][{_LOWER}]+(?![\w@])")
_AFTER_MARK = re.compile(r"[,;:!?.](?=[^\W\d_]{2}|[AEOÀÉaeoàé] )")
_BEFORE_MARK = re.compile(rf"(?<![\w.@/:-])(?:[^\W\d_]{{2,}}[,;:!?]|[^\W\d_]?[{_LOWER}]{{3,}}\.)$")
_ADDRESS = re.compile(r"(?:www|https?|@|\.(?:pt|com|org|net)\b)")
_PREFIXES = sorted(FUNCTION_WORDS - {"ou", "já", "não", "foi", "era", "mais"}, key=len, reverse=True)
IMPOSSIBLE = re.compile(
    r"^(?:(?:o|os|a|as|e)[áéíóúâêô]|[oae]h[aeiouáéíóú]|aa|oo|ee|ae(?![rd])|à(?!s$|quel|quil)|oe(?!st|ir)|oa(?!s|z)|[eo]ç|[ao]á|"
    r"(?:do|da|no|na|ao|de|em|um|uma|que|os|as)(?:[áéíóúâêô]|h[aeiou]))"
)
"""How no Portuguese word begins: an article or preposition run into a word that begins with a vowel or an h."""
_LIKELY = re.compile(rf"{IMPOSSIBLE.pattern}.*$", re.M)
_REAL = re.compile(r"^(?:oásis|aéreo|aér|aí|aória|eólic|eól|eóc|eéd|oóc|aárea|dóc|náu|ném|nó|ná|dé|dá|dí|dú|dó|né|ní)")


def split_after_marks(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """A space after a comma or full stop that lost it; addresses and abbreviations are left alone."""
    for found in _AFTER_MARK.finditer(text):
        if found[0] == "." and not text[found.end()].isupper():
            continue
        whole = _BEFORE_MARK.search(text, max(0, found.start() - 30), found.end())
        if whole and not _ADDRESS.search(text, max(0, whole.start() - 12), found.end() + 12):
            yield Edit(found.end(), found.end(), " ")


def split_at_capitals(text: str, words: Vocabulary) -> Iterator[Edit]:
    """ "oFarense", "SportingClube": both parts words of the book, the whole none."""
    for found in _CASE.finditer(text):
        head = _HEAD.search(text, max(0, found.start() - 31), found.start())
        tail = _TAIL.match(text, found.start())
        if not head or not tail:
            continue
        known_head = head[0].lower() in FUNCTION_WORDS or (len(head[0]) > 2 and words[head[0]] > 0)
        if known_head and words[tail[0]] > 0 and words[head[0] + tail[0]] < 3:
            yield Edit(found.start(), found.start(), " ")


def split_run_together(text: str, words: Vocabulary) -> Iterator[Edit]:
    """ "oárbitro": begins as no word does, stands once, and its rest is a word of the book."""
    for word in suspects(words):
        cut = run_together(word, words)
        if cut:
            yield from (Edit(start + cut, start + cut, " ") for start in standing(word, text))


def standing(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text, in whatever case. It is looked for from a set of characters on: that is quick."""
    pattern = rf"[{word[0].lower()}{word[0].upper()}](?<![\w-].)(?i:{word[1:]})(?![\w-])"
    return (found.start() for found in re.finditer(pattern, text))


@lru_cache(maxsize=1)
def suspects(words: Vocabulary) -> list[str]:
    """The words of the book that begin as no Portuguese word does, in the order of the alphabet."""
    likely = _LIKELY.findall("\n".join(words.counts))
    return sorted(word for word in likely if words.counts[word] > 0 and looks_run_together(word))


def run_together(token: str, words: Vocabulary) -> int:
    """Where a token falls into a function word and a word of the book; 0 where it need not."""
    lower = token.lower()
    if not looks_run_together(token) or words[lower] > 2:
        return 0
    for prefix in _PREFIXES:
        rest = lower[len(prefix) :]
        if lower.startswith(prefix) and (len(rest) > 2 or rest == "é") and words[rest] >= words[lower]:
            return len(prefix)
    return 0


def looks_run_together(token: str) -> bool:
    """Whether a token begins as no Portuguese word does."""
    lower = token.lower()
    return len(lower) > 3 and bool(IMPOSSIBLE.match(lower)) and not _REAL.match(lower)
