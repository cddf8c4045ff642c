"""A title in words, as lists of titles have it: which title, of which club, in which seasons."""

import re
from typing import Protocol

from builders.biographies.clubs import Club
from builders.biographies.times import Span, read_span

TIMES = re.compile(r"^(\d{1,2})\s?x?\s+", re.IGNORECASE)
_SERIES = re.compile(r"\((s[ée]rie \w+)\)", re.IGNORECASE)
_CONSECUTIVE = re.compile(r"\bconsecutiv[oa]s?\b", re.IGNORECASE)
SEASON = re.compile(r"\b(?:(?:1[89]|20)\d\d|\d\d)/\d\d(?:\d\d)?\b|(?<!\d)\d{4}-\d{4}(?!\d)")
NO_TITLE = re.compile(
    r"\bvice|\bfinal\b|\bfinalista|\bsubida|\bsubiu|\bquase|\bcomo treinador|\bmarcador|\blugar\b|"
    r"\bv[áa]rios clubes\b",
    re.IGNORECASE,
)
"""What stands in lists of titles and is none."""
_LAND = r"((?!juni|juv|inic|inf|zona|série)[a-zà-ÿ]+(?: [a-zà-ÿ]+)?)"
_CANONICAL = (
    (r"campe[ãa]o (?:d[ao] )?(zona|série) (\w+) (?:d[ao] )?(\d)\.?ª divisão", r"campeão da {0} {1} da {2}.ª Divisão"),
    (r"campe[ãa]o (?:d[ao] )?(\d)\.?ª divisão (zona|série) (\w+)", r"campeão da {1} {2} da {0}.ª Divisão"),
    (r"(?:campe[ãa]o|campeonatos?) (?:d[ao] )?(\d)\.?ª divisão distrital", r"campeão da {0}.ª Divisão distrital"),
    (r"(?:campe[ãa]o|campeonatos?) (?:d[ao] )?(\d)\.?ª divisão (?:de )?honra", r"campeão da {0}.ª Divisão de Honra"),
    (
        r"(?:campe[ãa]o|campeonatos?)(?: nacional)? (?:d[ao] )?(\d)\.?ª divisão(?: nacional)?",
        r"campeão da {0}.ª Divisão",
    ),
    (r"campe[ãa]o nacional", "campeão nacional"),
    (r"(?:campe[ãa]o|campeonatos?) distrita(?:l|is)", "campeão distrital"),
    (r"(?:campe[ãa]o|campeonatos?) regiona(?:l|is)(?: do algarve)?", "campeão regional"),
    (r"ta[çc]as? (?:de )?portugal", "vencedor da Taça de Portugal"),
    (r"ta[çc]as? do rei (?:em|de) (\w+)", "vencedor da Taça do Rei de {0}"),
    (rf"ta[çc]as? dos clubes campeões (d[aeo]) {_LAND}", "vencedor da Taça dos Clubes Campeões {0} {1}"),
    (r"superta[çc]as? (\w+)", "vencedor da Supertaça {0}"),
    (rf"(?:campe[ãa]o|campeonatos?) (d[aeo]) {_LAND}", "campeão {0} {1}"),
    (rf"(?:vencedor d[ao] )?ta[çc]as? (d[aeo]s?) {_LAND}", "vencedor da Taça {0} {1}"),
)


class Finds(Protocol):
    def find(self, text: str) -> Club | None: ...


Title = tuple[str, Club | None, tuple[Span, ...]]


def read_title(text: str, club: Club | None, clubs: Finds, born: int | None) -> list[Title] | None:
    """Title, club and seasons of a line; several clubs where it lists them ("A: 54/55 + B: 65/66").

    None where the title is in no known form, a season is unclear, or a count ("3x") differs from the seasons.
    """
    counted = TIMES.match(text)
    text = _SERIES.sub(r"\1", text.replace(" e ", ", "))
    words, *brackets = re.split(r"\s*[()]\s*", TIMES.sub("", text), maxsplit=2)
    title = canonical_title(SEASON.sub(" ", words))
    if title is None or (len(brackets) > 1 and SEASON.search(brackets[1])):
        return None
    parts = (brackets[0] if brackets else "").split(" + ")
    found = []
    for part in parts:
        seasons = _every_season(part, counted) or _seasons(f"{words} {part}", born)
        holder = _holder(part, clubs) or club
        if not seasons:
            return None
        found.append((title, holder, seasons))
    total = sum(len(seasons) for _, _, seasons in found)
    return None if counted and int(counted[1]) != total else found


def canonical_title(text: str) -> str | None:
    """ "CAMPEÃO DISTRITAL" -> "campeão distrital"; None for a title in no known form."""
    text = " ".join(_CONSECUTIVE.sub(" ", re.sub(r"[^\w.ªº ]+", " ", text)).split()).lower()
    for pattern, title in _CANONICAL:
        if found := re.fullmatch(pattern, text):
            return title.format(*(_named(part) for part in found.groups()))
    return None


def _every_season(part: str, counted: re.Match[str] | None) -> tuple[Span, ...]:
    """ "4 Campeonatos (1943-1947)": every season of the years, where they are as many as are counted."""
    years = re.search(r"\b(\d{4})-(\d{4})\b", part)
    if not (counted and years):
        return ()
    first, last = int(years[1]), int(years[2])
    return tuple(Span(year, year + 1, True) for year in range(first, last)) if last - first == int(counted[1]) else ()


def _seasons(text: str, born: int | None) -> tuple[Span, ...]:
    spans = []
    for written in SEASON.findall(text):
        start, _, end = written.replace("-", "/").partition("/")
        span = read_span(f"{start}/{end[-2:]}", born)
        if span is None or span.last - span.first != 1:
            return ()
        spans.append(span)
    return tuple(sorted(set(spans)))


def _holder(text: str, clubs: Finds) -> Club | None:
    """The club in a bracket: "Almancilense 1996/97", "1964/65 - Benfica", "1967/68 com FC Porto"."""
    left = " ".join(SEASON.sub(" ", text).split()).strip(" -–—:,")
    left = re.sub(r"^com (?:o |a )?|(?:\s|,| e)+$", "", left).strip(" ,:")
    return clubs.find(left) if left else None


def _named(part: str) -> str:
    """A word of a title as names are written; prepositions stay small."""
    return part if re.fullmatch(r"d[aeo]s?", part) else part.title()
