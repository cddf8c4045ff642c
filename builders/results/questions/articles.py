"""Competitions and grounds as a person says where: articles that no list gives, and a league's zones and series."""

import re

from builders.portuguese import contract

_FEMININE = {
    "academia",
    "divisão",
    "fase",
    "i",
    "ii",
    "iii",
    "iv",
    "liga",
    "liguilha",
    "poule",
    "primeira",
    "quinta",
    "segunda",
    "série",
    "sub-série",
    "cup",
    "supertaça",
    "ledman",
    "tapadinha",
    "taça",
    "terceira",
    "zona",
}
_MASCULINE = {
    "apuramento",
    "camp",
    "campeonato",
    "campo",
    "centro",
    "complexo",
    "distrital",
    "estádio",
    "grupo",
    "jogo",
    "nacional",
    "parque",
    "play-off",
    "regional",
    "stadium",
    "torneio",
    "troféu",
}
_PART = re.compile(
    r"(?<= )(?:(?:Zona|Sub-Série|Série) [\w-]+|Grupo (?:\d+|[A-Z]|Sul|Norte|Centro)|Fase Final|Subida|"
    r"(?:\d\.ª|I{1,3}) Fase)(?= |$)|(?<=Divisão )(?!Honra)[A-Z][a-zà-ÿ]{3,}$"
)
_SAID = ((r"^Fase Final$", "fase final"), (r"^Subida$", "fase de subida"), (r"^(\d\.ª) Fase$", r"\1 fase"))
_PHASES = {"I Fase": "1.ª fase", "II Fase": "2.ª fase", "III Fase": "3.ª fase"}
_DISTRICT = re.compile(r"(AF [\w ]+?) (\d\.ª Divisão)(.*)")


def article_of(name: str) -> str | None:
    """The article of a competition or ground by the first of its words that is known; None where none is."""
    for word in (word.rstrip(",.") for word in name.lower().split(" ")):
        if word in _FEMININE or word.startswith("liga"):
            return "a"
        if word in _MASCULINE:
            return "o"
    return None


def in_competition(name: str) -> str:
    """ "na I Divisão", "na Zona Sul da II Divisão", "na II Divisão (1.ª fase, Zona D, Grupo 8)", "na prova «Rally»"."""
    whole, parts = _parted(name)
    article = article_of(whole)
    if len(parts) == 1 and article and article_of(parts[0]):
        return f"{_in(parts[0])} {contract('de', article)} {whole}"
    return _in(whole) + (f" ({', '.join(parts)})" if parts else "")


def in_whole_competition(name: str) -> str:
    """The competition alone, without zone, series or stage: for a season in which the club was in one."""
    return _in(_parted(name)[0])


def at_ground(name: str) -> str:
    """ "no Estádio de São Luís", "no recinto «Luz»"."""
    article = article_of(name)
    return f"{contract('em', article)} {name}" if article else f"no recinto «{name}»"


def _parted(name: str) -> tuple[str, list[str]]:
    """A competition and its parts, the stage first: (II Divisão, [1.ª fase, Zona D])."""
    parts = [_said(part) for part in _PART.findall(name)]
    whole = " ".join(_PART.sub(" ", name).split())
    if found := _DISTRICT.fullmatch(whole):
        whole = f"{found[2]} da {found[1]}{found[3]}"
    return whole, sorted(parts, key=lambda part: "fase" not in part)


def _said(part: str) -> str:
    part = _PHASES.get(part, part)
    for pattern, said in _SAID:
        part = re.sub(pattern, said, part)
    return part


def _in(name: str) -> str:
    article = article_of(name)
    return f"{contract('em', article)} {name}" if article else f"na prova «{name}»"
