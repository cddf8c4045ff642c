"""Seasons: `1994-95`, from what headings, columns and file names say, or from a date."""

import re
from datetime import date

FIRST_MONTH = 7  # a season begins on 1 July
LATEST_END = 9  # the pandemic's ended in late July, play-offs of the 1940s in September
FIRST_SHORT = 30  # of two figures: 30/31 is 1930-31, 29/30 is 2029-30

_STATED = re.compile(r"(?<![\d-])(\d{4}|\d{2}) ?[/–-] ?(\d{4}|\d{2})(?![\d-])")


def season_name(start: int) -> str:
    """`1999-00` of 1999."""
    return f"{start}-{(start + 1) % 100:02d}"


def season_of(day: date) -> str:
    return season_name(start_of(day.year, day.month))


def start_of(year: int, month: int) -> int:
    """The year in which the season of a month began."""
    return year if month >= FIRST_MONTH else year - 1


def start_year(season: str) -> int:
    """1994 of `1994-95`."""
    return int(season[:4])


def find_season(text: str) -> str:
    """The season named in a text ("II Divisão 34/35", "2002/2003", "1994-95.pt.1.csv"); empty where there is none.

    Two years that do not follow each other are no season. "30/31" and later are of the twentieth century.
    """
    for found in _STATED.finditer(text):
        first, second = found[1], found[2]
        start = int(first) if len(first) == 4 else _century(int(first))
        if (start + 1) % 100 == int(second) % 100 and (len(second) == 2 or int(second) == start + 1):
            return season_name(start)
    return ""


def without_season(text: str) -> str:
    """A heading without the season it names: "Taça de Portugal" of "Taça de Portugal (época de 1954/55)"."""
    if not find_season(text):
        return " ".join(text.split()).strip(" -–,.")
    for found in _STATED.finditer(text):
        if find_season(found[0]):
            text = text.replace(found[0], " ")
    text = re.sub(r"\b(?:d[aeo] )?(?:(?:época|temporada)(?: de)?|de) *(?=\)|$)", "", text.rstrip(), flags=re.IGNORECASE)
    return " ".join(re.sub(r"\( *\)", " ", text).split()).strip(" -–,.")


def is_within(day: date, season: str) -> bool:
    """Whether a date can belong to a stated season: from its July to the September of the next year."""
    start = start_year(season)
    return date(start, FIRST_MONTH, 1) <= day < date(start + 1, LATEST_END + 1, 1)


def _century(short: int) -> int:
    return 1900 + short if short >= FIRST_SHORT else 2000 + short
