"""Dates as results files have them: nine forms, approximate ones, and ones that never were."""

import re
from dataclasses import dataclass
from datetime import date

from builders.portuguese import MONTHS
from records.accents import without_accents
from records.errors import AcervoError

REMEDY = "use YYYY-MM-DD or DD-MM-YYYY"
NO_DATE = "sem data"
FIRST_YEAR, LAST_YEAR = 1850, 2100
PIVOT = 30  # "29" without a season is 2029, "31" is 1931

_ENGLISH = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTHS = {without_accents(name)[:3]: n for names in (_ENGLISH, MONTHS) for n, name in enumerate(names, start=1)}
_TIME = r"(?:[t ]+\d{1,2}[:h]\d{2}(?::\d{2})?(?:\.\d+)?z?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_FIGURES = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _TIME)
_DAY_MONTH = re.compile(r"(\d{1,2})\.?[ºo]?(?: de | |-|/)([a-z]{3,9})\.?(?:(?: de |, | |-|/)(\d{4}|\d{2}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun|seg|ter|qua|qui|sex|sab|dom)[a-z]*\.?(?:-feira)?,? ")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


class ImpossibleDateError(AcervoError):
    """A date that the calendar does not have. `where` is filled in by whoever knows file and line."""


@dataclass(frozen=True, slots=True)
class SourceDate:
    """A date, or why there is none."""

    day: date | None
    undated: str = ""
    """The text as written where it is no date ("Meados de Abril"); NO_DATE where there is nothing at all."""
    year: int | None = None
    """Of an approximate date, where the text says it."""
    month: int | None = None


def read_date(text: str, where: object, year: int | None = None, month_first: bool = False) -> SourceDate:
    """Read a date cell. `year` is taken where the text has a day and month only, and settles the century of "06".

    Day before month, unless `month_first`. Approximate texts come back as `undated`.
    Raises ImpossibleDateError at `where` for 31-02-1995, and for figures that are no date at all.
    """
    written = re.sub(r"(?<=\w) ?- ?(?=\w)", "-", " ".join(text.split()))
    if not written.strip("-–? 0./"):
        return SourceDate(None, NO_DATE)
    plain = _WEEKDAY.sub("", without_accents(written).lower(), count=1)
    parts = _parts(plain, month_first)
    if parts is None:
        return _approximate(written, plain, where)
    day, month, stated_year = parts
    full_year = _full_year(stated_year, year)
    if full_year is None:
        return SourceDate(None, written, None, month)
    if not day or not month:
        return SourceDate(None, written, full_year, month or None)
    try:
        if not FIRST_YEAR <= full_year <= LAST_YEAR:
            raise ImpossibleDateError(where, f"date '{written}' is of no year of football", REMEDY)
        return SourceDate(date(full_year, month, day))
    except ValueError:
        raise ImpossibleDateError(where, f"date '{written}' does not exist", REMEDY) from None


def month_comes_first(texts: list[str]) -> bool:
    """Whether a column writes 8/20/1994: some of its dates exist only so, and none only with the day first."""
    found = [match for text in texts if (match := _FIGURES.fullmatch(text.strip()))]
    day_only = any(int(match[1]) > 12 for match in found)
    return not day_only and any(int(match[2]) > 12 for match in found)


def _parts(plain: str, month_first: bool) -> tuple[int, int, str] | None:
    """Day, month and the year as written, of a text in one of the forms; None where it has the form of none."""
    if found := _ISO.fullmatch(plain):
        return int(found[3]), int(found[2]), found[1]
    if found := _FIGURES.fullmatch(plain):
        day, month = (2, 1) if month_first else (1, 2)
        return int(found[day]), int(found[month]), found[3]
    if (found := _DAY_MONTH.fullmatch(plain)) and found[2][:3] in _MONTHS:
        return int(found[1]), _MONTHS[found[2][:3]], found[3] or ""
    if (found := _MONTH_DAY.fullmatch(plain)) and found[1][:3] in _MONTHS:
        return int(found[2]), _MONTHS[found[1][:3]], found[3] or ""
    return None


def _full_year(written: str, hint: int | None) -> int | None:
    if len(written) == 4:
        return int(written)
    if not written:
        return hint
    short = int(written)
    if hint is not None:  # the century that lies nearer to what the heading says
        return min((1900 + short, 2000 + short), key=lambda full: abs(full - hint))
    return 1900 + short if short > PIVOT else 2000 + short


def _approximate(written: str, plain: str, where: object) -> SourceDate:
    """A year, "Meados de Abril", "Páscoa de 1925": words are kept as they stand, bare figures must be a year."""
    year = _YEAR.search(plain)
    month = next((_MONTHS[w[:3]] for w in re.findall(r"[a-z]{3,}", plain) if _is_month(w)), None)
    if year is None and not re.search(r"[a-z]{3}", plain):
        raise ImpossibleDateError(where, f"'{written}' is no date", REMEDY)
    return SourceDate(None, written, int(year[1]) if year else None, month)


def _is_month(word: str) -> bool:
    full = (*_ENGLISH, *(without_accents(name) for name in MONTHS))
    return any(name == word or (len(word) == 3 and name.startswith(word)) for name in full)
