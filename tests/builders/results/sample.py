"""Matches and tables made in a line, for tests of the questions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from builders.profile import Assistant, Draw, Profile
from builders.profile import Club as ProfileClub
from builders.report import Report
from builders.request import Request
from builders.results.clubs import Club
from builders.results.matches import Ground, Match, Reading
from builders.results.reading import Results
from builders.results.standings import Standing
from records.example import Source
from records.verdicts import Settlement

FARENSE = Club("Farense", "o", "farense")
BENFICA = Club("Benfica", "o", "benfica")
PORTO = Club("Porto", "o", "porto")
ACADEMICA = Club("Académica", "a", "academica")

PROFILE = Profile(
    club=ProfileClub("SC Farense", "Farense", ground="Estádio de São Luís"),
    assistant=Assistant("Mirobaldo"),
    draw=Draw(phrasings=8, held_out=2),
    path=Path("none/profile.yaml"),
)


def source(quote: str) -> Source:
    return Source("results/jogos.csv", "0" * 64, f"line {len(quote)}", quote)


def match(home: Club, away: Club, score: str, day: str = "", season: str = "1994-95", venue: str = "") -> Match:
    """A match of Farense; without a day an undated one of the season. The score is the home side's first."""
    goals = tuple(int(part) for part in score.split("-"))
    opponent = away if home == FARENSE else home
    return Match(
        key=f"{day or season}_{home.slug}_{away.slug}",
        date=date.fromisoformat(day) if day else None,
        undated="" if day else "-",
        home=home,
        away=away,
        score=(goals[0], goals[1]),
        penalties=None,
        extra_time=False,
        competition="I Divisão",
        season=season,
        round="",
        grounds=(Ground(venue, (0,)),) if venue else (),
        at_home="home" if home == FARENSE else "away",
        club_is_home=home == FARENSE,
        sources=(source(f"{day};{home.name};{away.name};{score};{opponent.slug}"),),
    )


def disputed(one: Match, score: str, day: str = "") -> Match:
    """The match with a second source that gives another score, and another day where one is given."""
    goals = tuple(int(part) for part in score.split("-"))
    other_day = date.fromisoformat(day) if day else one.date
    readings = (Reading(one.date, one.score, None, (0,)), Reading(other_day, (goals[0], goals[1]), None, (1,)))
    return replace(
        one,
        date=None if day else one.date,
        score=None,
        sources=(*one.sources, source(f"another {score}")),
        readings=readings,
    )


def standing(season: str, position: int, outcomes: tuple[int, int, int], goals: tuple[int, int]) -> Standing:
    won, drawn, lost = outcomes
    return Standing(
        season=season,
        competition="I Divisão",
        position=position,
        club=FARENSE,
        points=2 * won + drawn,
        played=sum(outcomes),
        won=won,
        drawn=drawn,
        lost=lost,
        goals_for=goals[0],
        goals_against=goals[1],
        sources=(source(f"{season} {position}.º"),),
        own=True,
    )


def results(matches: Sequence[Match], standings: Sequence[Standing] = ()) -> Results:
    """A reading of these matches, in the order in which a reading gives them."""
    ordered = sorted(matches, key=lambda m: (m.date is None, m.date or date.min, m.season, m.key))
    clubs = {club.slug: club for one in matches for club in (one.home, one.away)}
    return Results(FARENSE, tuple(ordered), tuple(standings), tuple(clubs[name] for name in sorted(clubs)))


def request(profile: Profile = PROFILE, settlements: dict[str, Settlement] | None = None) -> Request:
    return Request(profile, (), settlements or {}, Report())
