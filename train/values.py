"""Portuguese text as words that can be compared: one spelling for each date, season, score, number and name.

`words("A 2 de Abril de 1995, o Farense venceu por três a um.")` gives
`("@1995-04-02", "farense", "venceu", "#3-1")`. What is kept apart is what answers can be wrong about.
"""
# ruff: noqa: SIM905  # a line of words reads better than a list of quotes

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from train.spelling import valued

DROPPED = frozenset(
    "o a os as um uma uns umas de do da dos das d e em no na nos nas ao aos por pelo pela pelos pelas com que se"
    " foi era fc sc s.c f.c cf cd gd sl lugar posto".split()
)
"""Articles, prepositions, the letters before clubs' names, `lugar` after a place: their presence decides nothing."""
NAME_START, PARTICLE = "A-ZÀ-ÖØ-Þ", r"(?:d[aeo]s?|e)"
NAME = rf"[{NAME_START}][\w.'’]*(?: (?:{PARTICLE} )?[{NAME_START}][\w.'’]*)*"
"""A capitalised name of one word or several, as a regular expression."""
APART = re.compile(rf"({NAME}),? (\d\d?)[,;]?(?: e)?(?: [oa])? ({NAME}),? (\d\d?)\b(?! de| [a-z]+s?\b)")


@dataclass(frozen=True, slots=True)
class Aliases:
    """Other forms of names, to be read as the name."""

    pattern: re.Pattern[str]
    """Every name and form in `plain` text, the longest first: what is written in full already stays."""
    names: Mapping[str, str]


def aliases_of(names: Mapping[str, Iterable[str]]) -> Aliases | None:
    """What `words` needs of names and their other forms; None of no names."""
    known = {plain(form): plain(name) for name, forms in sorted(names.items()) for form in (*forms, name)}
    if not known:
        return None
    longest_first = sorted(known, key=lambda form: (-len(form), form))
    return Aliases(re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), known)


def words(text: str, aliases: Aliases | None = None) -> tuple[str, ...]:
    """The words that matter, in order: values as `@date`, `%season`, `#score`, `ord3`, `34`, others in lower case.

    Accents and plural endings are dropped, and every other form of a name becomes the name.
    """
    text = plain(APART.sub(r"\1-\3: \2-\4", text))
    if aliases:
        text = aliases.pattern.sub(lambda found: aliases.names[found[0]], text)
    found = re.findall(r"[@%#][\w?-]+|\w+(?:\.\w+)*", valued(text))
    return tuple(_singular(word) for word in found if word not in DROPPED)


def same(left: str, right: str) -> bool:
    """Whether two words agree: equal, or dates or seasons of which one leaves out the century or the year."""
    if left == right:
        return True
    if left[0] != right[0] or left[0] not in "@%":
        return False
    return len(left) == len(right) and all(a == b or "?" in (a, b) for a, b in zip(left, right, strict=True))


def find(part: Sequence[str], whole: Sequence[str], exactly: bool = False) -> int:
    """Where `part` stands in `whole` as a run of agreeing words; -1 where it does not.

    `exactly`: the words of `whole` may leave out a date's century, and nothing else that `part` says.
    """
    for start in range(len(whole) - len(part) + 1):
        run = list(zip(part, whole[start:], strict=False))
        if all(same(a, b) and not (exactly and _vaguer(b, a)) for a, b in run):
            return start
    return -1


def same_club(club: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a name holds the club's own or ends it: `Leiria` is `União de Leiria`, `Sporting` no `Sporting de Braga`.

    A second team, `Braga B`, is another.
    """
    return (find(own, club) >= 0 or club == own[-len(club) :]) and ("b" in club) == ("b" in own)


def _vaguer(word: str, than: str) -> bool:
    """Whether a date leaves out the year, or the day, that the other gives."""
    return word[0] == "@" and any(w == "?" != t for w, t in zip(word[3:], than[3:], strict=True))


def plain(text: str) -> str:
    """Lower case, no accents, one kind of dash, single spaces."""
    text = re.sub(r"(\d+)\s?\.?\s?[ºª°]", r" ord\1 ", text)
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if unicodedata.category(c) != "Mn")
    text = re.sub(r"[‐‑‒–—―−]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[0] not in "@%#" else word
