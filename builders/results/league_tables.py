"""League tables as text pulled out of a PDF: headings, a header, and lines whose club may run over several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builders.report import Report
from builders.results.headers import fold_header
from builders.results.rows import BUILDER, Row
from builders.results.seasons import find_season, without_season
from builders.sources import SourceFile
from records.example import Source

LONGEST_NAME = 4  # lines over which one club's line may run

_POSITION_WORDS = ("posicao", "pos", "lugar", "position")
_POINTS_WORDS = ("pontos", "pts", "points", "p")
_STARTS = re.compile(r"\d{1,2}[.º]? +\S")
_LINE = re.compile(r"(?P<position>\d{1,2})[.º]? (?P<team>\S.*?[^\W\d_]\S*(?: \d+)??) (?P<figures>-?\d+(?: -?\d+){6,7})")
_WITH_GAMES = ("points", "played", "won", "drawn", "lost", "goals_for", "goals_against", "goal_difference")
_WITHOUT_GAMES = tuple(role for role in _WITH_GAMES if role != "played")


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str = ""
    season: str = ""


def is_league_tables(text: str) -> bool:
    """Whether a text has the header of a league table in words aligned with spaces."""
    return any(_is_header(line) for line in text.split("\n"))


def read_league_tables(file: SourceFile, text: str, report: Report) -> Iterator[Row]:
    """A Row for each club's line. The figures are told apart by what they add up to, whatever the header says."""
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
            heading = _Heading(without_season(" ".join(line.split())), find_season(line))
        elif line.strip() and not _is_header(line):
            report.reject(BUILDER, "unrecognised_line", file.name, f"line {number}", line.strip())


def _row(
    file: SourceFile, pending: list[tuple[int, str]], match: re.Match[str], heading: _Heading, report: Report
) -> Iterator[Row]:
    source = _source(file, pending)
    columns = _columns([int(figure) for figure in match["figures"].split()])
    if columns is None:
        report.reject(BUILDER, "figures_contradict", file.name, source.locator, source.quote)
        return
    figures = dict(zip(columns, match["figures"].split(), strict=False))
    fields = {"position": match["position"], "team": _mend(match["team"]), **figures}
    yield Row(source, pending[0][0], {**fields, "competition": heading.text, "season": heading.season})


def _columns(figures: list[int]) -> tuple[str, ...] | None:
    """Which figure is what: games played where they are wins, draws and losses together; else none are given.

    Pulled out of a PDF, a header says `Pontos V E D GM GS DG` over eight figures and over seven, with and without
    games. None where the figures add up in neither way.
    """
    with_games = figures[1] == sum(figures[2:5]) and (len(figures) < 8 or figures[7] == figures[5] - figures[6])
    if with_games:
        return _WITH_GAMES
    return _WITHOUT_GAMES if len(figures) == 7 and figures[6] == figures[4] - figures[5] else None


def _reject_open(file: SourceFile, pending: list[tuple[int, str]], report: Report) -> None:
    source = _source(file, pending)
    report.reject(BUILDER, "incomplete_row", file.name, source.locator, source.quote)


def _source(file: SourceFile, pending: list[tuple[int, str]]) -> Source:
    first, last = pending[0][0], pending[-1][0]
    locator = f"line {first}" if first == last else f"lines {first}-{last}"
    return Source(file.name, file.sha256, locator, "\n".join(text for _, text in pending))


def _joined(pending: list[tuple[int, str]]) -> str:
    return " ".join(" ".join(text for _, text in pending).split())


def _mend(name: str) -> str:
    return re.sub(r"(?<=\w) -(?=\w)", "-", name)


def _is_header(line: str) -> bool:
    first, *words = line.split() or [""]
    if fold_header(first) not in _POSITION_WORDS or len(words) < 4:
        return False
    return any(fold_header(word) in _POINTS_WORDS for word in words)
