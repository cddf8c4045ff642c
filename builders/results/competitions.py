"""Competitions and rounds: abbreviations opened, and forms in which two sources can be compared."""

import re
from functools import lru_cache

from builders.portuguese import number_words, slug

_OPENED = (
    (r"\bCamp\. ?", "Campeonato "),
    (r"\bNac\. ?", "Nacional "),
    (r"\bDiv\b\.?", "Divisão"),
    (r"\bZ\. ?(?=Sul|Norte|Centro)", "Zona "),
    (r"\bF\. ?Final\b", "Fase Final"),
    (r"\bAp\. (?=Campe)", "Apuramento de "),
    (r"\bZ([A-D])\b", r"Zona \1"),
    (r"\bZS\b", "Zona Sul"),
    (r"\b(\d+)ª ?F(?:ase)?\b", r"\1.ª Fase"),
    (r"\bG(\d+)\b", r"Grupo \1"),
    (r"\bS(\d+)\b", r"Série \1"),
    (r"\bS([A-H])\b", r"Série \1"),
    (r"\bLP (?=Betclic)", "Liga Portugal "),
    (r"^(I{1,3}|IV) (?=Série|Zona|\d+\.ª Fase)", r"\1 Divisão "),
    (r"^(?:Campeonato )?Nacional da (?=I{1,3} Divisão)", ""),
    (r"^Campeonato (?=I{1,3} Divisão)", ""),
    (r"^Taça Portugal\b", "Taça de Portugal"),
    (r"^Campeonato Portugal\b", "Campeonato de Portugal"),
    (r"^(\w+) (\d)ª$", r"AF \1 \2.ª Divisão"),  # a district's own divisions
    (r"(\d)ª", r"\1.ª"),
    (r"\bNacional (?=Seniores)", "Nacional de "),
    (r"\bPortuguese (?=Segunda|Primeira)", ""),
)
_LEAGUE_CODES = {"pt.1": "Primeira Liga", "pt.2": "Segunda Liga", "pt1": "Primeira Liga", "pt2": "Segunda Liga"}
_CODE = re.compile(r"(?<![a-z])(pt\.?\d)(?!\d)")
_CUP = re.compile(r"\b(?:ta[cç]a|cup|copa|troféu|trofeu|supertaça|shield)\b", re.IGNORECASE)
_FRIENDLY = re.compile(r"\b(?:amig|particular|friendl|prepara)", re.IGNORECASE)
_WORDED = {
    "QF": "quartos de final",
    "MF": "meia-final",
    "F": "final",
    "final": "final",
    "semi-final": "meia-final",
    "semi-finals": "meia-final",
    "quarter-final": "quartos de final",
    "quarter-finals": "quartos de final",
    "1/8": "oitavos de final",
    "1/4": "quartos de final",
    "1/2": "meia-final",
}
_NUMBERED = (
    (re.compile(r"(?:J|Jornada|Matchday|Round|Ronda)?\.? ?(\d{1,2})(?:\.?ª)?(?: [Jj]ornada)?"), "{}.ª jornada"),
    (re.compile(r"(\d+)\.?ª? ?E(?:liminatória)?"), "{}.ª eliminatória"),
    (re.compile(r"(\d+)\.?ª? ?F(?:ase)?"), "{}.ª fase"),
    (re.compile(r"(\d+)\.?ª? ?R(?:onda)?"), "{}.ª ronda"),
    (re.compile(r"([A-H])"), "grupo {}"),
)


@lru_cache(maxsize=1024)  # thousands of rows name a few competitions
def open_competition(text: str) -> str:
    """A competition's name with the usual Portuguese abbreviations written out: "II Div. ZD" -> "II Divisão Zona D"."""
    text = re.sub(r"(?<=\w) -(?=\w)", "-", " ".join(text.split()))
    for pattern, opened in _OPENED:
        text = re.sub(pattern, opened, text)
    return " ".join(text.split()).strip(" -–,")


def competition_of_file(name: str) -> str:
    """What a file's name says: "Primeira Liga" of `1994-95.pt.1.csv`; empty where it says nothing."""
    found = _CODE.search(name.rpartition("/")[2].lower())
    return _LEAGUE_CODES.get(found[1], "") if found else ""


@lru_cache(maxsize=1024)
def kind(competition: str) -> str:
    """`cup`, `league`, `friendly`, or empty where the source names no competition."""
    if not competition:
        return ""
    return "cup" if _CUP.search(competition) else "friendly" if _FRIENDLY.search(competition) else "league"


def may_be_one(first: str, second: str) -> bool:
    """Whether two sources can mean the same competition: names differ widely, a cup is never a league."""
    return not first or not second or kind(first) == kind(second)


@lru_cache(maxsize=1024)
def comparable(competition: str) -> str:
    """A competition as it is compared within a season: "II Divisão Zona Sul" however it is abbreviated."""
    return slug(competition)


def open_round(text: str) -> str:
    """ "J10" -> "10.ª jornada", "1/16" -> "dezasseis avos de final", "QF" -> "quartos de final"."""
    text = " ".join(text.split())
    if worded := _WORDED.get(text) or _WORDED.get(text.lower()):
        return worded
    if found := re.fullmatch(r"1/(\d{2,3})", text):
        return f"{number_words(int(found[1]))} avos de final"
    for pattern, words in _NUMBERED:
        if found := pattern.fullmatch(text):
            return words.format(int(found[1]) if found[1].isdigit() else found[1])
    return text[:1].lower() + text[1:]


def is_matchday(round_: str) -> bool:
    """Whether a round is one of a league's, in which a club plays once."""
    return round_.endswith("jornada")
