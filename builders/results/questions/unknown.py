"""What the archive does not tell of seasons and opponents: near misses to the questions about them.

Clubs never met and seasons without a table are easily told from the others. So what is not known of clubs and seasons
that are asked about otherwise is asked too: the biggest win over a club never beaten, the first match with one of which
a match has no day, the longest run of a season that is not known whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from builders.hashing import unit_hash
from builders.portuguese import slug
from builders.results.clubs import Club
from builders.results.competitions import kind as kind_of
from builders.results.matches import Match
from builders.results.questions.archive import disputed
from builders.results.questions.articles import in_whole_competition
from builders.results.questions.asking import Asked, Asker, Subject
from builders.results.questions.completeness import is_whole
from builders.results.questions.never_were import akin
from builders.results.questions.opponents import meeting, season_subject, subject
from builders.results.questions.seasons import season_subject as whole_season
from builders.results.questions.shared import Shared
from builders.results.questions.totals import is_without
from builders.results.questions.wording import season_of
from records.example import Example, Source

UNANSWERABLE = Path(__file__).parents[2] / "phrasings" / "unanswerable.yaml"
NEAR = 3  # seasons: farther away nobody would ask
TABLE_KINDS = ("season.position", "season.record")
MATCH_KINDS = ("season.balance", "season.biggest-win", "season.heaviest-defeat", "season.unbeaten")
OPPONENT_KINDS = (
    "opponent.record",
    "opponent.first",
    "opponent.last",
    "opponent.biggest-win",
    "opponent.heaviest-defeat",
)

SIGNS = {"opponent.biggest-win": 1, "opponent.heaviest-defeat": -1}
"""What a club that was met may be without: wins over it, defeats by it."""


def unknown_facts(
    shared: Shared, asker: Asker, against: Sequence[Asked], seasons: Sequence[Asked]
) -> Iterator[Example]:
    """Refusals about seasons and opponents, at most as many for each kind as the profile wants for its answers."""
    if not shared.archive.results.matches:
        return
    share = shared.request.profile.draw.refusals
    asked = [*against, *seasons]
    source = shared.archive.results.matches[0].sources[:1]
    for kind in ("opponent.season", *OPPONENT_KINDS, *TABLE_KINDS, *MATCH_KINDS):
        wanted = round(share * sum(fact.kind == kind and not fact.flags for fact in asked))
        about = sorted(_unknown(kind, shared), key=lambda one: unit_hash(f"{one.kind} {one.key}"))
        for one in about[:wanted]:
            yield from asker.examples(_asked(one, source, shared))


def _asked(about: Subject, source: tuple[Source, ...], shared: Shared) -> Asked:
    refusal = shared.refusal(about.kind, about.fields)
    return Asked(
        about.kind,
        about.key,
        f"no-{about.group}",
        about.fields,
        refusal,
        {},
        source,
        refusal,
        template=f"no-{about.kind}",
        unanswerable=True,
    )


def _unknown(kind: str, shared: Shared) -> Iterator[Subject]:
    if kind == "opponent.season":
        yield from _seasons_not_met(shared)
    elif kind in OPPONENT_KINDS:
        met = [club for club, matches in shared.archive.against.items() if _is_untold(kind, matches)]
        yield from (subject(kind, club, shared) for club in (*_never_met(shared), *met))
    elif kind in TABLE_KINDS:
        yield from _seasons_without_table(kind, shared)
    else:
        yield from (whole_season(kind, season, shared) for season in _seasons_untold(kind, shared))


def _is_untold(kind: str, matches: Sequence[Match]) -> bool:
    """Whether no source tells this of a club that was met; what sources tell differently is a person's to settle."""
    if disputed(matches):
        return False
    if kind in ("opponent.first", "opponent.last"):
        match, others = meeting(kind, matches)
        return match is None or bool(others)
    return kind in SIGNS and is_without(matches, SIGNS[kind])


def _seasons_untold(kind: str, shared: Shared) -> Iterator[str]:
    """Seasons without a match; for the longest run also those that are not known whole."""
    played = shared.archive.seasons
    for season in _span_of_seasons(shared):
        if season not in played or (
            kind == "season.unbeaten" and not disputed(played[season]) and not is_whole(season, shared.archive)
        ):
            yield season


def _seasons_not_met(shared: Shared) -> Iterator[Subject]:
    """Seasons in which the club played but not against an opponent that it met within three seasons."""
    seasons = sorted(filter(None, shared.archive.seasons))
    for opponent, matches in shared.archive.against.items():
        met = {int(match.season[:4]) for match in matches if match.season}
        for season in seasons:
            near = any(abs(int(season[:4]) - year) <= NEAR for year in met)
            if near and not shared.archive.may_have_met(opponent, season):
                yield season_subject(opponent, season, shared)


def _never_met(shared: Shared) -> list[Club]:
    """Clubs of the tables, the profile's list and ours that appear in no match, under this name or a like one."""
    results = shared.archive.results
    met = [*shared.archive.against, results.club, *(one.opponent for one in results.untold)]
    known = {club.slug: club for club in results.clubs}
    listed = {name: entry.get("article", "o") for name, entry in shared.request.profile.other_clubs.items()}
    for name, article in (_elsewhere() | listed).items():
        known.setdefault(slug(name), Club(name, article, slug(name)))
    return [club for _, club in sorted(known.items()) if not any(akin(club, other) for other in met)]


@cache
def _elsewhere() -> dict[str, str]:
    """Clubs that most archives never met, and their articles."""
    return yaml.safe_load(UNANSWERABLE.read_text(encoding="utf-8"))["clubs"]


def _seasons_without_table(kind: str, shared: Shared) -> Iterator[Subject]:
    """Seasons of which there is no table, asked about with the competition of the one beside it if that has one.

    What was won and lost is not denied of a season of which matches of a league, or of nobody says what, are known.
    """
    own = [standing for standing in shared.archive.results.standings if standing.own]
    told = {standing.season for standing in own}
    if kind == "season.record":
        told |= {
            season
            for season, matches in shared.archive.seasons.items()
            if any(kind_of(match.competition) not in ("cup", "friendly") for match in matches)
        }
    for season in _span_of_seasons(shared) if own else ():
        if season in told:
            continue
        about = whole_season(kind, season, shared)
        fields = about.fields | {"epoca_unica": about.fields["epoca"], "marcou_e_sofreu": "marcou e sofreu"}
        year = int(season[:4])
        beside = [standing for standing in own if standing.season in (season_of(year - 1), season_of(year + 1))]
        said = {"na_prova": in_whole_competition(beside[0].competition)} if beside else {}
        yield replace(about, fields=fields | said)


def _span_of_seasons(shared: Shared) -> list[str]:
    """Every season from five before the first that is known to the last."""
    known = sorted(filter(None, {*shared.archive.seasons, *(s.season for s in shared.archive.results.standings)}))
    if not known:
        return []
    return [season_of(year) for year in range(int(known[0][:4]) - 5, int(known[-1][:4]) + 1)]
