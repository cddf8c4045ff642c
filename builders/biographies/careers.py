"""Spells at clubs: from the lists of clubs in a biography, each with its years, and from nothing less plain."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from builders.biographies.club_items import Entry, read_item
from builders.biographies.club_lists import is_partial, listed, mentioned
from builders.biographies.clubs import ClubNames
from builders.biographies.documents import Document, Line
from builders.biographies.facts import LeftOut, Statement
from builders.biographies.markup import BULLET, plain
from builders.biographies.times import Span
from records.example import Source

_NO_ENTRY = re.compile(r"^(?:\d+ (?:anos|épocas|temporadas)|Maioria|Total|Passou|Jogador)\b", re.IGNORECASE)
_NOT_IN_CHARGE = re.compile(
    r"\badjunto\b(?! e principal)|guarda-redes|\bdiretor\b|\bcoordenador\b|"
    r"\b(?:camadas jovens|juniores|juvenis|iniciados|forma[cç][aã]o)\b(?!.*principal)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Career:
    """The lists of clubs of one source."""

    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    whole: frozenset[str]
    """The roles of whose lists every item was read: only then is the list of clubs known."""


def read_entries(document: Document, clubs: ClubNames, born: int | None) -> Career:
    """Every club on the lists of a source; what could not be read, with the reason."""
    entries: list[Entry] = []
    left_out = []
    longer = mentioned(document)
    partial = {"spell"} if is_partial(document) else set()
    for role, line, head in listed(document, clubs):
        found = read_item(line, role, clubs, longer, born)
        if not _is_whole(line, role, found):
            partial.add(role)
        if found is None:
            left_out.append(LeftOut("unclear_club", line.source))
        else:
            entries += [replace(entry, head=head if role == entry.role == "coach" else None) for entry in found]
            partial |= {entry.role for entry in found} - {role}  # a coach among the clubs of a player
    entries = _checked(entries)
    left_out += [LeftOut(entry.reason, entry.line.source) for entry in entries if entry.reason]
    return Career(tuple(entries), tuple(left_out), frozenset({"spell", "coach"} - partial))


def _is_whole(line: Line, role: str, found: list[Entry] | None) -> bool:
    """Whether an item leaves no doubt which clubs its list names: an assistant of a club did not coach it."""
    text = plain(line.text)
    if found is None:
        return role == "spell" and _NO_ENTRY.match(text) is not None
    return BULLET.match(line.text) is not None and not (role == "coach" and _NOT_IN_CHARGE.search(text))


def career_statements(career: Career) -> Iterator[Statement | LeftOut]:
    """A `spell` or `coach` for each club with plain years; `clubs` and `coached` where the list is whole; a reason for
    the rest.
    """
    yield from career.left_out
    yield from _spells(career.entries)
    for role, what in (("spell", "clubs"), ("coach", "coached")):
        listed = [entry for entry in career.entries if entry.role == role]
        if listed and role not in career.whole:
            yield LeftOut("incomplete_club_list", listed[0].line.source)
        elif len({entry.club.key for entry in listed}) > 1:
            yield _club_list(what, listed)


def _club_list(what: str, entries: list[Entry]) -> Statement:
    clubs = dict.fromkeys(entry.club for entry in entries)
    value = tuple(f"{club.article} {club.name}".strip() for club in clubs)
    places = _places(entries)
    return Statement(what, value, places[0], also=places[1:])


def _checked(entries: list[Entry]) -> list[Entry]:
    """Entries whose years share a season with those at another club lose their years: one of them is inexact."""
    return [
        replace(entry, spans=(), reason="overlapping_years")
        if entry.spans and any(_clash(entry, other) for other in entries)
        else entry
        for entry in entries
    ]


def _clash(entry: Entry, other: Entry) -> bool:
    same = entry.club.key == other.club.key or entry.role != other.role
    return not same and any(a.overlaps(b) for a in entry.spans for b in other.spans)


def _spells(entries: Sequence[Entry]) -> Iterator[Statement]:
    """One statement for each club and role, all its spans together; none where some of its years are not plain."""
    for role in ("spell", "coach"):
        for club in dict.fromkeys(entry.club for entry in entries if entry.role == role):
            own = [entry for entry in entries if entry.role == role and entry.club == club]
            if all(entry.spans for entry in own):
                spans = tuple(sorted({span for entry in own for span in entry.spans}))
                places = _places(own)
                yield Statement(role, _merged(spans), places[0], club.key, club, also=places[1:])


def _places(entries: Sequence[Entry]) -> tuple[Source, ...]:
    """Where they stand: lines first, then the headings that say what the lists are."""
    heads = [entry.head.source for entry in entries if entry.head]
    return tuple(dict.fromkeys([entry.line.source for entry in entries] + heads))


def _merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans in order, one that lies within another left out."""
    return tuple(
        span
        for span in spans
        if not any(o != span and o.first <= span.first and span.last <= o.last and o.years != span.years for o in spans)
    )
