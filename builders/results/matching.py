"""Clusters of sightings to matches: what their sources agree on, and readings where they do not."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from builders.portuguese import slug
from builders.profile import Profile
from builders.results.grounds import grounds, usual_ground
from builders.results.matches import Match, Reading, Score, Side
from builders.results.merging import Cluster
from builders.results.scores import turned
from builders.results.sightings import Sighting
from records.verdicts import Settlement

MATCHES = "matches"
"""The slot of a settlement that says how many matches the days are of which sources tell: "2"."""

T = TypeVar("T")


def make_matches(clusters: list[Cluster], profile: Profile) -> list[Match]:
    """A match for each cluster, keys unique, by date, then key."""
    keys = _keys(clusters)
    matches = [_match(cluster, key, profile) for cluster, key in zip(clusters, keys, strict=True)]
    return sorted(matches, key=by_day)


def told_apart(clusters: list[Cluster], settlements: Mapping[str, Settlement]) -> list[Cluster]:
    """The clusters, those of which a person said that each of their days is a match of its own divided by day.

    A row without a day goes with the first.
    """
    apart = []
    for cluster, key in zip(clusters, _keys(clusters), strict=True):
        settlement = settlements.get(f"match/{key}")
        several = settlement and not settlement.withdrawn and MATCHES in (settlement.facts or {})
        days = distinct(s.day for s in cluster)
        apart += [[s for s in cluster if (s.day or days[0]) == day] for day in days] if several else [cluster]
    return apart


def _match(cluster: Cluster, key: str, profile: Profile) -> Match:
    first = _side_source(cluster)
    orders = [_other_order(sighting, first) for sighting in cluster]
    cluster = [_seen_from(sighting, first.club_is_home) for sighting in cluster]
    days, scores = distinct(s.day for s in cluster), distinct(s.score for s in cluster)
    penalties = distinct(s.penalties for s in cluster)
    differ = max(len(days), len(scores), len(penalties)) > 1 or any(orders)
    day = days[0] if len(days) == 1 else None
    at_home = _at_home(cluster)
    return Match(
        key=key,
        date=day,
        undated="" if day or len(days) > 1 else _common(cluster, lambda s: s.undated),
        home=first.home,
        away=first.away,
        score=scores[0] if len(scores) == 1 else None,
        penalties=penalties[0] if len(penalties) == 1 else None,
        extra_time=any(s.extra_time for s in cluster),
        competition=_common(cluster, lambda s: s.competition),
        season=_common(cluster, lambda s: s.season),
        round=_common(cluster, lambda s: s.round),
        grounds=grounds([s.venue for s in cluster], usual_ground(profile.club, at_home, day)),
        at_home=at_home,
        club_is_home=first.club_is_home,
        sources=tuple(s.source for s in cluster),
        readings=_readings(cluster, orders) if differ else (),
    )


def _readings(cluster: Cluster, orders: list[bool]) -> tuple[Reading, ...]:
    """What each group of sources says. A source without a date, or without penalties, contradicts none that has."""
    groups: dict[tuple[date | None, Score, Score | None, bool], list[int]] = defaultdict(list)
    for index, (sighting, other_order) in enumerate(zip(cluster, orders, strict=True)):
        groups[sighting.day, sighting.score, sighting.penalties, other_order].append(index)
    return tuple(
        Reading(day, score, penalties, tuple(indices), other_order)
        for (day, score, penalties, other_order), indices in groups.items()
    )


def _side_source(cluster: Cluster) -> Sighting:
    """The sighting that says most about who was at home: the most frequent statement, known before unknown."""
    votes = Counter((s.at_home, s.club_is_home) for s in cluster)
    stated = {vote: n for vote, n in votes.items() if vote[0] != "unknown"} or votes
    best = min(stated, key=lambda vote: (-stated[vote], vote[0] != "home", vote))
    return next(s for s in cluster if (s.at_home, s.club_is_home) == best)


def _at_home(cluster: Cluster) -> Side:
    """Where the club played; unknown where sources contradict each other."""
    stated: list[Side] = distinct(s.at_home for s in cluster if s.at_home != "unknown")
    if len(stated) == 1:
        return stated[0]
    return "neutral" if "neutral" in stated else "unknown"


def _other_order(sighting: Sighting, first: Sighting) -> bool:
    """Whether two sources each say who was at home, and not the same."""
    stated = {sighting.at_home, first.at_home} <= {"home", "away"}
    return stated and sighting.club_is_home != first.club_is_home


def _seen_from(sighting: Sighting, club_is_home: bool) -> Sighting:
    if sighting.club_is_home == club_is_home:
        return sighting
    score = (sighting.score[1], sighting.score[0])
    return replace(sighting, club_is_home=club_is_home, score=score, penalties=turned(sighting.penalties))


def _common(cluster: Cluster, value: Callable[[Sighting], str]) -> str:
    """What most sources say; among as many the longest, then the first of the alphabet."""
    counts = Counter(text for s in cluster if (text := value(s)))
    return min(counts, key=lambda text: (-counts[text], -len(text), text), default="")


def distinct(values: Iterable[T | None]) -> list[T]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _keys(clusters: list[Cluster]) -> list[str]:
    """A natural key for each cluster; those that share one are told apart by round and score, never by number alone."""
    plain = [_key(cluster) for cluster in clusters]
    shared = Counter(plain)
    longer = [f"{key}_{_detail(c)}" if shared[key] > 1 else key for key, c in zip(plain, clusters, strict=True)]
    seen: Counter[str] = Counter()
    keys = []
    for key in longer:
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}_{seen[key]}")
    return keys


def _key(cluster: Cluster) -> str:
    side = _side_source(cluster)
    days = [s.day for s in cluster if s.day]
    if days:
        return f"{min(days).isoformat()}_{side.home.slug}_{side.away.slug}"
    season = _common(cluster, lambda s: s.season)
    when = season or slug(_common(cluster, lambda s: s.undated)) or "sem-data"
    competition = slug(_common(cluster, lambda s: s.competition))
    return "_".join(part for part in (when, competition, side.home.slug, side.away.slug) if part)


def _detail(cluster: Cluster) -> str:
    side = _side_source(cluster)
    score = side.score
    return "_".join(part for part in (slug(_common(cluster, lambda s: s.round)), f"{score[0]}-{score[1]}") if part)


def by_day(match: Match) -> tuple[str, str]:
    """By date; undated ones after the dated of their season, those of no season last."""
    days = [reading.date for reading in match.readings if reading.date]
    day = match.date or (min(days) if days else None)
    if day:
        return day.isoformat(), match.key
    return (f"{int(match.season[:4]) + 1}-06-31" if match.season else "9999"), match.key
