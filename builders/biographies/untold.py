"""What no source tells of a person whom sources know: asked and declined, so that knowing somebody is not knowing all.

Declined only where no line on the person has a word that could tell it, and none was left out as unclear: what was not
read must not be denied.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from builders.biographies.documents import Document
from builders.biographies.facts import Person
from builders.biographies.names import name_words
from builders.biographies.questions import BUILDER, Writer
from builders.biographies.refusals import Declined, in_both_words, named
from builders.hashing import in_share
from records.accents import without_accents
from records.example import Example

_DEATH = (
    r"\bm[ou]rr|\bmort|\bfalec|\bobito|\bsepult|\benterr|\bfunera|\bpostum|\bsaudos|\bpartiu|\bdesapar|\bnos deix"
    r"|\bviuv|\bin memoriam|\bviveu ate|\bdeath|\bdied|[†✝]"
)
_BIRTH = r"\bnasc|\bnatal|\bnatura|\boriund|\borigin|\bterra\b|\bberco|\bcriad|\bidade|\baniversari|\bborn|\bbirth"
_FIELD = (
    r"\bguarda|\bdef|\bmedi[oa]|\bmeio|\bavanc|\bextrem|\blatera|\bcentra|\bpont|\blibero|\btrinco|\bposic|\bposition"
)
_DATE, _PLACE, _POSITION = "unclear_date", "unclear_place", "unclear_position"
ASKED = {
    "death.date": (("death_date", "death_place"), _DEATH, (_DATE, _PLACE)),
    "death.place": (("death_date", "death_place"), _DEATH, (_DATE, _PLACE)),
    "birth.date": (("birth_date",), _BIRTH, (_DATE,)),
    "birth.place": (("birth_place",), _BIRTH, (_PLACE,)),
    "position": (("position",), _FIELD, (_POSITION,)),
}
"""Kind of question: the facts of which none may be known, what a line that tells of them would have, and the reasons
for which one was left out.
"""
LIFE = 30  # years: a span as long is a life or may be one, no spell at a club
_SPAN = re.compile(r"\b((?:1[89]|20)\d\d)\W{1,3}((?:1[89]|20)\d\d)\b")


def untold(
    people: Sequence[Person], documents: Sequence[Document], writer: Writer, unread: Collection[tuple[str, str]]
) -> Iterator[Example]:
    """A quarter as many questions as an answer gets, for the profile's share of what nothing tells of anybody.

    `unread` are the file and the reason of what the readers left out.
    """
    lines = {document.name: [_folded(line) for line in _lines(document)] for document in documents}
    for person in people:
        # a line of another's biography may speak of this person where it has the surname, or the only name
        last = {name_words(name)[-1] for name in (person.names.short, person.names.full) if name}
        about = [
            line
            for name, told in lines.items()
            for line in told
            if name in person.files or any(word in line for word in last)
        ]
        for kind, (facts, words, reasons) in ASKED.items():
            known = (
                any(person.of(fact) for fact in facts)
                or any(_tells(kind, words, line) for line in about)
                or any((file, reason) in unread for file in person.files for reason in reasons)
            )
            if not known and in_share(f"no-{kind}", person.slug, writer.profile.draw.refusals):
                yield from _declined(kind, person, writer)


def _lines(document: Document) -> Iterator[str]:
    yield from (line.text for line in document.lines)
    yield from (f"{' '.join(field.path)} {field.value}" for field in document.fields)


def _folded(text: str) -> str:
    return without_accents(text).lower().replace("_", " ")


def _tells(kind: str, words: str, line: str) -> bool:
    dead = kind.startswith("death") and any(int(to) - int(since) >= LIFE for since, to in _SPAN.findall(line))
    return dead or re.search(words, line) is not None


def _declined(kind: str, person: Person, writer: Writer) -> Iterator[Example]:
    form = writer.forms(person)[0]
    fields, group = named(form, writer), f"no-fact/{person.slug}/{kind}"
    declined = Declined(f"no-{kind}", person.slug, group, writer.phrasings.refusal(kind, fields), person.name_sources)
    count = -(-writer.profile.draw.wanted(BUILDER, kind) // 4)
    for question, held_out in in_both_words(kind, f"untold/{person.slug}", fields, writer, count):
        yield declined.asked(question, form, held_out, writer)
