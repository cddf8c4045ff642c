"""League tables as text pulled out of a PDF: headings, a header, and lines whose club may run over several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from builders.report import Report
from builders.results.headers import fold_header
from builders.results.rows import BUILDER, Row
from builders.results.seasons import find_season, without_season
from builders.sources import SourceFile
from records.example import Source

LONGEST_NAME = 4  # lines over which one club's line may run

_POSITION_WORDS = ("posicao", "pos", "lugar", "position")
_POINTS_WORDS = ("pontos", "pts", "points", "p")
_STARTS = re.compile(r"\d{1,2}\.?[ºª°]? +\S")
_LINE = re.compile(r"(?P<position>\d{1,2})\.?[ºª°]? (?P<team>\S.*?[^\W\d_]\S*) (?P<figures>[+-]?\d+(?: [+-]?\d+){6,8})")
_GOALS = re.compile(r"(?<=\d)(?:[-–:]| [-–:] )(?=\d)")  # "35-22": goals for and against in one column
_WITH_BOTH = ("points", "played", "won", "drawn", "lost", "goals_for", "goals_against", "goal_difference")
_WITH_GAMES = _WITH_BOTH[:-1]
_WITH_DIFFERENCE = tuple(role for role in _WITH_BOTH if role != "played")
_POINTS_FIRST = (_WITH_BOTH, _WITH_GAMES, _WITH_DIFFERENCE)
_POINTS_LAST = tuple((*columns[1:], "points") for columns in _POINTS_FIRST)


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str = ""
    season: str = ""
    points_last: bool = False
    """Whether the header above ends with the points."""


def is_league_tables(text: str) -> bool:
    """Whether a text has the header of a league table in words aligned with spaces."""
    return any(_is_header(line) for line in text.split("\n"))


def read_league_tables(file: SourceFile, text: str, report: Report) -> Iterator[Row]:
    """A Row for each club's line. The figures are told apart by what they add up to, whatever the header says of them;
    it is believed where the points stand, first or last.
    """
    heading, pending = _Heading(), []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        starts = bool(_STARTS.match(line.strip()))
        if pending and (starts or not line.strip() or find_season(line)):
            _reject_open(file, pending, report)
            pending = []
        if starts or (pending and line.strip()):
            pending.append((number, line.strip()))
            if match := _LINE.fullmatch(_joined(pending)):
                yield from _row(file, pending, match, heading, report)
                pending = []
            elif len(pending) > LONGEST_NAME:
                _reject_open(file, pending, report)
                pending = []
        elif find_season(line):
            heading = _Heading(without_season(" ".join(line.split())), find_season(line), heading.points_last)
        elif _is_header(line):
            heading = replace(heading, points_last=fold_header(line.split()[-1]) in _POINTS_WORDS)
        elif line.strip():
            report.reject(BUILDER, "unrecognised_line", file.name, f"line {number}", line.strip())


def _row(
    file: SourceFile, pending: list[tuple[int, str]], match: re.Match[str], heading: _Heading, report: Report
) -> Iterator[Row]:
    source = _source(file, pending)
    figures = match["figures"].split()
    columns = _columns([int(figure) for figure in figures], heading.points_last)
    if columns is None:
        report.reject(BUILDER, "figures_contradict", file.name, source.locator, source.quote)
        return
    named = len(figures) - len(columns)  # "Lusitano Évora 1911": the first figures may be of the name
    fields = dict(zip(columns, figures[named:], strict=True))
    fields |= {"position": match["position"], "team": _mend(" ".join((match["team"], *figures[:named])))}
    yield Row(source, pending[0][0], {**fields, "competition": heading.text, "season": heading.season})


def _columns(figures: list[int], points_last: bool) -> tuple[str, ...] | None:
    """What the last figures of a line are: games where they are wins, draws and losses together; else none are given.

    Pulled out of a PDF, a header says `Pontos V E D GM GS DG` over lines with games and without, with the difference
    of goals and without. None where the figures add up in no way.
    """
    for columns in _POINTS_LAST if points_last else _POINTS_FIRST:
        line = dict(zip(columns, figures[-len(columns) :], strict=False))
        games = line.get("played", line["won"] + line["drawn"] + line["lost"])
        difference = line.get("goal_difference", line["goals_for"] - line["goals_against"])
        adds_up = games == line["won"] + line["drawn"] + line["lost"]
        if len(figures) >= len(columns) and adds_up and difference == line["goals_for"] - line["goals_against"]:
            return columns
    return None


def _reject_open(file: SourceFile, pending: list[tuple[int, str]], report: Report) -> None:
    source = _source(file, pending)
    report.reject(BUILDER, "incomplete_row", file.name, source.locator, source.quote)


def _source(file: SourceFile, pending: list[tuple[int, str]]) -> Source:
    first, last = pending[0][0], pending[-1][0]
    locator = f"line {first}" if first == last else f"lines {first}-{last}"
    return Source(file.name, file.sha256, locator, "\n".join(text for _, text in pending))


def _joined(pending: list[tuple[int, str]]) -> str:
    """The lines as one, single-spaced, each figure by itself."""
    return _GOALS.sub(" ", " ".join(" ".join(text for _, text in pending).replace("−", "-").split()))


def _mend(name: str) -> str:
    return re.sub(r"(?<=\w) -(?=\w)", "-", name)


def _is_header(line: str) -> bool:
    first, *words = line.split() or [""]
    if fold_header(first) not in _POSITION_WORDS or len(words) < 4:
        return False
    return any(fold_header(word) in _POINTS_WORDS for word in words)
