"""Clubs as questions name them, and which club a source means by what it writes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from builders.portuguese import club_article, slug
from builders.profile import Profile
from builders.sources import SourceError
from records.accents import without_accents


@dataclass(frozen=True, slots=True)
class Club:
    """A club or team. `Olhanense` and `Sporting Clube Olhanense` are one, `Olhanense (Segundas Categorias)` another."""

    name: str
    """In running text: "Benfica", "Vitória de Setúbal"; as the source writes it where it is in no list of clubs."""
    article: str
    """Of the name: "o" or "a"."""
    slug: str
    """Lower-case ASCII with hyphens, unique among the clubs of one reading."""

    def __hash__(self) -> int:  # a club is looked up many times for each question
        return hash(self.slug)


_LEGAL = (  # what names a kind of club and not a club; taken off either end, longest first
    *("sporting clube", "sporting club", "sport clube", "sport club", "sporting", "futebol clube", "football club"),
    *("clube de futebol", "grupo desportivo", "clube desportivo", "uniao desportiva", "associacao desportiva"),
    *("atletico clube", "futebol sad"),
    *("sc", "fc", "cf", "gd", "ud", "cd", "ac", "ad", "cp", "sad", "os"),
)
_TEAM = re.compile(
    r"\(?\b(?:b|c|ii|reservas?|juniores|juniors?|juvenis|iniciados|infantis|sub ?\d\d|under ?\d\d|u ?\d\d|femininos?|"
    r"femininas?|segundas categorias|terceiras categorias|2as categorias|veteranos|amadores|women)\b\)?$"
)
_PREPOSITION = re.compile(r"^(?:de|da|do) ")
_TRUNCATED = re.compile(r"(?:\b(?:de|do|da|dos|das|e|del|of)|[-–(,]|\b[^\W\d_]{1,5}\.)$", re.IGNORECASE)


class Clubs:
    """The names of one reading resolved: the profile's club, those of its list, and the rest as they are written.

    `names` are all the names in the sources: two that are in no list and differ only in "SC" or "Clube Desportivo"
    are one club, when no third name makes that doubtful.
    """

    def __init__(self, profile: Profile, names: Iterable[str] = ()) -> None:
        own = profile.club
        self.own = Club(own.short, own.article, slug(own.short))
        self._exact: dict[str, Club] = {}
        self._bare: dict[str, set[Club]] = defaultdict(set)
        for name, entry in profile.other_clubs.items():
            self._enter(name, entry, str(profile.path.parent / profile.clubs))
        self._shared_words = self._first_words()
        for name in (own.short, own.name, *own.aliases):
            self._exact[fold(name)] = self.own
        self._unlisted = self._unite(names)

    def resolve(self, name: str) -> Club:
        """The club that a source means by a name."""
        return self._known(name) or self._unlisted.get(fold(name)) or self._as_written(name)

    def is_own(self, name: str) -> bool:
        """Whether a name is the profile's club's; namesakes and second teams are not."""
        return self._exact.get(fold(name)) is self.own

    def is_known(self, name: str) -> bool:
        """Whether a name is in the list of clubs, or a variant of one that is."""
        return self._known(name) is not None

    def is_like_own(self, name: str) -> bool:
        """Whether a name could be meant for the profile's club and is not among its aliases."""
        return bare(fold(name)) == bare(fold(self.own.name)) and not self._known(name)

    def _enter(self, name: str, entry: Any, where: str) -> None:
        """Take in one entry of the list. Raises SourceError where it is none, or two clubs claim one name."""
        if not isinstance(entry, Mapping) or not isinstance(entry.get("aliases", []), list):
            remedy = f"write `{name}: {{article: o, aliases: [...]}}`"
            raise SourceError(f"{where}: {name}", f"expected an article and aliases, found {entry!r}", remedy)
        club = Club(name, entry.get("article", "o"), slug(name))
        for written in (name, *entry.get("aliases", ())):
            other = self._exact.setdefault(fold(str(written)), club)
            if other != club:
                raise SourceError(
                    where, f"{written!r} stands for {other.name} and {name}", "leave it under one of them"
                )
            self._bare[bare(fold(str(written)))].add(club)

    def _known(self, name: str) -> Club | None:
        folded = fold(name)
        if found := self._exact.get(folded):
            return found
        if team := _TEAM.search(folded):
            return self._second_team(name, folded, team)
        stem = bare(folded)
        candidates = self._bare.get(stem, set())
        unclear = stem in self._shared_words and stem not in self._exact
        doubtful = len(candidates) != 1 or unclear or stem == bare(fold(self.own.name))
        return None if doubtful else next(iter(candidates))

    def _second_team(self, name: str, folded: str, team: re.Match[str]) -> Club | None:
        """A reserve or youth team of a known club: "Sporting Olhanense (Segundas Categorias)"."""
        base = self._known(folded[: team.start()])
        if base is None:
            return None
        words = len(team[0].split())
        suffix = " ".join(name.split()[-words:]).strip("()")
        suffix = suffix if len(suffix) < 3 else f"({suffix.lower()})"
        full = f"{base.name} {suffix}"
        return self._exact.get(fold(full)) or Club(full, base.article, slug(full))

    def _first_words(self) -> frozenset[str]:
        """Words with which the names of several clubs begin: "SC União" may be any of the Uniões."""
        clubs = defaultdict(set)
        for folded, club in self._exact.items():
            clubs[folded.split(" ")[0]].add(club)
        return frozenset(word for word, named in clubs.items() if len(named) > 1)

    def _unite(self, names: Iterable[str]) -> dict[str, Club]:
        """Folded name -> club, of the names in no list."""
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            if not self._known(name):
                written[fold(name)][" ".join(name.split())] += 1
        groups: dict[str, set[str]] = defaultdict(set)
        for folded in written:
            groups[bare(folded)].add(folded)
        united = {}
        for stem, group in groups.items():
            one = len(group - {stem}) <= 1  # "Ferreiras" and "FC Ferreiras"; with "SC Ferreiras" too, who knows
            for folded in sorted(group):
                counts = sum((written[f] for f in sorted(group)), Counter()) if one else written[folded]
                united[folded] = self._as_written(min(counts, key=lambda text: (len(text), text)))
        return united

    def _as_written(self, name: str) -> Club:
        name = " ".join(name.split())
        return Club(name, club_article(name), slug(name))


def of_one_place(one: Club, other: Club) -> bool:
    """Whether one club is called by a place and the other by its people: "Paderne" and "Padernense" may be one."""
    place, people = sorted((one.slug, other.slug), key=len)
    return people.endswith("ense") and people.removesuffix("ense") in (place, place[:-1])


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name as it is compared: no case, accents or punctuation, "Sp." in full, initials joined (S. C. -> sc)."""
    plain = without_accents(name).lower().replace("º", "o").replace("ª", "a").replace("&", " e ")
    plain = re.sub(r"\b(\w)\.(?=\s?\w\b)", r"\1", plain)
    words = re.sub(r"[^\w()]+", " ", plain.replace("'", "").replace(".", " ")).split()
    joined = re.sub(r"\b([a-z]) (?=[a-z]\b)", r"\1", " ".join(words))
    return re.sub(r"\bsp\b", "sporting", joined)


@lru_cache(maxsize=20_000)
def bare(folded: str) -> str:
    """A folded name without the words for a kind of club; unchanged where nothing would be left."""
    for legal in _LEGAL:
        for rest in (_PREPOSITION.sub("", folded.removeprefix(f"{legal} ")), folded.removesuffix(f" {legal}")):
            if rest != folded and len(rest) > 2 and folded.startswith((f"{legal} ", rest)):
                return bare(rest)
    return folded


def is_truncated(name: str) -> bool:
    """Whether a name breaks off: "Académico de", "Est."."""
    return bool(_TRUNCATED.search(name.strip())) or not re.search(r"[^\W\d_]{2}", name)
