"""Which sightings are of one match: the same in several files is one match; where a person must say, it is asked."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date

from builders.results.competitions import comparable, is_matchday, kind, may_be_one
from builders.results.sightings import Sighting

NEAR = 3  # days by which two sources may differ over one match
NEAR_ON_MATCHDAY = 300  # a league's matchday is the same match, whenever it was played
NEAR_IN_LEAGUE = 31  # with the same score: one has the day of the calendar, the other that of the postponed match

Cluster = list[Sighting]


def merge(sightings: Iterable[Sighting]) -> list[Cluster]:
    """Sightings grouped by match; neither the groups nor their order depend on the order in which they come."""
    ordered = sorted(sightings, key=_place)
    dated = _by_key((s for s in ordered if s.day), lambda s: (s.day, s.opponent.slug))
    clusters = _join_near(dated)
    undated = _by_key((s for s in ordered if not s.day), _undated_key)
    return sorted(_join_undated(clusters, undated), key=lambda cluster: _place(cluster[0]))


def _by_key(sightings: Iterable[Sighting], key: Callable[[Sighting], Hashable]) -> list[Cluster]:
    groups: dict[Hashable, Cluster] = defaultdict(list)
    for sighting in sightings:
        groups[key(sighting)].append(sighting)
    return list(groups.values())


def _join_near(clusters: list[Cluster]) -> list[Cluster]:
    """Join dated clusters that are one match on which files differ by a few days."""
    joined: list[Cluster] = []
    by_contest: dict[Hashable, list[Cluster]] = defaultdict(list)
    for cluster in sorted(clusters, key=lambda c: (_day(c), _place(c[0]))):
        contest = by_contest[cluster[0].opponent.slug]
        target = next((other for other in reversed(contest) if _near(other, cluster)), None)
        if target is not None:
            target.extend(cluster)
            target.sort(key=_place)
        else:
            contest.append(cluster)
            joined.append(cluster)
    return joined


def _near(first: Cluster, second: Cluster) -> bool:
    """Whether two clusters of different days can be one match."""
    return (
        first[0].club_is_home == second[0].club_is_home
        and (_disjoint(first, second) or _written_twice(first, second))
        and _gap(first, second) <= _reach(first, second)
        and (_agree(first, second, lambda s: s.season) or _swapped(first, second))
        and _agree(first, second, _matchday)
        and all(may_be_one(x.competition, y.competition) for x in first for y in second)
    )


def _written_twice(first: Cluster, second: Cluster) -> bool:
    """Whether one file may have one match on two days. One with both days knows two, but for rows that say the same."""
    return _same_score(first, second) and _agree(first, second, lambda s: s.round) and _gap(first, second) <= NEAR


def _swapped(first: Cluster, second: Cluster) -> bool:
    """Whether the days are one with day and month exchanged, and the scores the same: 1995-02-11 and 1995-11-02."""
    one, other = _day(first), _day(second)
    return (one.year, one.month, one.day) == (other.year, other.day, other.month) and _same_score(first, second)


def _reach(first: Cluster, second: Cluster) -> int:
    """Days by which sources may differ over these two: few, but that a league has one home match against each club."""
    a, b = first[0], second[0]
    if _swapped(first, second):
        return _gap(first, second)
    if kind(a.competition) != "league" or kind(b.competition) != "league":
        return NEAR
    if {_matchday(s) for s in first} & {_matchday(s) for s in second} - {""}:
        return NEAR_ON_MATCHDAY
    return NEAR_IN_LEAGUE if _same_score(first, second) else NEAR


def _matchday(sighting: Sighting) -> str:
    return sighting.round if is_matchday(sighting.round) else ""


def _join_undated(dated: list[Cluster], undated: list[Cluster]) -> list[Cluster]:
    """Give each undated cluster to the one dated match that it can be, or let it stand by itself."""
    by_key: dict[Hashable, list[Cluster]] = defaultdict(list)
    for cluster in dated:
        for key in {_undated_key(sighting) for sighting in cluster}:
            by_key[key].append(cluster)
    alone = []
    for cluster in undated:
        once = kind(cluster[0].competition) == "league"  # a club meets another once at home in a stage
        candidates = [c for c in by_key.get(_undated_key(cluster[0]), []) if once or _disjoint(c, cluster)]
        candidates = [c for c in candidates if _agree(c, cluster, lambda s: s.round)]
        if len(candidates) == 1 and cluster[0].season:
            candidates[0].extend(cluster)
            candidates[0].sort(key=_place)
        else:
            alone.append(cluster)
    return dated + _join_differing(dated, alone)


def _join_differing(dated: list[Cluster], undated: list[Cluster]) -> list[Cluster]:
    """Join undated clusters to the match of another file that differs in its score, or in who was at home: a conflict.

    Only in a league, where a club meets another once at home in a stage and once on a matchday, and only where each
    file has the one row. Returns those that stay by themselves.
    """
    left = undated
    for key in (_contest_key, _matchday_key):
        groups: dict[Hashable, list[Cluster]] = defaultdict(list)
        for cluster in [*dated, *left]:
            sighting = cluster[0]
            if sighting.season and kind(sighting.competition) == "league" and key(sighting):
                groups[key(sighting)].append(cluster)
        gone = {id(rivals[-1]) for rivals in groups.values() if _contradict(rivals)}
        for rivals in groups.values():
            if id(rivals[-1]) in gone:
                rivals[0].extend(rivals[-1])
                rivals[0].sort(key=_place)
        left = [cluster for cluster in left if id(cluster) not in gone]
    return left


def _contradict(rivals: list[Cluster]) -> bool:
    """Whether two clusters, the second undated, are what different files say of one match."""
    if len(rivals) != 2 or any(s.day for s in rivals[1]):
        return False
    return _disjoint(rivals[0], rivals[1]) and _agree(rivals[0], rivals[1], lambda s: s.round)


def _undated_key(sighting: Sighting) -> Hashable:
    """What must be equal for an undated row to be a dated match."""
    approximate = "" if sighting.season else sighting.undated
    return (*_contest_key(sighting), sighting.score, approximate)


def _contest_key(sighting: Sighting) -> tuple:
    return sighting.season, comparable(sighting.competition), sighting.opponent.slug, sighting.club_is_home


def _matchday_key(sighting: Sighting) -> tuple | None:
    if not is_matchday(sighting.round):
        return None
    return sighting.season, comparable(sighting.competition), sighting.opponent.slug, sighting.round


def _disjoint(first: Cluster, second: Cluster) -> bool:
    """Whether no file has a row in both."""
    return not {s.source.file for s in first} & {s.source.file for s in second}


def _agree(first: Cluster, second: Cluster, value: Callable[[Sighting], str]) -> bool:
    """Whether what the two say of one thing is the same, or one of them says nothing."""
    ours, theirs = {value(s) for s in first} - {""}, {value(s) for s in second} - {""}
    return not ours or not theirs or bool(ours & theirs)


def _same_score(first: Cluster, second: Cluster) -> bool:
    return first[0].score == second[0].score


def _gap(first: Cluster, second: Cluster) -> int:
    """Days from one to the other."""
    return abs((_day(second) - _day(first)).days)


def _day(cluster: Cluster) -> date:
    return min(s.day for s in cluster if s.day)


def _place(sighting: Sighting) -> tuple[str, int, str]:
    return sighting.source.file, sighting.place, sighting.source.locator
