"""Dates and years as biographies give them: whole dates, a month, a year; seasons and spans of years."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from builders.portuguese import MONTHS, join_list, long_date, parse_date
from records.accents import without_accents

_MONTH_YEAR = re.compile(r"([a-zç]+)(?: de|,)? (\d{4})")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NUMBER = r"(?:(?:1[89]|20)\d\d|\d\d)"
_SEASON = rf"{_NUMBER}/\d\d(?:\d\d)?"
_SPANS = re.compile(rf"({_SEASON}|{_NUMBER})(?: ?(?:-|–|—| a | até )(?: ?)({_SEASON}|{_NUMBER}))?")
CAREER = 60  # years after birth within which a two-digit year of a career is looked for


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the month or the day may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def text(self) -> str:
        """ "2 de abril de 1930", "abril de 1930" or "1930"."""
        if self.day:
            return long_date(date(self.year, self.month, self.day))
        return f"{MONTHS[self.month - 1]} de {self.year}" if self.month else str(self.year)

    @property
    def when(self) -> str:
        """ "a 2 de abril de 1930", "em abril de 1930", "em 1930"."""
        return f"{'a' if self.day else 'em'} {self.text}"

    def agrees(self, other: "PartialDate") -> bool:
        """Whether both can be true: what both state is the same."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(a == b or not a or not b for a, b in pairs)

    @property
    def precision(self) -> int:
        return 1 + bool(self.month) + bool(self.day)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Years or seasons from one to another. A season is 1952/53: it begins in `first` and ends in `last`."""

    first: int
    last: int
    seasons: bool = False
    """Written as seasons: 1952/53, or 1952/53 to 1961/62."""

    @property
    def text(self) -> str:
        """ "1952/53", "1952-1957", "1952"; seasons "1952/53 a 1961/62"."""
        if self.seasons:
            ends = f" a {_season(self.last - 1)}" if self.last - self.first > 1 else ""
            return f"{_season(self.first)}{ends}"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def when(self) -> str:
        """ "na época de 1952/53", "de 1952 a 1957", "em 1952", "da época de 1952/53 à de 1961/62"."""
        if self.seasons and self.last - self.first > 1:
            return f"da época de {_season(self.first)} à de {_season(self.last - 1)}"
        if self.seasons:
            return f"na época de {_season(self.first)}"
        return f"em {self.first}" if self.first == self.last else f"de {self.first} a {self.last}"

    @property
    def years(self) -> tuple[int, int]:
        """What two spans share when they mean the same, however written."""
        return self.first, self.last

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a season. Two single seasons may: players move in winter."""
        both_single = max(self.last - self.first, other.last - other.first) <= 1
        return not both_single and max(self.first, other.first) < min(self.last, other.last)


def read_date(text: str) -> PartialDate | None:
    """The date that a whole text is; None where it is none. Raises ValueError for one that does not exist."""
    text = " ".join(text.split()).strip(" .,")
    if whole := parse_date(text):
        return PartialDate(whole.year, whole.month, whole.day)
    if _YEAR.fullmatch(text):
        return PartialDate(int(text))
    found = _MONTH_YEAR.fullmatch(text.lower())
    month = _month(found[1]) if found else 0
    return PartialDate(int(found[2]), month) if found and month else None


def read_spans(text: str, born: int | None) -> tuple[Span, ...] | None:
    """The spans that a whole text lists ("1948-57, 1965-67"); None where anything in it is not a clear span.

    `born` is the year of birth, with which two-digit years find their century; without it they are not read.
    """
    spans = []
    for part in re.split(r",| e | \+ ", text):
        span = read_span(part.strip(), born)
        if span is None:
            return None
        spans.append(span)
    return tuple(spans)


def read_span(text: str, born: int | None) -> Span | None:
    """One span: "1948-57", "85-92", "1952/53", "1952/53-1961/62", "1920"."""
    found = _SPANS.fullmatch(text)
    if not found:
        return None
    start = _bounds(found[1], born, None)
    end = _bounds(found[2], born, start[0]) if found[2] and start else start
    if start is None or end is None or end[1] < start[0] or end[1] - start[0] > CAREER:
        return None
    seasons = "/" in text
    if seasons and ("/" not in found[1] or (found[2] and "/" not in found[2])):
        return None
    return Span(start[0], end[1], seasons)


def list_spans(spans: tuple[Span, ...]) -> str:
    """ "de 1948 a 1957 e na época de 1965/66"; single seasons together: "nas épocas de 1936/37 e 1950/51"."""
    said = []
    for single, near in groupby(spans, key=lambda span: span.seasons and span.last - span.first == 1):
        together = list(near)
        if single and len(together) > 1:
            said.append(f"nas épocas de {join_list([span.text for span in together])}")
        else:
            said += [span.when for span in together]
    return join_list(said)


def _bounds(text: str, born: int | None, after: int | None) -> tuple[int, int] | None:
    """First and last year of a year or season; None where its century cannot be known or it is no season."""
    year, _, rest = text.partition("/")
    first = int(year) if len(year) == 4 else _century(int(year), born, after)
    if first is None:
        return None
    if not rest:
        return first, first
    return (first, first + 1) if int(rest) % 100 == (first + 1) % 100 else None


def _century(year: int, born: int | None, after: int | None) -> int | None:
    """A two-digit year in full: the first one after `after`, or after the person's fifth birthday."""
    start = after if after is not None else born + 5 if born else None
    return None if start is None else start + (year - start) % 100


def _season(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02d}"


def _month(word: str) -> int:
    plain = without_accents(word)
    return next((n for n, name in enumerate(MONTHS, 1) if without_accents(name) == plain), 0)
