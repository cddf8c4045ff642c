"""Words cut at the ends of lines: joined, or joined with their hyphen, as the book itself writes them."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import CLITICS, FUNCTION_WORDS, Vocabulary
from builders.books.words import word_list

_LETTERS = r"[^\W\d_]+"
_CUT = re.compile(
    rf"({_LETTERS}(?:-{_LETTERS})*)([-\u00ad\u2010¬][ \t]*\n[\s\f]*|\ufffe[\s\f]*)({_LETTERS}(?:-{_LETTERS})*)"
)
_SPACED = re.compile(rf"({_LETTERS}(?:-{_LETTERS})*)(- | -)({_LETTERS})(?![^\W\d_])")
_MESOCLISIS = word_list("mesoclisis")
_VERB_END = re.compile(r"(?:[rms]|ou|eu|iu|[aei]|[áéíêôâ])$")
_OBJECT_CLITIC = frozenset(("lo", "la", "los", "las"))

HEADS, _ALWAYS = word_list("hyphen_heads"), word_list("hyphen_always")
_ADJECTIVE = re.compile(r"(?:ic[oa]s?|icais|al|ais|iv[oa]s?|ári[oa]s?|an[oa]s?|ês|esas?|eir[oa]s?)$")


def join_line_ends(text: str, words: Vocabulary) -> Iterator[Edit]:
    """A word cut at a line's end, with or without the hyphen that it has anyway. Digits are never joined."""
    for found in _CUT.finditer(text):
        hyphen, sure = decide(found[1], found[3], words)
        yield Edit(found.end(1), found.start(3), "-" if hyphen else "", sure)


def join_spaced_hyphens(text: str, words: Vocabulary) -> Iterator[Edit]:
    """ "deci- são" and "Publique -se" inside a line: only where the book or the grammar leaves no doubt."""
    systematic = len(re.findall(r"[^\W\d_] -[^\W\d_]", text)) >= 3 and not re.search(r"[^\W\d_]- [^\W\d_]", text)
    for found in _SPACED.finditer(text):
        head, tail = found[1], found[3]
        if found[2] == " -" and (systematic or tail in CLITICS or words[f"{head}-{tail}"]):
            if words[f"{head}-{tail}"] or tail in CLITICS or tail[0].isupper() or _is_compound(head, tail, words):
                yield Edit(found.start(2), found.end(2), "-")
        elif found[2] == "- " and tail not in FUNCTION_WORDS:
            if words[head + tail] and not words[f"{head}-{tail}"]:
                yield Edit(found.start(2), found.end(2), "")
            elif words[f"{head}-{tail}"]:
                yield Edit(found.start(2), found.end(2), "-")


def decide(head: str, tail: str, words: Vocabulary) -> tuple[bool, bool]:
    """Whether the hyphen between two halves stays, and whether that is sure.

    The book's own spelling first; then grammar (pronouns after a verb, known first parts); then the rule of
    printers, that a hyphen at a line's end is theirs.
    """
    joined, hyphened = words[head + tail], words[f"{head}-{tail}"]
    if joined != hyphened:
        return hyphened > joined, True
    if tail[0].isupper() and not head.isupper():
        return True, True
    if _is_pronoun_after_verb(head, tail, words):
        return True, True
    if _is_compound(head, tail, words):
        return True, True
    both_words = min(len(head), len(tail)) >= 4 and words[head] > 0 and words[tail] > 0
    return False, not both_words


def _is_pronoun_after_verb(head: str, tail: str, words: Vocabulary) -> bool:
    """amparar-me, fazê-lo, dir-se-á; but análi-se, presen-te."""
    first, *rest = tail.lower().split("-")
    if first not in CLITICS:
        return first in _MESOCLISIS and "-" in head and head.lower().split("-")[-1] in CLITICS
    if rest:
        return all(part in CLITICS or part in _MESOCLISIS for part in rest)
    stem = head.lower().split("-")[-1]
    if first in _OBJECT_CLITIC and stem[-1] in "áêôí":
        return True
    return bool(words[stem] and _VERB_END.search(stem))


def _is_compound(head: str, tail: str, words: Vocabulary) -> bool:
    first, second = head.lower().split("-")[-1], tail.lower()
    if first in _ALWAYS:
        return True
    if second in FUNCTION_WORDS or second in CLITICS:
        return False
    if first in HEADS and (words[second] or second in ("feira", "dia", "noite")):
        return True
    return bool(first.endswith("o") and _ADJECTIVE.search(second) and words[second] and words[first[:-1] + "a"])
