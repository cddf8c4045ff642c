"""National teams and family: each from the few plain ways in which sources say it."""

import re
from collections.abc import Iterator

from builders.biographies.documents import Document, Line
from builders.biographies.facts import LeftOut, Names, Statement
from builders.biographies.markup import BULLET, plain
from builders.biographies.names import PERSON, fold_name, name_words
from builders.portuguese import slug

_TEAMS = (
    (r"convocad[oa](?: para| para a| à)? (?:a )?sele[cç][aã]o (?:nacional )?(?:de )?j[uú]ni(?:or(?:es)?)", "juniores"),
    (r"convocad[oa](?: para| para a| à)? (?:a )?sele[cç][aã]o (?:nacional )?(?:de )?juven(?:il|is)", "juvenis"),
    (r"convocad[oa](?: para| para a| à)? (?:a )?sele[cç][aã]o b", "B"),
)
RELATIONS = {
    "filho": "pai",
    "filha": "pai",
    "pai": "filho",
    "mãe": "filho",
    "irmão": "irmão",
    "irmã": "irmão",
    "avô": "neto",
    "neto": "avô",
    "sobrinho": "tio",
    "tio": "sobrinho",
    "primo": "primo",
}
_RELATION = re.compile(
    rf"^(?i:({'|'.join(RELATIONS)})) d[eo]s? (?:jogador |futebolista (?:profissional )?)?"
    rf"((?:\*\*)?{PERSON.pattern}(?:\*\*)?(?:(?:, | e )(?:\*\*)?{PERSON.pattern}(?:\*\*)?)*)"
)
_SON = re.compile(rf"^(Filho|Irmão|Neto) \*\*({PERSON.pattern})\*\*")
_BORN_OF = re.compile(rf"\b[Nn]asc(?:ia|eu) [^.]*?, (filh[oa]) de \*\*({PERSON.pattern})\*\*")


def read_family(document: Document, names: Names) -> Iterator[Statement | LeftOut]:
    """A `family` statement for each relation that an item or the sentence of birth states of the person.

    A relative named by one word may be anybody: "irmão de Hernâni".
    """
    found: dict[str, list[tuple[str, Line]]] = {}
    for line in document.lines:
        for relation, relative in _relatives(line):
            if len(name_words(relative)) < 2:
                yield LeftOut("unclear_relative", line.source)
            elif fold_name(relative) != fold_name(names.full or names.short):
                found.setdefault(relation, []).append((relative, line))
    for relation, relatives in found.items():
        people = tuple(dict.fromkeys(name for name, _ in relatives))
        places = tuple(dict.fromkeys(line.source for _, line in relatives))
        yield Statement("family", people, places[0], relation, None, relation, places[1:])


def _relatives(line: Line) -> Iterator[tuple[str, str]]:
    if found := _BORN_OF.search(line.text):
        yield found[1], found[2]
    if not BULLET.match(line.text) and not _RELATION.match(line.text):
        return
    text = re.sub(r"^[^\w*]+(?=\w)", "", _unlisted(line.text))
    if found := _RELATION.match(text):
        for name in re.split(r", | e ", found[2].replace("**", "")):
            yield found[1].lower(), name
    elif found := _SON.match(text):
        yield {"Filho": "pai", "Irmão": "irmão", "Neto": "avô"}[found[1]], found[2]


def _unlisted(text: str) -> str:
    """An item without its bullet and pictures, bold marks kept."""
    return plain(text.replace("**", "|")).replace("|", "**")


def read_caps(document: Document) -> Iterator[Statement | LeftOut]:
    """The national team that called the person up, where a line says so and no more than that."""
    for line in document.lines:
        text = plain(line.text)
        if not re.search(r"sele[cç][aã]o|internacional", text, re.IGNORECASE):
            continue
        for pattern, team in _TEAMS:
            if re.search(rf"\b{pattern}\b", text, re.IGNORECASE) and "militar" not in text.lower():
                phrase = "a seleção B de Portugal" if team == "B" else f"a seleção nacional de {team}"
                yield Statement("caps", phrase, line.source, slug(team))
