"""Spells at clubs: from the lists of clubs in a biography, each with its years, and from nothing less plain."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from builders.biographies.clubs import Club, ClubNames
from builders.biographies.documents import Document, Line
from builders.biographies.facts import LeftOut, Statement
from builders.biographies.markup import BULLET, HEADING, bold_runs, plain
from builders.biographies.times import Span, read_spans

_PLAYER = re.compile(
    r"^(?:clubes(?: finais)?|outros clubes|carreira(?: completa| em portugal)?|como jogador|carreira(?: como)? jogador|"
    r"clubes como jogador|brasil|portugal|forma[cç][aã]o no \w+|antes do .+)$",
    re.IGNORECASE,
)
_COACH = re.compile(r"^(?:como treinador|(?:carreira )?(?:de )?treinador|carreira como treinador)$", re.IGNORECASE)
_PARTIAL = ("Outros clubes", "Outros Clubes")  # the rest of such a list stands somewhere else
_LABELLED_CLUB = re.compile(r"\*\*([^*(]+?) \([\d/ –-]+\):?\*\*:?")
_NO_ENTRY = re.compile(r"^(?:\d+ (?:anos|épocas|temporadas)|Maioria|Total|Passou|Jogador)\b", re.IGNORECASE)
_YEARS_FIRST = re.compile(r"^(\d{4}[^:]*?): (.+)$")
_COUNT = re.compile(r"\b(\d{1,2}) (?:épocas|temporadas)\b", re.IGNORECASE)
_COACHING = re.compile(r"(?<!jogador-)\btreinador\b|\badjunto\b", re.IGNORECASE)
_NOT_IN_CHARGE = re.compile(
    r"\badjunto\b(?! e principal)|guarda-redes|\bdiretor\b|\bcoordenador\b|"
    r"\b(?:camadas jovens|juniores|juvenis|iniciados|forma[cç][aã]o)\b(?!.*principal)",
    re.IGNORECASE,
)


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
    partial = {"spell"} if any(_label(line.text.strip()) in _PARTIAL for line in document.lines) else set()
    for role, line in _listed(document, clubs):
        found = _read_item(line, role, clubs, longer, born)
        if not _is_whole(line, role, found):
            partial.add(role)
        if found is None:
            left_out.append(LeftOut("unclear_club", line.source))
        else:
            entries += found
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
    places = tuple(dict.fromkeys(entry.line.source for entry in entries))
    return Statement(what, value, places[0], also=places[1:])


def _listed(document: Document, clubs: ClubNames) -> Iterator[tuple[str, Line]]:
    """The items of lists of clubs, each with the role its heading or label gives; labels that are a club with years."""
    role = ""
    for line in document.lines:
        text = line.text.strip()
        if not text:
            continue
        if BULLET.match(line.text):
            if role and not line.text.startswith((" ", "\t")):
                yield role, line
        elif (found := _LABELLED_CLUB.fullmatch(text)) and clubs.known(found[1]):
            role = ""
            yield "spell", line
        elif (label := _label(text)) is not None:
            role = _role(label)
        elif HEADING.match(text):
            role = _role(re.sub(r"\s*\([^)]*\)$", "", plain(text)))
        else:
            role = ""


def _label(text: str) -> str | None:
    """ "**Clubes:**", with brackets after its words or not; None for a line that is no label."""
    found = re.fullmatch(r"\*\*([^*:]+?)(?:\s*\([^)]*\))?:?\*\*:?", text)
    return found[1].strip() if found and ":" in text else None


def _role(label: str) -> str:
    if _PLAYER.match(label):
        return "spell"
    return "coach" if _COACH.match(label) else ""


def mentioned(document: Document) -> list[str]:
    """Names that may be a club's in full: in bold, or before the colon of a heading."""
    found = []
    for line in document.lines:
        found += [re.split(r"[:(]", run)[0] for run in bold_runs(line.text)]
        if HEADING.match(line.text.strip()):
            found.append(re.split(r"[:(]", plain(line.text))[0])
        if BULLET.match(line.text):
            found += [name for name in re.split(r",|\(|:", plain(line.text)) if name.strip()]
    return list(dict.fromkeys(name.strip() for name in found if name.strip()[:1].isupper()))


def _read_item(line: Line, role: str, clubs: ClubNames, longer: list[str], born: int | None) -> list[Entry] | None:
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
        reason = _why(inside, spans, len(names), text)
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
    coaching = _COACHING.search(found[2])
    reason = _why(found[1], spans, 1, found[2])
    return [Entry(club, "coach" if coaching else role, (spans or ()) if not reason else (), line, reason)]


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


def _why(inside: str, spans: tuple[Span, ...] | None, names: int, text: str) -> str:
    """Why the years of an entry are not to be trusted; empty where they are."""
    if not inside:
        return "no_years"
    if spans is None:
        return "unclear_years"
    if names > 1:
        return "shared_years"
    counted = _COUNT.search(text)
    total = sum(max(span.last - span.first, 1) for span in spans)
    return "seasons_do_not_add_up" if counted and int(counted[1]) > total else ""


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
                places = tuple(dict.fromkeys(entry.line.source for entry in own))
                yield Statement(role, _merged(spans), places[0], club.key, club, also=places[1:])


def _merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans in order, one that lies within another left out."""
    return tuple(
        span
        for span in spans
        if not any(o != span and o.first <= span.first and span.last <= o.last and o.years != span.years for o in spans)
    )
