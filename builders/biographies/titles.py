"""Titles won: from lists of titles and from lines that name title, club and season. Promotions are no titles."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from builders.biographies.club_lists import mentioned
from builders.biographies.clubs import Club, ClubNames, fold
from builders.biographies.documents import Document, Line
from builders.biographies.facts import LeftOut, Statement
from builders.biographies.markup import BULLET, HEADING, plain
from builders.biographies.times import Span
from builders.biographies.title_lists import untold
from builders.biographies.winning import NO_TITLE, SEASON, read_title
from builders.portuguese import slug
from records.example import Source

_TROPHY = "🏆"
_TITLE = re.compile(r"\b(?:tri|bi|tetra)?campe[ãa]o\b|\bcampeonatos?\b|\b(?:super)?ta[çc]as?\b", re.IGNORECASE)
_COACH = re.compile(r"\btreinador", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clubs:
    """Clubs as one source names them: those of the profile, those of the career, short names of either."""

    names: ClubNames
    played: tuple[Club, ...]
    longer: list[str]

    def find(self, text: str) -> Club | None:
        if known := self.names.known(text) or self.known(text):
            return known
        words = set(fold(text).split())
        meant = [club for club in self.played if words and words <= set(fold(club.name).split())]
        return meant[0] if len(meant) == 1 else self.names.find(text, self.longer)

    def known(self, text: str) -> Club | None:
        """A club of the profile or of the career, by its whole name."""
        played = {fold(club.name): club for club in self.played}
        return self.names.known(text) or played.get(fold(text))


@dataclass(frozen=True, slots=True)
class _Won:
    title: str
    club: Club | None
    seasons: tuple[Span, ...]
    places: tuple[Source, ...]
    """The line, and what it stands under where that gave the club or the season."""


def read_titles(
    document: Document, clubs: ClubNames, born: int | None, played: Collection[Club] = ()
) -> Iterator[Statement | LeftOut]:
    """A `title` for each title and club, with its seasons; a reason for each line of a title that is not plain.

    `played` are the clubs of the person's career: what a short name may stand for.
    """
    won: list[_Won] = []
    unread: list[tuple[str, Source]] = []
    known = _Clubs(clubs, tuple(played), mentioned(document))
    for line, place in _lines(document, known):
        text = plain(line.text)
        by_itself = read_title(text, None, known, born)
        if not SEASON.search(text) and SEASON.fullmatch(place.season):
            text = f"{text} ({place.season})"
        found = read_title(text, place.under or place.club, known, born)
        if found is None:
            unread.append((text, line.source))
            yield LeftOut("unclear_title", line.source)
        places = (line.source,) if found == by_itself else (line.source, *place.named_in)
        won += [_Won(title, holder, seasons, places) for title, holder, seasons in found or ()]
    told = list(title_statements(won))
    yield from told
    yield from untold(unread, told)


def title_statements(won: list[_Won]) -> Iterator[Statement | LeftOut]:
    """Titles put together by title and club; one without a club is left to those with one, of the same season.

    The same title of the same season with two clubs is two ways of writing one club, or an error: neither is taken.
    """
    holders: dict[tuple[str, tuple[int, int]], set[str]] = {}
    for w in won:
        for season in w.seasons:
            holders.setdefault((w.title, season.years), set()).update({w.club.key} if w.club else ())
    kept = [w for w in won if w.club or not all(holders[w.title, s.years] for s in w.seasons)]
    for title, club in dict.fromkeys((w.title, w.club) for w in kept):
        own = [w for w in kept if (w.title, w.club) == (title, club)]
        seasons = tuple(sorted({season for w in own for season in w.seasons}))
        places = tuple(dict.fromkeys(source for w in own for source in w.places))
        if any(len(holders[title, season.years]) > 1 for season in seasons):
            yield LeftOut("contradicts_itself", places[0])
        else:
            key = slug(f"{title} {club.key}" if club else title)
            yield Statement("title", seasons, places[0], key, club, title, places[1:])


@dataclass
class _Place:
    """Where in a source a line stands: under which headings, in which list."""

    listed: bool = False
    """In a list of titles."""
    part: Club | None = None
    """The club that the heading of the part names."""
    club: Club | None = None
    """The club of the nearest heading."""
    season: str = ""
    """The season in brackets in the nearest heading, where it has one."""
    under: Club | None = None
    """The club of an item under which others stand: "Com WAC Casablanca:"."""
    coach: bool = False
    """Where the person's years as a coach are told: what was won there is another thing."""
    named_in: tuple[Source, ...] = ()
    """The heading or item that names club and season for the lines under it."""


def _lines(document: Document, clubs: _Clubs) -> Iterator[tuple[Line, "_Place"]]:
    """Lines that tell of a title: all in a list of titles, elsewhere those that begin with a trophy."""
    place = _Place()
    for line in document.lines:
        text = line.text.strip()
        label = re.fullmatch(r"\*\*([^*]+?):\*\*", text)
        if HEADING.match(text):
            place = _under_heading(line, place, clubs)
        elif label:
            listed = bool(re.match(r"t[ií]tulos\b", label[1], re.IGNORECASE))
            place = _Place(listed=listed, coach=bool(_COACH.search(label[1])))
        elif holder := re.match(r"\s*- \*\*Com (.+?):\*\*$", line.text):
            place = replace(place, under=clubs.find(holder[1]), named_in=(line.source,))
        elif _is_title(text, place):
            yield line, place


def _under_heading(line: Line, place: _Place, clubs: _Clubs) -> _Place:
    heading = plain(line.text)
    if re.match(r"t[ií]tulos\b", heading, re.IGNORECASE):
        return _Place(listed=True)
    if _COACH.search(heading):
        return _Place(coach=True)
    club = clubs.known(re.split(r"\s*[:(]", heading)[0])
    season = re.search(r"\(([^()]*)\)", heading)
    deeper = line.text.strip().startswith("###")
    part = place.part if deeper else club
    named_in = (line.source, *place.named_in[-1:]) if deeper and not club else (line.source,)
    return _Place(part=part, club=club or part, season=season[1] if season else "", named_in=named_in)


def _is_title(text: str, place: _Place) -> bool:
    begins = re.match(rf"\W*{_TROPHY}", text) or (BULLET.match(text) and place.under)
    return bool(
        text and not place.coach and (place.listed or begins) and _TITLE.search(text) and not NO_TITLE.search(text)
    )
