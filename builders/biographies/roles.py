"""What persons were to the club: founders, presidents, numbered members; told in their biography or another."""

import re
from collections.abc import Iterator, Sequence

from builders.biographies.clubs import ClubNames
from builders.biographies.documents import Document, Line
from builders.biographies.facts import Names, Statement
from builders.biographies.markup import BULLET, HEADING, plain, sentences
from builders.biographies.names import PERSON, fold_name, name_words, shortened
from builders.biographies.times import PartialDate, read_date, read_spans

_DATE = r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}(?:\.º)? de [A-Za-zç]+ de \d{4}|(?:1[89]|20)\d\d)"
_FOUNDED = re.compile(r"\b(?:co)?fundador(?:es)?\b|\bfundar\b|\bfundou\b|\bfundaram\b", re.IGNORECASE)
_DATED_BEFORE = re.compile(rf"^(?:[^:.]{{3,20}}: )?\W*(?:A|Em|No dia) ({_DATE})\b(?![/-])")
_DATED_AFTER = re.compile(rf"\(({_DATE})\)\W*$")
_MEMBER = re.compile(r"\bs[óo]cio (?:n\.?\s?[ºo°]?|número)\s?(\d{1,3})\b(?! épocas)", re.IGNORECASE)
_PRESIDENT = re.compile(r"^Presidente d[oae] ([^(]+?) \(([^()]+)\)$")

Told = tuple[str, Statement]
"""Whose name it is said of, as the source writes it, and what."""


def read_roles(document: Document, names: Names | None, known: Sequence[Names], clubs: ClubNames) -> Iterator[Told]:
    """What a source tells of founders, presidents and numbered members of the profile's club."""
    for line in document.lines:
        told = sentences(plain(line.text))
        for number, sentence in enumerate(told):
            before = told[number - 1].strip(" .") if number else ""
            yield from _founders(sentence, before, line, names, known, clubs)
            yield from _member(sentence, line, names, clubs)
        if names and (found := _PRESIDENT.match(plain(line.text))):
            spans = read_spans(found[2], None)
            if spans and (clubs.known(found[1]) == clubs.own or found[1] == "clube"):
                yield names.short, Statement("president", spans, line.source, clubs.own.key, clubs.own)


def _founders(
    sentence: str, before: str, line: Line, names: Names | None, known: Sequence[Names], clubs: ClubNames
) -> Iterator[Told]:
    """Everyone that a sentence on the founding names, with its date where the sentence begins or ends with one."""
    if not _FOUNDED.search(sentence) or not _of_own_club(sentence, clubs):
        return
    day = _founding_day(sentence, before)
    statement = Statement("founder", day or "", line.source, clubs.own.key, clubs.own)
    if BULLET.match(line.text) and names and re.match(r"\W*(?:co)?fundador\b", sentence, re.IGNORECASE):
        yield names.short, statement
    elif not HEADING.match(line.text.strip()):
        yield from ((other.short, statement) for other in known if names_person(sentence, other))


def _of_own_club(sentence: str, clubs: ClubNames) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", sentence) for name in clubs.own_names)


def _founding_day(sentence: str, before: str) -> PartialDate | None:
    if re.search(r"\bnasc", sentence, re.IGNORECASE):
        return None
    found = _DATED_BEFORE.search(sentence) or _DATED_AFTER.search(sentence)
    written = found[1] if found else before if re.fullmatch(_DATE, before) else ""
    return read_date(written) if written else None


def names_person(sentence: str, names: Names) -> bool:
    """Whether a sentence has a person's name: the short or full one, or one with middle names left out."""
    written = [found for found in PERSON.findall(sentence) if len(name_words(found)) > 1]
    own = [name for name in (names.short, names.full) if len(name_words(name)) > 1]
    return any(
        fold_name(own_name) == fold_name(name) or shortened(name, own_name) or shortened(own_name, name)
        for name in written
        for own_name in own
    )


def _member(sentence: str, line: Line, names: Names | None, clubs: ClubNames) -> Iterator[Told]:
    """Whoever is named last before the number; an item with no name is of the biography's person."""
    found = _MEMBER.search(sentence)
    if not found:
        return
    written = [name for name in PERSON.findall(sentence[: found.start()]) if len(name_words(name)) > 1]
    holder = written[-1] if written else names.short if names and BULLET.match(line.text) else ""
    if holder:
        number = str(int(found[1]))
        yield holder, Statement("member", number, line.source, number, clubs.own, f"sócio n.º {number}")
