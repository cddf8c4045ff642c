"""The articles of competitions and grounds, which no list gives: by the first of their words that is known."""

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
    "jogo",
    "nacional",
    "parque",
    "play-off",
    "regional",
    "stadium",
    "torneio",
    "troféu",
}


def article_of(name: str) -> str | None:
    """The article of a competition or ground by the first of its words that is known; None where none is."""
    for word in (word.rstrip(",.") for word in name.lower().split(" ")):
        if word in _FEMININE or word.startswith("liga"):
            return "a"
        if word in _MASCULINE:
            return "o"
    return None


def in_competition(name: str) -> str:
    """ "na I Divisão", "no Campeonato do Algarve", "na prova Algarve Cup"."""
    article = article_of(name)
    return f"{contract('em', article)} {name}" if article else f"na prova «{name}»"


def at_ground(name: str) -> str:
    """ "no Estádio de São Luís", "no recinto «Luz»"."""
    article = article_of(name)
    return f"{contract('em', article)} {name}" if article else f"no recinto «{name}»"
