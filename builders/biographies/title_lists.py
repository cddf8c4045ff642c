"""Whether every title that a source tells of was read: only then is it asked which titles a person won."""

import re
from collections.abc import Collection, Iterator, Sequence

from builders.biographies.facts import LeftOut, Statement
from builders.biographies.winning import SEASON, TIMES, canonical_title
from records.example import Source

INCOMPLETE = "incomplete_title_list"
_SUMS_UP = re.compile(r"\b(bi|tri|tetra|penta)-?campe", re.IGNORECASE)
_TIMES_SUMMED = {"bi": 2, "tri": 3, "tetra": 4, "penta": 5}


def untold(unread: Sequence[tuple[str, Source]], told: Sequence[Statement | LeftOut]) -> Iterator[LeftOut]:
    """The first place of a title that is not among those `told`: it contradicts itself, or its line was not read."""
    titles = [item for item in told if isinstance(item, Statement)]
    seasons = sum(len(item.value) for item in titles if isinstance(item.value, tuple))
    labels = {item.label for item in titles}
    places = [item.source for item in told if isinstance(item, LeftOut)]
    places += [place for text, place in unread if _tells_more(text, labels, seasons)]
    yield from (LeftOut(INCOMPLETE, place) for place in places[:1])


def _tells_more(text: str, titles: Collection[str], seasons: int) -> bool:
    """Whether a line says more than the titles read: "Tricampeão!" says no more than three of them do."""
    if summed := _SUMS_UP.search(text):
        return _TIMES_SUMMED[summed[1].lower()] > seasons
    if counted := TIMES.match(text):
        return not int(counted[1]) == len(SEASON.findall(text)) == seasons
    return canonical_title(SEASON.sub(" ", text.split("(")[0])) not in titles
