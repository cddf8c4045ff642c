"""Who met whom, and where, as one row writes it."""

import re
from dataclasses import dataclass

from builders.results.clubs import Clubs, is_truncated
from builders.results.headers import PLACE_WORDS, fold_header
from builders.results.matches import Side
from builders.results.rows import Refused, Row, says_yes

_VERSUS = re.compile(r" +(?:vs?\.?|x|–|—|-) +", re.IGNORECASE)
_FINAL_OF = re.compile(r"(.+?) \(((?:meia-)?final|[^()]*eliminatória) d[aoe] ([^()]+)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contest:
    """The profile's club against another."""

    opponent: str
    """As written, without what brackets say of the competition."""
    at_home: Side
    club_is_home: bool
    """On unknown ground the club counts as the home side."""
    named: bool
    """The source names both sides in the order of the score, so that nothing has to be decided."""
    competition: str = ""
    round: str = ""
    """Both from brackets after the opponent: "(Final da Taça Sagres)"."""


def names_of(row: Row, clubs: Clubs) -> list[str]:
    """The names of clubs in a row, other than the profile's."""
    written = [row.get("home"), row.get("away"), *_VERSUS.split(row.get("pair") or row.get("opponent"))]
    return [_FINAL_OF.sub(r"\1", name) for name in written if name and not clubs.is_own(name)]


def is_of_club(row: Row, clubs: Clubs) -> bool:
    """Whether a row is about the profile's club: it names it, or names only an opponent."""
    if "home" in row.fields and "away" in row.fields:
        return clubs.is_own(row.fields["home"]) or clubs.is_own(row.fields["away"])
    return "opponent" in row.fields or any(clubs.is_own(name) for name in _VERSUS.split(row.get("pair")))


def read_contest(row: Row, clubs: Clubs) -> Contest | Refused:
    """The contest of a row that `is_of_club`, or why its opponent cannot be told."""
    if row.get("home") and row.get("away"):
        return _checked(clubs, _named_sides(row, row.get("home"), row.get("away"), clubs))
    at_home = _side(row)
    sides = _VERSUS.split(row.get("pair") or row.get("opponent"))
    if len(sides) == 2 and any(clubs.is_own(side) for side in sides):
        if at_home == "unknown" and row.get("pair"):
            return _checked(clubs, _named_sides(row, sides[0], sides[1], clubs))
        opponent = sides[1] if clubs.is_own(sides[0]) else sides[0]
        return _checked(clubs, Contest(opponent, at_home, at_home != "away", False))
    name = " ".join((row.get("opponent"), row.get("tail"))).strip()
    if row.get("tail") and not clubs.is_known(name):  # a word behind the last column may be anything
        return Refused("shifted_row")
    return _checked(clubs, Contest(name, at_home, at_home != "away", False))


def _named_sides(row: Row, home: str, away: str, clubs: Clubs) -> Contest:
    own_home = clubs.is_own(home)
    at_home: Side = "neutral" if says_yes(row.get("neutral")) else "home" if own_home else "away"
    return Contest(away if own_home else home, at_home, own_home, True)


def _checked(clubs: Clubs, contest: Contest) -> Contest | Refused:
    name = contest.opponent
    if not name.strip(" -?"):
        return Refused("no_opponent")
    if clubs.is_own(name):
        return Refused("club_against_itself")
    if is_truncated(name):
        return Refused("truncated_name")
    if found := _FINAL_OF.fullmatch(name):
        return Contest(found[1], contest.at_home, contest.club_is_home, contest.named, found[3], found[2].lower())
    return contest


def _side(row: Row) -> Side:
    if says_yes(row.get("neutral")):
        return "neutral"
    return PLACE_WORDS.get(fold_header(row.get("side")), "unknown")
