"""What repair left in doubt: the sentence that holds it is flagged `ocr` for a person, never guessed at."""

import re
from collections.abc import Iterator

from builders.books.repairs.bullets import MARKS
from builders.books.repairs.lost_spaces import standing, suspects
from builders.books.repairs.spaced_letters import letter_runs
from builders.books.vocabulary import Vocabulary

_DIGITS = re.compile(r"[0-9][0-9]*")  # its first character by itself: so it is found faster
_BEFORE, _AFTER = re.compile(r"[\w.,/@-]*$"), re.compile(r"[\w.,/@-]*")
_FINE = re.compile(
    r"(?i)(?:.*[./@].*|sub-\d+|\d+[ºª°]s?|\d{1,2}h(?:\d{2})?|\d+(?:km|m|cm|mm|kg|g|s|min|e|x|mb|gb|w)|[a-z]{1,3}\d{1,4}|\d+[a-z])"
)
_LEFTOVER = re.compile(rf"[{MARKS}\ufffd\ufffe¬¦|~^\\]")
_MARKS_TOGETHER = re.compile(r"\.,(?<=[^\W\d_]\.,)(?=[^\W\d_])|,,|;;|- (?<=[^\W\d_]- )(?=[a-zà-ÿ])(?!e |ou )")
_LONE = re.compile(r" [b-df-hj-np-tv-zçñ](?=[ ,;:\n])(?<!alínea .)(?<!letra .)(?<!do .)(?<! o .)(?! e [b-z]\b)")


def find_doubts(text: str, words: Vocabulary) -> Iterator[int]:
    """Yield the offset of each doubtful place of a text, in no order."""
    yield from (found.start() for found in _LEFTOVER.finditer(text))
    if any(marks in text for marks in (".,", ",,", ";;", "- ")):  # seen at once, where the pattern is slow
        yield from (found.start() for found in _MARKS_TOGETHER.finditer(text))
    for found in _DIGITS.finditer(text):
        touches = text[found.start() - 1 : found.start()].isalpha() or text[found.end() : found.end() + 1].isalpha()
        if touches and not _FINE.fullmatch(_token(text, found.start())):
            yield found.start()
    yield from (found.start() for found in _LONE.finditer(text))
    yield from (found.start() for found in letter_runs(text) if not _is_table_head(found[0]))
    for word in suspects(words):
        if words[word] < 3:
            yield from standing(word, text)


def _token(text: str, offset: int) -> str:
    """The run of letters, digits and marks inside words around an offset."""
    before = _BEFORE.search(text, max(0, offset - 30), offset)
    after = _AFTER.match(text, offset)
    return ((before[0] if before else "") + (after[0] if after else "")).strip(".,-/")


def _is_table_head(run: str) -> bool:
    """ "V E D", "P J V E D": letters that stand for columns, and vowels that are words ("a e o")."""
    letters = set(run.replace(" ", ""))
    return letters <= set("PJVEDGMSC") or letters <= set("aeoàéAEOÉ")
