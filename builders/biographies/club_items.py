"""One item of a list of clubs: "Farense (1954-59), Olhanense (60/61): 2ª Divisão"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builders.biographies.clubs import Club, ClubNames
from builders.biographies.documents import Line
from builders.biographies.markup import plain
from builders.biographies.times import Span, read_spans

_YEARS_FIRST = re.compile(r"^(\d{4}[^:]*?): (.+)$")
_COUNT = re.compile(r"\b(\d{1,2}) (?:épocas|temporadas)\b", re.IGNORECASE)
_COACHING = re.compile(r"(?<!jogador-)\btreinador\b|\badjunto\b", re.IGNORECASE)
_ASSISTANT = re.compile(r"\badjunto\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A club on a list, with its years where they are plain."""

    club: Club
    role: str
    """spell or coach."""
    spans: tuple[Span, ...]
    line: Line
    reason: str = ""
    """Why it has no years."""
    claimed: tuple[Span, ...] = ()
    """The years that the source gives, to be trusted or not."""
    head: Line | None = None
    """The heading that makes it a coach's list: only with it does the line say that the club was coached."""


def read_item(line: Line, role: str, clubs: ClubNames, longer: list[str], born: int | None) -> list[Entry] | None:
    """The entries of an item; None where what it names is not plainly a club."""
    text = plain(line.text)
    years_first = _YEARS_FIRST.match(text)
    if years_first:
        return _years_first(years_first, line, role, clubs, born)
    head = re.split(r"(?<=\))\s*(?::|[–—-] )|: | [–—-] ", text, maxsplit=1)[0]
    if "(" in text and "(" not in head:
        return None
    entries: list[Entry] = []
    for names, inside in _runs(head):
        names = [part for name in names for part in _parted(name, clubs)]
        resolved = [clubs.find(name, longer) for name in names]
        if any(club is None for club in resolved):
            return None
        spans = read_spans(inside, born) if inside else None
        reason = _why(inside, spans, len(names), text, role)
        kept = (spans or ()) if not reason else ()
        entries += [Entry(club, role, kept, line, reason, spans or ()) for club in resolved if club]
    return entries


def _years_first(found: re.Match[str], line: Line, role: str, clubs: ClubNames, born: int | None) -> list[Entry] | None:
    """ "1943-46: Farense (reserva e 2ª Divisão)": one club, its years before it."""
    spans = read_spans(found[1].strip(), born)
    name = re.split(r" ?[(,:]| - ", found[2])[0]
    club = clubs.find(name)
    if club is None:
        return None
    role = "coach" if _COACHING.search(found[2]) else role
    reason = _why(found[1], spans, 1, found[2], role)
    return [Entry(club, role, (spans or ()) if not reason else (), line, reason)]


def _runs(head: str) -> Iterator[tuple[list[str], str]]:
    """Names with the bracket that follows them: "A, B (85-92), C (93)" is ([A, B], 85-92), ([C], 93)."""
    position = 0
    for found in re.finditer(r"\(([^()]*)\)", head):
        yield _names(head[position : found.start()]), found[1].strip()
        position = found.end()
    rest = _names(head[position:])
    if rest:
        yield rest, ""


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip(" .!;")]


def _parted(name: str, clubs: ClubNames) -> list[str]:
    """ "Benfica e Porto" is two clubs, "Sport Lisboa e Faro" is one: two where both are known and the whole is not."""
    parts = name.split(" e ")
    both = len(parts) == 2 and all(clubs.known(part) for part in parts)
    return parts if both and not clubs.known(name) else [name]


def _why(inside: str, spans: tuple[Span, ...] | None, names: int, text: str, role: str) -> str:
    """Why the years of an entry are not to be trusted; empty where they are.

    "2000-2003, adjunto e principal" does not say in which of these years the club was the person's to coach.
    """
    if not inside:
        return "no_years"
    if spans is None:
        return "unclear_years"
    if names > 1:
        return "shared_years"
    if role == "coach" and _ASSISTANT.search(text):
        return "assistant_too"
    counted = _COUNT.search(text)
    total = sum(max(span.last - span.first, 1) for span in spans)
    return "seasons_do_not_add_up" if counted and int(counted[1]) > total else ""
