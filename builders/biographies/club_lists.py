"""Lists of clubs in a biography: which lines are their items, and whether they are a player's or a coach's."""

import re
from collections.abc import Iterator
from dataclasses import replace

from builders.biographies.clubs import ClubNames
from builders.biographies.documents import Document, Line
from builders.biographies.markup import BULLET, HEADING, bold_runs, plain

_PLAYER = re.compile(
    r"^(?:clubes(?: finais)?|outros clubes|carreira(?: completa| em portugal)?|como jogador|carreira(?: como)? jogador|"
    r"clubes como jogador|brasil|portugal|forma[cç][aã]o no \w+|antes do .+)$",
    re.IGNORECASE,
)
_COACH = re.compile(r"^(?:como treinador|(?:carreira )?(?:de )?treinador|carreira como treinador)$", re.IGNORECASE)
_PARTIAL = ("Outros clubes", "Outros Clubes")  # the rest of such a list stands somewhere else
_IN_LINE = re.compile(r"(?:[-*+•]\s+)?\**([^*:()]+):\**:? ([^\W\d].*\(\d.*)")  # "Clubes: Farense (1954-59)"
_LABELLED_CLUB = re.compile(r"\*\*([^*(]+?) \([\d/ –-]+\):?\*\*:?")


def listed(document: Document, clubs: ClubNames) -> Iterator[tuple[str, Line, Line | None]]:
    """The items of lists of clubs, each with its role and the heading or label that gives it; labels that are a club
    with years.
    """
    role, head = "", None
    for line in document.lines:
        text = line.text.strip()
        if not text:
            continue
        in_line = None if role and BULLET.match(line.text) else _IN_LINE.fullmatch(text)
        if in_line and _role(in_line[1]):
            yield _role(in_line[1]), replace(line, text=f"- {in_line[2]}"), line
            role = ""
        elif BULLET.match(line.text):
            if role and not line.text.startswith((" ", "\t")):
                yield role, line, head
        elif (found := _LABELLED_CLUB.fullmatch(text)) and clubs.known(found[1]):
            role = ""
            yield "spell", line, None
        elif (label := _label(text)) is not None:
            role, head = _role(label), line
        elif HEADING.match(text):
            role, head = _role(re.sub(r"\s*\([^)]*\)$", "", plain(text))), line
        else:
            role = ""


def is_partial(document: Document) -> bool:
    """Whether a list says of itself that it is not all."""
    return any(_label(line.text.strip()) in _PARTIAL for line in document.lines)


def _label(text: str) -> str | None:
    """ "**Clubes:**", with brackets after its words or not; "Clubes:" where a text has no bold; None for others."""
    found = re.fullmatch(r"\*\*([^*:]+?)(?:\s*\([^)]*\))?:?\*\*:?", text)
    if found and ":" in text:
        return found[1].strip()
    bare = re.fullmatch(r"([^*:()]+):", text)
    return bare[1].strip() if bare and _role(bare[1].strip()) else None


def _role(label: str) -> str:
    if _PLAYER.match(label):
        return "spell"
    return "coach" if _COACH.match(label) else ""


def mentioned(document: Document) -> list[str]:
    """Names that may be a club's in full: in bold, or before the colon of a heading."""
    found = []
    for line in document.lines:
        found += [re.split(r"[:(]", run)[0] for run in bold_runs(line.text)]
        if HEADING.match(line.text.strip()):
            found.append(re.split(r"[:(]", plain(line.text))[0])
        if BULLET.match(line.text):
            found += [name for name in re.split(r",|\(|:", plain(line.text)) if name.strip()]
    return list(dict.fromkeys(name.strip() for name in found if name.strip()[:1].isupper()))
