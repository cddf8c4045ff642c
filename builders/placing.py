"""Where every example of a build goes: read once, and only where a withheld fact may leak read again.

The examples are never held at once. Of each is kept what places it, some 400 bytes; what a million of them hold is more
than the machines that this is for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from builders.balance import balance
from builders.building import read_generated
from builders.leakage import Told, Words, told_by, withheld_facts
from builders.profile import Profile
from builders.splits import Candidate, Place, candidate, place_all, withheld_groups, withheld_in
from builders.verdicts import Standing, judge
from records.example import Example


@dataclass
class Placement:
    """Where every example of a build goes, in the order of the build."""

    candidates: list[Candidate] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    survivors: dict[int, str] = field(default_factory=dict)
    """Position of a duplicate -> id of the example that stays."""


@dataclass(frozen=True)
class Judging:
    """The examples of a build as people's verdicts leave them; can be read as often as needed."""

    folder: Path
    standing: Standing
    policy: str

    def read(self) -> Iterator[tuple[Example, str]]:
        """Each example, checked against its schema, and why it is held back (empty: it is not)."""
        return self._judged(read_generated(self.folder))

    def read_again(self, positions: Sequence[int]) -> Iterator[Example]:
        """The examples at some positions, ascending, of those that were read before."""
        wanted = set(positions)
        return (example for example, _ in self._judged(read_generated(self.folder, wanted)))

    def _judged(self, examples: Iterable[Example]) -> Iterator[tuple[Example, str]]:
        return ((judged.example, judged.reason) for judged in judge(examples, self.standing, self.policy))


@dataclass
class _FirstReading:
    """What is found in the one reading of everything."""

    placement: Placement = field(default_factory=Placement)
    told: dict[str, set[Told]] = field(default_factory=lambda: defaultdict(set))
    """What the hash withholds, a few in a hundred, would tell: by group."""
    words: Words = field(default_factory=Words)


def place_build(judging: Judging, profile: Profile) -> Placement:
    """Split, less what repeats another example, leaks what is withheld or goes beyond the profile's shares."""
    found = _read(judging, profile)
    placement = found.placement
    _mark_leaks(judging, found, withheld_groups(placement.candidates, profile.splits))
    placement.places = place_all(placement.candidates, profile.splits)
    balance(placement.candidates, placement.places, profile.balance)
    return placement


def _read(judging: Judging, profile: Profile) -> _FirstReading:
    found = _FirstReading()
    first: dict[int, str] = {}
    for position, (example, reason) in enumerate(judging.read()):
        c = candidate(example, reason)
        if not reason and first.setdefault(c.pair, c.id) != c.id:
            found.placement.survivors[position] = first[c.pair]
            c = replace(c, reason="duplicate")
        found.placement.candidates.append(c)
        withheld = not c.reason and withheld_in(c.group, profile.splits)
        if withheld and example.facts:
            found.told[c.group].add(told_by(example))
        found.words.see(example)
    return found


def _mark_leaks(judging: Judging, found: _FirstReading, groups: Mapping[str, str]) -> None:
    """Leave out what would teach a withheld fact under another name."""
    candidates = found.placement.candidates
    facts = withheld_facts(told for group, tellings in found.told.items() if group in groups for told in tellings)
    suspects = [
        position
        for position in found.words.may_leak(facts)
        if not candidates[position].reason and candidates[position].group not in groups
    ]
    for position, example in zip(suspects, judging.read_again(suspects), strict=True):
        if facts.leaks_in(example):
            candidates[position] = replace(candidates[position], reason="leaks_withheld")
