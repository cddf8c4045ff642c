"""Letters that OCR set apart: "S e", "q ue", "F A R E N S E"."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import FUNCTION_WORDS, Vocabulary

_LETTER = r"[^\W\d_]"
RUN = re.compile(rf"(?<![\w.'’-]){_LETTER}(?: {_LETTER}){{2,}}(?![\w'’)\-])")
_PAIR = re.compile(
    rf"(?<![\w.'’-])({_LETTER}) ({_LETTER}+)(?![\w'’)])|(?<![\w.'’-])({_LETTER}{{2,}}) ({_LETTER})(?![\w'’).º])"
)
_WORDS = frozenset("aeoàéóAEOÀÉÓ")
_NO_ONSET = re.compile(
    r"(?![bcdfgpt][rl]|vr|ch|lh|nh|ps|pn|gn|mn|qu|gu|sc|st|sp|sm|pt|tm)[^\W\daeiouáàâãéêíóôõúüy]{2}|[ç]"
)
"""How no Portuguese word begins: "lgarve" is not a word by itself."""
_LABELLED = re.compile(
    r"(?:al[íi]neas?|s[ée]rie|grupo|zona|letras?|vitamina|classe|turma|equipa|ponto|plano|lado|sal[ãa]o) $", re.I
)


def join_letter_runs(text: str, words: Vocabulary) -> Iterator[Edit]:
    """Three letters or more with single spaces between them, where they make a word of the book."""
    for found in RUN.finditer(text):
        letters = found[0].replace(" ", "")
        if _is_word(letters, words):
            yield Edit(found.start(), found.end(), letters)
        elif letters[0] in _WORDS and len(letters) > 3 and _is_word(letters[1:], words):
            yield Edit(found.start() + 2, found.end(), letters[1:])


def join_single_letters(text: str, words: Vocabulary) -> Iterator[Edit]:
    """One letter apart from its word. A letter that is itself a word is joined only to what is none."""
    for found in _PAIR.finditer(text):
        single, other = (found[1], found[2]) if found[1] else (found[4], found[3])
        joined = found[0].replace(" ", "")
        if _LABELLED.search(text[max(0, found.start() - 12) : found.start()]):
            continue
        if _belongs(single, other, joined, words):
            yield Edit(found.start(), found.end(), joined)


def _belongs(single: str, other: str, joined: str, words: Vocabulary) -> bool:
    if not _is_word(joined, words) or (joined[1:].isupper() != joined[1:2].isupper()):
        return False
    if single in _WORDS:
        return joined[0] == single and bool(_NO_ONSET.match(other.lower()))
    return len(other) == 1 or words[other] <= words[joined]


def _is_word(letters: str, words: Vocabulary) -> bool:
    lower = letters.lower()
    return (lower in FUNCTION_WORDS and len(lower) > 1) or (len(lower) > 2 and words[lower] > 0)
