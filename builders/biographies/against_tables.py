"""Titles that a biography gives to the profile's club in a season that its tables say ended otherwise.

Neither source is taken at its word: every answer with such a title is flagged, the lines of the tables among its
sources, and waits for a person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from builders.biographies.clubs import Club
from builders.biographies.facts import Person
from builders.biographies.wording import spans_of
from builders.final_places import FinalPlace
from builders.portuguese import slug
from records.example import Example, Source

_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}
_DECIDES = re.compile(r"-(?:fase-final|apuramento-d[eo]-campeao|(?:[2-9]-a|ii+|iv)-fase)(?:-|$)")
"""Of a competition's slug: the stage that makes the champion where there is one."""
_DISTRICT = r"af-[a-z-]+?"  # "AF Algarve", "AF Castelo Branco"


def flag_against_tables(
    examples: Iterable[Example], people: Sequence[Person], own: Club, places: Sequence[FinalPlace]
) -> Iterator[Example]:
    """Every example, those with a title that the tables of its season deny flagged `against_table`."""
    denied = dict(_denied(people, own, places))
    for example in examples:
        found = [source for group in (example.group, *example.mentions) for source in denied.get(group, ())]
        if found:
            flags = tuple(sorted({*example.flags, "against_table"}))
            example = replace(example, flags=flags, sources=tuple(dict.fromkeys((*example.sources, *found))))
        yield example


def _denied(
    people: Sequence[Person], own: Club, places: Sequence[FinalPlace]
) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """The group of each title that tables deny, and their lines."""
    for person in people:
        for fact in person.of("title"):
            titles = [(v.label, span.first) for v in fact.versions if v.club == own for span in spans_of(v)]
            found = [place for label, season in titles for place in against(label, season, places)]
            if found:
                yield person.group(fact), tuple(source for place in found for source in place.sources)


def against(title: str, season: int, places: Iterable[FinalPlace]) -> list[FinalPlace]:
    """The places with which a season's title ("campeão da 2.ª Divisão") cannot be true; none where they are silent.

    Tables of the stage that makes the champion decide, where there are any. One of a zone or a series denies the whole
    title only where the club was not first there: who was first in a zone may have won what came after (and in some
    seasons of long ago who was second, which a person sees).
    """
    of_title = [place for place in places if place.season == season and _is_of(slug(place.competition), slug(title))]
    deciding = [place for place in of_title if _DECIDES.search(slug(place.competition))] or of_title
    return [] if any(place.position == 1 for place in deciding) else deciding


def _is_of(competition: str, title: str) -> bool:
    """Whether a table's competition is that of a title, or a part of it; both as slugs."""
    if title == "campeao-nacional":
        return re.match(r"(?:i|1-a)-divisao(?!.*-distrital)|primeira-liga|liga-portug", competition) is not None
    if title == "campeao-distrital":
        return re.match(rf"{_DISTRICT}-1-a-divisao", competition) is not None
    found = re.fullmatch(r"campeao-da-(?:((?:zona|serie)-\w+)-da-)?(\d)-a-divisao(-distrital)?", title)
    if found is None:
        return False
    part, number, district = found.groups()
    nation = rf"(?:{_ROMAN.get(number, number)}|{number}-a)-divisao(?!-b\b|-(?:de-)?honra|.*-distrital)"
    begins = rf"{_DISTRICT}-{number}-a-divisao" if district else nation
    if re.match(rf"{begins}(?:-|$)", competition) is None:
        return False
    return part is None or re.search(rf"-{part}(?:-|$)", competition) is not None
