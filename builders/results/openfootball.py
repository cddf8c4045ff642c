"""openfootball's plain text: a title, rounds, dates and "Home v Away 2-1 (1-0)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builders.results.dates import ImpossibleDateError, read_date
from builders.results.rows import Row
from builders.results.seasons import find_season, start_of, start_year, without_season
from builders.sources import SourceFile
from records.example import Source

_TITLE = re.compile(r"=+ *(.+?) *=*")
_ROUND = re.compile(
    r"(?:[▪»#]+ *)?((?:Matchday|Round|Jornada|Group|Final|Semi-?finals?|Quarter-?finals?|\d+\. Round)\b.*)"
)
_MARKED_ROUND = re.compile(r"[▪»] *(.+)")
_DATE = re.compile(r"\[?((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.? [A-Z][a-z]{2,8}[ /]\d{1,2}(?: \d{4})?)\]?")
_TIME = re.compile(r"\d{1,2}[:.]\d{2} +")
_FIGURES = r"\d+-\d+"
_SCORE = rf"{_FIGURES}(?: (?:pen\.|a\.e\.t\.|{_FIGURES}|\([^)]*\)|,)+)*(?: \([^)]*\))?"
_VERSUS = re.compile(rf"(?P<home>.+?) +v +(?P<away>.+?)(?: {{2,}}(?P<score>{_SCORE}.*))?")
_BETWEEN = re.compile(rf"(?P<home>.+?) {{2,}}(?P<score>{_SCORE}|-) {{2,}}(?P<away>.+)")


@dataclass(slots=True)
class _State:
    competition: str = ""
    season: str = ""
    round: str = ""
    date: str = ""
    year: int | None = None


def is_openfootball(text: str) -> bool:
    """Whether a text begins with a title line and holds dates of its form."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return bool(lines) and lines[0].startswith("=") and any(_DATE.fullmatch(line) for line in lines)


def read_openfootball(file: SourceFile, text: str) -> Iterator[Row]:
    """A Row for each match, dated in full: a year stands on the first date only."""
    state = _State()
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if not _read_heading(line, state) and (match := _match(line)):
            fields = {role: value for role, value in match.groupdict().items() if value}
            context = {"competition": state.competition, "season": state.season, "round": state.round}
            source = Source(file.name, file.sha256, f"line {number}", line)
            yield Row(source, number, {**fields, **context, "date": state.date})


def _read_heading(line: str, state: _State) -> bool:
    """Take in a title, a round or a date; False for any other line."""
    if found := _DATE.fullmatch(line):
        _read_day(found[1], state)
    elif line.startswith("=") and (found := _TITLE.fullmatch(line)):
        state.competition, state.season = without_season(found[1]), find_season(found[1])
        state.year = int(state.season[:4]) if state.season else None
    elif found := _MARKED_ROUND.fullmatch(line) or _ROUND.fullmatch(line):
        state.round = found[1].strip()
    else:
        return False
    return True


def _read_day(text: str, state: _State) -> None:
    """A date; one without a year is of the year that the season gives its month, for matchdays are not in order."""
    text = text.replace("/", " ")
    day = None
    try:
        day = read_date(text, "", state.year).day
    except ImpossibleDateError:
        state.date = text if re.search(r"\d{4}", text) else f"{text} {state.year or ''}"  # to be rejected by row
    if day is None:
        return
    if not re.search(r"\d{4}", text) and state.season:
        start = start_year(state.season)
        day = day.replace(year=start if start_of(start, day.month) == start else start + 1)
    state.year, state.date = day.year, day.isoformat()


def _match(line: str) -> re.Match[str] | None:
    line = _TIME.sub("", line, count=1) if _TIME.match(line) else line
    return _VERSUS.fullmatch(line) or _BETWEEN.fullmatch(line)
