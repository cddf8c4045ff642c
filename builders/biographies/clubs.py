"""The clubs that biographies name: the profile's club, the other clubs it lists, and names in no list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from builders.portuguese import club_article, has_own_article, slug
from builders.profile import Profile
from records.accents import without_accents

_PARTICLES = {"de", "da", "do", "dos", "das", "e", "o", "a", "os", "as"}
_TEAM = re.compile(r"\s+(?:II|I|\(?equipa (?:II|principal)\)?)$", re.IGNORECASE)
_NOT_CLUBS = re.compile(
    r"\b(?:divis\w+|[eé]pocas?|jogos?|golos?|temporadas?|total|forma[cç][aã]o|seniores|juniores|juvenis|principais|"
    r"principal|adjunto|outr[oa]s?|clubes?|inativo|v[aá]ri[oa]s|camadas|carreira|t[ií]tulos?|treinador\w*|jogador\w*|"
    r"[aá]rbitro|como|sele[cç][aã]o|servi[cç]o|passagens?|regresso|fase|anos?|distritais|t[ée]cnico|diretor|taça|"
    r"campe\w+|subida|brasil|portugal|alemanha|angola|mo[cç]ambique|espanha|fran[cç]a|marrocos|inglaterra|"
    r"ap[oó]s|antes|anterior|ensino|escola|formad\w*|maioria|despedida|passou|guarda-redes|defesa\S*|m[eé]dio\S*|"
    r"avan[cç]ado\S*|extremo\S*|lateral\S*|pai|filho|irm[aã]o|legado)(?!\w)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÀ-Ý0-9][\w.ºª'’\" -]*")


@dataclass(frozen=True, slots=True)
class Club:
    name: str
    """In running text: "Benfica", "Vitória de Setúbal"."""
    article: str
    """o, a, os or as; empty where the name holds its own ("O Elvas")."""
    key: str
    """The slug of the name: the same for every way of writing it."""


def fold(text: str) -> str:
    """A name for comparison: no accents, case, points or particles, so that Vitória Setúbal is Vitória de Setúbal."""
    words = re.sub(r"[^\w ]+", " ", without_accents(text).lower().replace(".", "")).split()
    return " ".join(word for word in words if word not in _PARTICLES) or " ".join(words)


class ClubNames:
    """Which club a name means. Unknown names are clubs of their own where they look like one."""

    def __init__(self, profile: Profile) -> None:
        own = profile.club
        self.own = Club(own.short, own.article, slug(own.short))
        self.own_names = (own.name, own.short, *own.aliases)
        self._known: dict[str, Club] = {}
        for name, entry in profile.other_clubs.items():
            club = Club(name, "" if has_own_article(name) else str(entry.get("article", "o")), slug(name))
            for written in (name, *entry.get("aliases", ())):
                self._known.setdefault(fold(str(written)), club)
        for written in (own.name, own.short, *own.aliases):
            self._known[fold(written)] = self.own

    def known(self, text: str) -> Club | None:
        """The club of a name that the profile lists."""
        return self._known.get(fold(_TEAM.sub("", text.strip())))

    def written(self, club: Club) -> list[str]:
        """Every way in which the profile writes a club, folded; its name where the profile does not list it."""
        return [written for written, known in self._known.items() if known.key == club.key] or [fold(club.name)]

    def find(self, text: str, longer: Sequence[str] = ()) -> Club | None:
        """The club that a name means; None where it is no name of a club, or of two (a stroke between them).

        `longer` are other names in the same source: a short name in no list stands for the one that contains it.
        """
        text = _TEAM.sub("", text.strip(" .,;:!?"))
        if known := self.known(text):
            return known
        if not _NAME.fullmatch(text) or len(text.split()) > 6 or _NOT_CLUBS.search(text) or len(text) < 3:
            return None
        if text.count('"') == 1:
            return None
        text = max([text, *(name for name in longer if fold(name) == fold(text))], key=lambda name: len(name.split()))
        words = set(fold(text).split())
        containing = {fold(name): name for name in longer if words < set(fold(name).split()) and _looks_whole(name)}
        if len(containing) == 1:
            return self.find(next(iter(containing.values())))
        return _unlisted(_mixed_case(text))


def _looks_whole(name: str) -> bool:
    """Whether every word of a name begins as a name's does: no part of a sentence."""
    words = re.sub(r"[\"'().]", " ", name).split()
    named = all(word[0].isupper() or word[0].isdigit() or word in _PARTICLES for word in words)
    dated = re.search(r"\d{4}|\d/\d", name)
    return named and not dated and len(words) <= 6 and not _NOT_CLUBS.search(name)


def _mixed_case(text: str) -> str:
    """A name in capitals as names are written; short ones (CUF, CHECUL) and initials stay."""
    if text != text.upper() or (len(text.split()) == 1 and len(text) <= 6):
        return text
    return " ".join(w.lower() if w.lower() in _PARTICLES else w if "." in w else w.capitalize() for w in text.split())


def _unlisted(name: str) -> Club:
    """A club in no list; a name that begins with an article needs none."""
    name = re.sub(r'"([^"]+)"', r"«\1»", name)
    return Club(name, "" if has_own_article(name) else club_article(name), slug(name))
