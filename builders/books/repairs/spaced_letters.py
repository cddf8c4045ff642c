"""Letters that OCR set apart: "S e", "q ue", "F A R E N S E"."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import FUNCTION_WORDS, Vocabulary

_LETTER = r"[^\W\d_]"
_SECOND = re.compile(rf" (?={_LETTER} {_LETTER}(?!\w))")
_RUN = re.compile(rf"(?<![\w.'’-]){_LETTER}(?: {_LETTER}){{2,}}(?![\w.'’)\-])")
_BEFORE, _AFTER = re.compile(rf"(?<!{_LETTER})({_LETTER}+) $"), re.compile(rf" ({_LETTER}+)(?![\w'’)])")
_WORDS = frozenset("aeoàéóAEOÀÉÓ")
_ONSETS = "(?:[bcdfgpt][rl]|vr|ch|lh|nh|ps|pn|gn|mn|qu|gu|sc|st|sp|sm|pt|tm)"
_ALONE = re.compile(
    r"[\s(«“](?:(?P<consonant>[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Zçñ])(?=[\s,;:!?])"
    rf"|(?P<vowel>[AEOaeoÀàÉéÓó])(?= (?!{_ONSETS})(?=[b-df-hj-np-tv-xzç]{{2}}|ç)(?P<rest>{_LETTER}+)))"
)
"""A lone consonant; or a letter that is a word, before what is none: no Portuguese word begins as "lgarve" does."""
_LABELLED = re.compile(
    r"(?:al[íi]neas?|s[ée]rie|grupo|zona|letras?|vitamina|classe|turma|equipa|ponto|plano|lado|sal[ãa]o) $", re.I
)


def letter_runs(text: str) -> Iterator[re.Match[str]]:
    """Each run of three letters or more with single spaces between them."""
    end = 0
    for found in _SECOND.finditer(text):  # quick to find, and every run has one
        run = _RUN.match(text, found.start() - 1) if found.start() > end else None
        if run:
            end = run.end()
            yield run


def join_letter_runs(text: str, words: Vocabulary) -> Iterator[Edit]:
    """Three letters or more with single spaces between them, where they make a word of the book.

    A letter at either end may be a word of its own: "O C L U B E", "c l u b e é".
    """
    for found in letter_runs(text):
        letters = found[0].replace(" ", "")
        for first, last in ((0, 0), (1, 0), (0, 1), (1, 1)):
            middle = letters[first : len(letters) - last]
            ends_are_words = (not first or letters[0] in _WORDS) and (not last or letters[-1] in _WORDS)
            if len(middle) > 2 and ends_are_words and _is_word(middle, words):
                yield Edit(found.start() + 2 * first, found.end() - 2 * last, middle)
                break


def join_single_letters(text: str, words: Vocabulary) -> Iterator[Edit]:
    """One letter apart from its word: "S e", "jogo s". A letter that is itself a word only joins what is none."""
    for edit in _joined_letters(f"\n{text}", words):  # the first letter too has white space before it
        yield Edit(edit.start - 1, edit.end - 1, edit.after)


def _joined_letters(text: str, words: Vocabulary) -> Iterator[Edit]:
    for found in _ALONE.finditer(text):
        if found["consonant"]:
            yield from _with_neighbour(text, found, words)
        elif _is_word(found["vowel"] + found["rest"], words):
            yield Edit(found.end(), found.end() + 1, "")


def _with_neighbour(text: str, found: re.Match[str], words: Vocabulary) -> Iterator[Edit]:
    """Join a lone consonant to the word after it, or else before it, where that makes a word of the book."""
    letter, start = found["consonant"], found.start("consonant")
    before = _BEFORE.search(text, max(0, start - 40), start)
    if _LABELLED.search(text, max(0, start - 12), start):
        return
    after = _AFTER.match(text, found.end())
    spoken_of = before is not None and before[1].lower() in ("o", "a")  # "prestam o d e o t": names of letters
    if after and not (len(after[1]) == 1 and spoken_of) and _belongs(after[1], letter + after[1], words):
        yield Edit(found.end(), after.start(1), "")
    elif before and (len(before[1]) > 1 or before[1] in _WORDS) and _belongs(before[1], before[1] + letter, words):
        yield Edit(before.end(1), start, "")


def _belongs(other: str, joined: str, words: Vocabulary) -> bool:
    """Whether the two make a word, written in one case, that is no rarer than what stands there now."""
    one_case = joined[1:].isupper() == joined[1:2].isupper()
    commoner = words[other] <= words[joined] or (joined.lower() in FUNCTION_WORDS and other not in FUNCTION_WORDS)
    return _is_word(joined, words) and one_case and (len(other) == 1 or commoner)


def _is_word(letters: str, words: Vocabulary) -> bool:
    lower = letters.lower()
    return (lower in FUNCTION_WORDS and len(lower) > 1) or (len(lower) > 2 and words[lower] > 0)
