"""Words cut at the ends of lines: joined, or joined with their hyphen, as the book itself writes them."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import CLITICS, CUT, FUNCTION_WORDS, Vocabulary, cut_word
from builders.books.words import word_list

_SPACED = re.compile(r"- (?<=[^\W\d_]- )(?=[^\W\d_])| -(?<=[^\W\d_] -)(?=[^\W\d_])")
_MESOCLISIS = word_list("mesoclisis")
_VERB_END = re.compile(r"(?:[rms]|ou|eu|iu|[aei]|[áéíêôâ])$")
_PAST = re.compile(r"[^\W\d_]{2}(?:ou|iu|eu|aram|eram|iram|avam|iam|ava|ara)$")
_RARE = frozenset(("mo", "ma", "mos", "mas", "to", "ta", "tos", "tas"))
"""Pronouns run together: as the end of a cut word they are far likelier to be its last syllable."""
_PEOPLES = frozenset(
    ("luso", "anglo", "franco", "ibero", "hispano", "ítalo", "germano", "greco", "afro", "norte", "sul")
)
_COLOURS = frozenset(("alvi", "rubro", "auri", "verde", "azul", "preto", "branco", "amarelo"))
_COLOURED = frozenset(f"{c}{e}" for c in ("negr", "rubr", "branc", "amarel", "pret", "rox") for e in "oa") | {
    *("verde", "azul", "celeste", "grená", "anil", "claro", "escuro")
}
_OF_PEOPLE = re.compile(r"(?:ola?|ês|esas?|[^\W\d_]{3}an[oa]s?|eir[oa]s?|ense|alem[ãa]o?|greg[oa]|russ[oa]|franc[oa])$")
_OBJECT_CLITIC = frozenset(("lo", "la", "los", "las"))

HEADS, _ALWAYS = word_list("hyphen_heads"), word_list("hyphen_always")
_ADJECTIVE = re.compile(r"(?:ic[oa]s?|icais|al|ais|iv[oa]s?|ári[oa]s?|an[oa]s?|ês|esas?|eir[oa]s?)$")


def join_line_ends(text: str, words: Vocabulary) -> Iterator[Edit]:
    """A word cut at a line's end, with or without the hyphen that it has anyway. Digits are never joined."""
    for found in CUT.finditer(text):
        head, tail = cut_word(text, found)
        if head and tail:
            hyphen, sure = decide(head, tail, words)
            yield Edit(found.start(), found.end(), "-" if hyphen else "", sure)


def join_spaced_hyphens(text: str, words: Vocabulary) -> Iterator[Edit]:
    """ "deci- são" and "Publique -se" inside a line: only where the book or the grammar leaves no doubt."""
    places = list(_SPACED.finditer(text))
    after = sum(found[0] == "- " for found in places)
    systematic = after == 0 and len(places) >= 3
    for found in places:
        head, tail = cut_word(text, found)
        if found[0] == " -" and _is_loose_hyphen(head, tail, words, systematic):
            yield Edit(found.start(), found.end(), "-")
        elif found[0] == "- " and tail not in FUNCTION_WORDS:
            if words[head + tail] and not words[f"{head}-{tail}"]:
                yield Edit(found.start(), found.end(), "")
            elif words[f"{head}-{tail}"]:
                yield Edit(found.start(), found.end(), "-")


def _is_loose_hyphen(head: str, tail: str, words: Vocabulary, systematic: bool) -> bool:
    """Whether " -" is a typesetter's hyphen and no dash: the book has the word, or writes all its hyphens so."""
    if words[f"{head}-{tail}"]:
        return True
    first = tail.split("-")[0]
    if first in CLITICS:
        return systematic or _is_pronoun_after_verb(head, tail, words)
    return systematic and (tail[0].isupper() or _is_compound(head, tail, words))


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
    return False, not (both_words or tail.lower() in CLITICS)  # "admiti-me" and "subli-me" look alike


def _is_pronoun_after_verb(head: str, tail: str, words: Vocabulary) -> bool:
    """amparar-me, fazê-lo, dir-se-á; but análi-se, presen-te."""
    first, *rest = tail.lower().split("-")
    if first not in CLITICS:
        return first in _MESOCLISIS and "-" in head and head.lower().split("-")[-1] in CLITICS
    if rest:
        return all(part in CLITICS or part in _MESOCLISIS for part in rest)
    stem = head.lower().split("-")[-1]
    if first in _RARE:
        return False
    if (first in _OBJECT_CLITIC and stem[-1] in "áêôí") or (first in ("o", "a") and len(stem) > 2):
        return True  # no printer leaves one letter alone on a line
    if words[stem] and _VERB_END.search(stem):
        return True
    return stem in word_list("verbs") or _is_plainly_a_verb(stem, first)


def _is_plainly_a_verb(stem: str, pronoun: str) -> bool:
    """By an ending that nothing but a verb has before this pronoun: azei-te and alar-me are none."""
    if _PAST.search(stem) or stem.endswith("ndo"):
        return True
    if stem.endswith("ei"):
        return len(stem) > 4 and pronoun in ("me", "lhe", "lhes")
    return len(stem) > 5 and bool(re.search(r"[aei]r$", stem))


def _is_compound(head: str, tail: str, words: Vocabulary) -> bool:
    first, second = head.lower().split("-")[-1], tail.lower()
    if f"{head}-{tail}".lower() in word_list("compounds"):
        return True
    if first in _ALWAYS or (first in _PEOPLES and _OF_PEOPLE.search(second)):
        return True
    if first in _COLOURS and second.rstrip("s") in _COLOURED:
        return True
    if second in FUNCTION_WORDS or second in CLITICS:
        return False
    if first in HEADS and (words[second] or second in ("feira", "dia", "noite")):
        return True
    return bool(first.endswith("o") and _ADJECTIVE.search(second) and words[second] and words[first[:-1] + "a"])
