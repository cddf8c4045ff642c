"""What repair left in doubt: the sentence that holds it is flagged `ocr` for a person, never guessed at."""

import re
from collections.abc import Iterator

from builders.books.repairs.bullets import MARKS
from builders.books.repairs.lost_spaces import SUSPECT, looks_run_together
from builders.books.repairs.spaced_letters import RUN
from builders.books.vocabulary import Vocabulary

_MIXED = re.compile(r"(?<![\w.,/-])(?:\d+[^\W\d_]|[^\W\d_]+\d)\w*(?![\w/@-])")
_FINE = re.compile(
    r"(?i)(?:\d+[ºª°]s?|\d{1,2}h(?:\d{2})?|\d+(?:km|m|cm|mm|kg|g|s|min|e|x|mb|gb|w)|[a-z]{1,3}\d{1,4}|\d+[a-z])"
)
_LEFTOVER = re.compile(rf"[{MARKS}\ufffd\ufffe¬¦|~^\\]|[^\W\d_]\.,[^\W\d_]|,,|;;|[^\W\d_]- (?=[a-zà-ÿ])(?!e |ou )")
_LONE = re.compile(r"(?<![\w.'’ºª-])(?<!al[íi]nea )[b-df-np-zçñ](?![\w.'’)º-])")


def find_doubts(text: str, words: Vocabulary) -> Iterator[int]:
    """Yield the offset of each doubtful place of a text, in no order."""
    yield from (found.start() for found in _LEFTOVER.finditer(text))
    yield from (found.start() for found in _MIXED.finditer(text) if not _FINE.fullmatch(found[0]))
    yield from (found.start() for found in _LONE.finditer(text))
    yield from (found.start() for found in RUN.finditer(text) if not _is_table_head(found[0]))
    for found in SUSPECT.finditer(text):
        if looks_run_together(found[0]) and words[found[0]] < 3:
            yield found.start()


def _is_table_head(run: str) -> bool:
    """ "V E D", "P J V E D": letters that stand for columns, and vowels that are words ("a e o")."""
    letters = set(run.replace(" ", ""))
    return letters <= set("PJVEDGMSC") or letters <= set("aeoàéAEOÉ")
