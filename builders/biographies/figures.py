"""Matches and goals: for a club, in a division or in all; for a whole career."""

import re
from collections.abc import Iterator

from builders.biographies.careers import Career
from builders.biographies.clubs import ClubNames
from builders.biographies.documents import Document, Field
from builders.biographies.facts import LeftOut, Statement
from builders.biographies.markup import HEADING, plain
from builders.portuguese import slug
from records.accents import without_accents

CAREER = "career"
"""The key of figures for a whole career."""
_GAMES = re.compile(
    r"(?<![~\d+])(?<!de )(\d{1,3}) jogos?(?:(?:, | e |/)(\d{1,3}) golos?)?"
    r"(?: (?:na |da )?(\d)\.?ª divisão(?! b| de honra))?(?=\W*$|,| [-–—] |!)",
    re.IGNORECASE,
)
_GOALS_FIRST = re.compile(
    r"(?<![~\d+])(\d{1,3}) golos? em (\d{1,3}) jogos?(?: na (\d)\.?ª divisão)?(?=\W*$|,)", re.IGNORECASE
)
_DIVISION_BEFORE = re.compile(r"[:,] ?(\d)\.?ª divisão\W*$", re.IGNORECASE)
_SECOND_TEAM = re.compile(r"^[^(:]+ II\b|\breservas?\b|\bequipas? (?:II|B)\b", re.IGNORECASE)
_LABELLED = re.compile(r"^(Jogos|Golos): (\d{1,4})$")


def read_figures(document: Document, career: Career, clubs: ClubNames) -> Iterator[Statement | LeftOut]:
    """`totals` for each club whose figures stand beside its name, and for a whole career."""
    yield from _beside_clubs(career)
    yield from _under_heading(document, clubs)
    yield from _from_fields(document, clubs)


def _beside_clubs(career: Career) -> Iterator[Statement]:
    """ "Farense (1987-89): 43 jogos, 6 golos na 1ª Divisão": one club on the line, all its years in one list.

    Figures of a club's second team are not the club's.
    """
    for entry in career.entries:
        if entry.role != "spell" or not entry.spans or _SECOND_TEAM.search(plain(entry.line.text)):
            continue
        same_line = [other for other in career.entries if other.line is entry.line]
        same_club = [other for other in career.entries if (other.club, other.role) == (entry.club, entry.role)]
        found = list(_figures(plain(entry.line.text)))
        if len(same_line) == len(same_club) == len(found) == 1:
            games, goals, division = found[0]
            label = f"na {division}.ª Divisão" if division else ""
            key = slug(f"{entry.club.key} {division or ''}")
            yield Statement("totals", (int(games), int(goals or -1)), entry.line.source, key, entry.club, label)


def _figures(text: str) -> Iterator[tuple[str, str | None, str | None]]:
    """Games, goals and division of each mention: "43 jogos na 1ª Divisão", "1ª Divisão, 5 golos em 11 jogos"."""
    for found in _GOALS_FIRST.finditer(text):
        yield found[2], found[1], found[3] or _division_before(text[: found.start()])
    if not _GOALS_FIRST.search(text):
        for found in _GAMES.finditer(text):
            yield found[1], found[2], found[3] or _division_before(text[: found.start()])


def _division_before(text: str) -> str | None:
    """The one division that stands between the club and its figures; of two nothing says whose the figures are."""
    found = _DIVISION_BEFORE.search(text)
    return found[1] if found else None


def _under_heading(document: Document, clubs: ClubNames) -> Iterator[Statement]:
    """ "Jogos: 208" and "Golos: 116" under a heading on the club's years ("Carreira no Farense")."""
    club = None
    found: dict[str, tuple[int, object]] = {}
    for line in document.lines:
        text = plain(line.text)
        if HEADING.match(line.text.strip()):
            after = re.split(r"\b(?:no|na|pelo|pela) ", text)[-1]
            club = clubs.own if clubs.known(after) == clubs.own else None
        elif club and (label := _LABELLED.match(text)):
            found[label[1]] = (int(label[2]), line.source)
    if "Jogos" in found:
        games, goals = found["Jogos"], found.get("Golos", (-1, found["Jogos"][1]))
        places = tuple(dict.fromkeys((games[1], goals[1])))
        yield Statement("totals", (games[0], goals[0]), places[0], clubs.own.key, clubs.own, also=places[1:])  # type: ignore[arg-type]


def _from_fields(document: Document, clubs: ClubNames) -> Iterator[Statement | LeftOut]:
    """`jogos` and `golos`: at the top for the profile's club, under a key that names it, or under a career's total."""
    groups: dict[tuple[str, ...], dict[str, Field]] = {}
    for field in document.fields:
        if field.path[-1] in ("jogos", "golos"):
            groups.setdefault(field.path[:-1], {})[field.path[-1]] = field
    for path, given in groups.items():
        key = _scope(path, clubs)
        numbers = [
            int(given[name].value) if name in given and given[name].value.isdigit() else -1
            for name in ("jogos", "golos")
        ]
        places = tuple(field.source for field in given.values())
        if any(not field.value.isdigit() for field in given.values()):
            yield LeftOut("unclear_figure", places[0])
        elif key and numbers[0] >= 0:
            club = clubs.own if key == clubs.own.key else None
            yield Statement("totals", (numbers[0], numbers[1]), places[0], key, club, also=places[1:])


def _scope(path: tuple[str, ...], clubs: ClubNames) -> str:
    """What figures count: the key of the profile's club, a whole career, or neither (empty)."""
    plain_path = without_accents(" ".join(path)).lower()
    if not path or slug(clubs.own.name) in plain_path:
        return clubs.own.key
    return CAREER if re.search(r"carreira\w*total|total\w*carreira", plain_path) else ""
