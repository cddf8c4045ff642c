"""Where a match was played: as its sources say, or as the profile says where they are silent."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from builders.portuguese import slug
from builders.profile import Club
from builders.results.matches import Ground, Side

_KINDS = frozenset({"estadio", "est", "campo", "stadium", "do", "da", "de", "dos", "das"})
_SHORT = {"s": "sao", "sto": "santo", "sta": "santa", "mun": "municipal"}


def grounds(named: Sequence[str], usual: str) -> tuple[Ground, ...]:
    """The grounds of a match, each once, in the order of its sources; several where they differ.

    `named`: what each source says, empty where it is silent. `usual`: the profile's ground, where the profile's days
    say that it was played there. A source that names another puts the profile's in doubt, and is put in doubt by it.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(named):
        if name:
            found[next((other for other in found if same_ground(other, name)), name)].append(index)
    if usual and not any(same_ground(name, usual) for name in found):
        found[usual] = []
    return tuple(Ground(_fullest(indices, named, name, usual), tuple(indices)) for name, indices in found.items())


def usual_ground(club: Club, at_home: Side, day: date | None) -> str:
    """The profile's ground, for a home match within the days that the profile gives."""
    if at_home != "home" or day is None or not club.ground_since:
        return ""
    return club.ground if club.ground_since <= day.isoformat() <= (club.ground_until or "9999") else ""


def same_ground(first: str, second: str) -> bool:
    """Whether two names can be one ground's: "São Luís", "Estádio de S. Luís" and "Estádio de São Luís, Faro"."""
    one, other = _words(first), _words(second)
    return one <= other or other <= one


def _words(name: str) -> set[str]:
    words = {_SHORT.get(word, word) for word in slug(name).split("-")}
    return words - _KINDS or words


def _fullest(indices: Sequence[int], named: Sequence[str], name: str, usual: str) -> str:
    """Of the ways in which one ground is named here the one that says most: its words written out, then the longest."""
    ways = {named[index] for index in indices} | ({usual} if usual and same_ground(name, usual) else set())
    return min(ways, key=lambda way: (-len(_words(way)), -len(way), way))
