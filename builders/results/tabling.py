"""Rows of league tables and season records to standings."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builders.report import Report
from builders.results.clubs import Clubs
from builders.results.competitions import comparable, open_competition
from builders.results.rows import BUILDER, Row
from builders.results.seasons import find_season, without_season
from builders.results.standings import Standing, StandingReading

FIGURES = ("points", "played", "won", "drawn", "lost", "goals_for", "goals_against")


def make_standings(rows: list[Row], clubs: Clubs, report: Report) -> list[Standing]:
    """A standing for each club, season and competition, sources that agree merged, by season, competition, position."""
    groups: dict[tuple[str, str, str], list[Standing]] = defaultdict(list)
    for row in rows:
        standing = _standing(row, clubs)
        if isinstance(standing, str):
            report.reject(BUILDER, standing, row.source.file, row.source.locator, row.source.quote)
        else:
            groups[standing.season, comparable(standing.competition), standing.club.slug].append(standing)
    merged = [_merge(group) for group in groups.values()]
    return sorted(merged, key=lambda s: (s.season, s.competition, s.position, s.club.slug))


def _standing(row: Row, clubs: Clubs) -> Standing | str:
    """The standing of a row, or the reason why it is none."""
    season = find_season(row.get("season")) or find_season(row.get("competition"))
    position = re.match(r"\d+", row.get("position"))
    if not season:
        return "no_season"
    if not position:
        return "no_position"
    figures: dict[str, Any] = {role: _number(row.get(role)) for role in FIGURES}
    if _contradict(figures):
        return "figures_contradict"
    team = row.get("team")
    club = clubs.resolve(team) if team else clubs.own
    competition = open_competition(without_season(row.get("competition")))
    return Standing(
        season, competition, int(position[0]), club, **figures, sources=(row.source,), own=club == clubs.own
    )


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d+", text) else None


def _contradict(figures: Mapping[str, int | None]) -> bool:
    """Whether games played are not wins, draws and losses together."""
    played, parts = figures["played"], [figures["won"], figures["drawn"], figures["lost"]]
    known = [part for part in parts if part is not None]
    return played is not None and len(known) == len(parts) and sum(known) != played


def _merge(group: list[Standing]) -> Standing:
    """One standing of all sources; a figure that only one gives is taken, one on which they differ is not."""
    group = sorted(group, key=lambda s: (s.sources[0].file, s.sources[0].locator))
    first = group[0]
    given = {role: list(dict.fromkeys(v for s in group if (v := getattr(s, role)) is not None)) for role in FIGURES}
    agreed: dict[str, Any] = {role: values[0] if len(values) == 1 else None for role, values in given.items()}
    differ = any(len(values) > 1 for values in given.values()) or len({s.position for s in group}) > 1
    return replace(
        first, **agreed, sources=tuple(s.sources[0] for s in group), readings=_readings(group) if differ else ()
    )


def _readings(group: list[Standing]) -> tuple[StandingReading, ...]:
    said: dict[tuple[int | None, ...], list[int]] = defaultdict(list)
    for index, standing in enumerate(group):
        said[(standing.position, *(getattr(standing, role) for role in FIGURES))].append(index)
    return tuple(_reading(group[at[0]], tuple(at)) for at in said.values())


def _reading(standing: Standing, sources: tuple[int, ...]) -> StandingReading:
    return StandingReading(
        position=standing.position,
        points=standing.points,
        played=standing.played,
        won=standing.won,
        drawn=standing.drawn,
        lost=standing.lost,
        goals_for=standing.goals_for,
        goals_against=standing.goals_against,
        sources=sources,
    )
