"""Sections of prose as answers: on a person's years at a club, in the words of the biography."""

import re
from collections.abc import Iterator

from builders.biographies.asking import Ask
from builders.biographies.facts import Fact, Person, Section
from builders.biographies.markup import sentences
from builders.biographies.times import PartialDate, Span
from builders.biographies.wording import word
from builders.portuguese import name_fields

LONG = 500  # characters of an answer from which on a person should look at it
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?:/\d\d)?(?!\d)")


def section_asks(person: Person) -> Iterator[Ask]:
    """One ask for each club on which a section stands by itself; where there are several, the first."""
    seen: set[str] = set()
    for section in person.sections:
        if section.club is None or section.club.key in seen:
            continue
        seen.add(section.club.key)
        yield Ask(
            "section",
            f"person/{person.slug}/section/{section.club.key}",
            {**name_fields("clube", section.club.name, section.club.article), "texto": section.text},
            _facts(section),
            (section.source,),
            section.club.key,
            mentions=tuple(dict.fromkeys(person.group(f) for f in person.facts if _told(person, f, section))),
            forms=("short", "of-club"),
            flags=_flags(section.text),
        )


def _flags(text: str) -> tuple[str, ...]:
    """Why a person should read a section: its length, or sentences cut to a word or two for effect."""
    clipped = any(len(sentence.split()) < 4 for part in text.split("\n\n") for sentence in sentences(part))
    return ("clipped_sentences",) * clipped + ("long_answer",) * (len(text) > LONG)


def _facts(section: Section) -> dict[str, str]:
    """The first years that it gives, which an answer must have."""
    years = list(dict.fromkeys(_YEAR.findall(section.text)))[:3]
    return {f"year_{n}": year for n, year in enumerate(years, 1)}


def _told(person: Person, fact: Fact, section: Section) -> bool:
    """Whether a section may give a fact away: a value of it stands there, or a year of it."""
    if fact.what == "clubs" or (section.club and fact.key == section.club.key):
        return True
    for version in fact.versions:
        words = word(person, fact, version)
        values = [*(words.facts.values() if words else ()), *_years(version.value)]
        if any(value.lower() in section.text.lower() for value in values):
            return True
    return False


def _years(value: object) -> list[str]:
    if isinstance(value, PartialDate):
        return [str(value.year)]
    spans = value if isinstance(value, tuple) else ()
    return [str(year) for span in spans if isinstance(span, Span) for year in span.years]
