"""What the rows of one file, taken together, show to be no fact: a date or matchday that stands for many matches."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from builders.results.competitions import is_matchday
from builders.results.sightings import Sighting


def without_doubtful(sightings: list[Sighting]) -> list[Sighting]:
    """The sightings of one file, undated where a date stands on several matches, without such matchdays.

    A club plays once a day: 1943-12-12 beside eight opponents is when someone typed, not when they played.
    """
    days = _repeated(sightings, lambda s: s.day)
    rounds = _repeated(
        (s for s in sightings if is_matchday(s.round)),
        lambda s: (s.season, s.competition, s.round) if s.season else None,
    )
    kept = []
    for sighting in sightings:
        if sighting.day in days:
            undated = f"{sighting.day.isoformat()}, repetida em vários jogos"  # type: ignore[union-attr]
            sighting = dataclasses.replace(sighting, day=None, undated=undated)
        if (sighting.season, sighting.competition, sighting.round) in rounds:
            sighting = dataclasses.replace(sighting, round="")
        kept.append(sighting)
    return kept


def _repeated(sightings: Iterable[Sighting], key: Callable[[Sighting], Hashable]) -> set[Hashable]:
    """The keys that stand on more than one contest."""
    contests: dict[Hashable, set[Hashable]] = defaultdict(set)
    for sighting in sightings:
        knockout = sighting.round and not is_matchday(sighting.round)  # two legs, or a replay; else a contradiction
        told_apart = sighting.score if knockout else None
        contests[key(sighting)].add((sighting.opponent.slug, sighting.club_is_home, told_apart))
    return {value for value, met in contests.items() if value is not None and len(met) > 1}
