"""Who won, by what a sentence says: `o Farense venceu o Benfica por 3-1`, `Benfica-Farense, 1-3`."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from train.values import NAME, Aliases, words

WON = (
    "venceu",
    "vencer",
    "venc",
    "ganh",
    "bateu",
    "bater",
    "derrotou",
    "derrotar",
    "goleou",
    "superou",
    "triunf",
    "vitoria",
)
ALSO_WON = frozenset({"impo", "impos", "eliminou", "afastou", "vencedor"})
LOST = (
    "perd",
    "derrota",
    "derrotad",
    "vencid",
    "batid",
    "goleada",
    "goleado",
    "superad",
    "eliminad",
    "afastad",
    "caiu",
)
TEAM_AFTER = frozenset({"vitoria", "triunfo", "derrota", "vencedor"})
"""Nouns whose team stands after them: `vitória do Farense`."""

SLOT = re.compile(r"\bdesfecho: \w+")  # of the club, which it does not name
AGAINST = re.compile(rf"^(?:Com|Contra) (?:[oa]s? )?{NAME}(?:-{NAME})?,(?: e)?")
"""Whom a sentence names first and tells of as the other side: `Com o X, e ganhou 3-1`."""

Name = tuple[str, ...]
Marked = Sequence[str | Name]


def winner(text: str, names: Collection[Name], aliases: Aliases | None = None) -> Name | None:
    """The name of the side that won as `text` tells it; None where it tells of no winner, or not plainly.

    `names` are those of the sides that may have played, as words; others are not seen.
    """
    marked = _marked(words(text, aliases), names)
    scores = {word for word in marked if isinstance(word, str) and word[0] == "#"}
    if len(scores) > 1 or any(a == b for a, b in (score[1:].split("-") for score in scores)):
        return None
    told = SLOT.sub("", AGAINST.sub("", text))
    # `adversário: X; ganhou o Y`: who is named in another clause did not win by this verb
    verbs = (_by_verb(_marked(words(part, aliases), names), names) for part in (*told.split(";"), told))
    found = next(filter(None, verbs), None) or _in_favour(marked)
    return found or (_by_order(marked, scores.pop()) if scores else None)


def _marked(text: Sequence[str], names: Collection[Name]) -> Marked:
    """The words with each run that is a name put together, longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    marked: list[str | Name] = []
    place = 0
    while place < len(text):
        name = next((n for n in ordered if tuple(text[place : place + len(n)]) == n), None)
        marked.append(name or text[place])
        place += len(name) if name else 1
    return marked


def _by_verb(marked: Marked, names: Collection[Name]) -> Name | None:
    """The winner by the first word of winning or losing."""
    for place, word in enumerate(marked):
        kind = _kind(word)
        if not kind:
            continue
        subject = _subject(marked, place)
        if subject is None or kind == "won":
            return subject
        others = [side for side in marked if isinstance(side, tuple) and side != subject]
        others = others or ([side for side in names if side != subject] if len(names) == 2 else [])
        return others[0] if others else None
    return None


def _kind(word: str | Name) -> str:
    """`won` or `lost`, empty for a name and for any other word."""
    if isinstance(word, tuple):
        return ""
    if word.startswith(LOST) and not word.startswith(("derrotou", "derrotar")):
        return "lost"
    return "won" if word in ALSO_WON or word.startswith(WON) else ""


def _subject(marked: Marked, place: int) -> Name | None:
    """Whose winning or losing the word at `place` tells of.

    `vitória do X`; `X venceu`; after a pair that only says which match it was, `X-Y: venceu o X`.
    """
    before = [side for side in marked[:place] if isinstance(side, tuple)]
    following = marked[place + 1] if place + 1 < len(marked) else None
    named_after = following if isinstance(following, tuple) else None
    if named_after and (marked[place] in TEAM_AFTER or (not before and str(marked[place]).startswith("ganh"))):
        return named_after  # `ganhou o X`; but `perdeu com o X` and `venceu o X` leave out who did
    if not before:
        return None
    if isinstance(following, str) and following.isdigit() and isinstance(marked[place - 1], tuple):
        return before[-1]  # `contra o Y, nos 4 jogos, o X venceu 2`
    if len(set(before)) == 1 or len(before) > 2:
        return before[-1]
    return named_after


def _in_favour(marked: Marked) -> Name | None:
    """`3-1 para o X`."""
    for score, word, side in zip(marked, marked[1:], marked[2:], strict=False):
        if score[0] == "#" and word == "para" and isinstance(side, tuple):
            return side
    return None


def _by_order(marked: Marked, score: str) -> Name | None:
    """The sides on either hand of the score have its figures; else the side named first has the first."""
    place = marked.index(score)
    sides = [
        side for side in (*marked[max(0, place - 1) : place], *marked[place + 1 : place + 2]) if isinstance(side, tuple)
    ]
    if len(set(sides)) != 2:  # `contra o Y, o primeiro jogo do X foi no X-Y`: a pair tells the order
        named = [[a, b] for a, b in pairwise(marked) if isinstance(a, tuple) and isinstance(b, tuple) and a != b]
        sides = named[0] if named else list(dict.fromkeys(side for side in marked if isinstance(side, tuple)))
    first, second = (int(n) for n in score[1:].split("-"))
    return None if len(sides) != 2 else sides[0] if first > second else sides[1]
