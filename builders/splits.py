"""Splits that tell the truth: which example trains, and which asks what in valid and test.

Membership is a hash of the group's name, not a shuffle: a source added tomorrow moves no group.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from sys import intern
from typing import NamedTuple

from builders.checks import pair_key, prompt_key
from builders.hashing import group_place, unit_hash
from builders.profile import Splits
from records.example import Example, Message

SPLITS = ("train", "valid", "test")
PROBES = ("known", "unseen", "unanswerable")


class Place(NamedTuple):
    """Where an example goes: a split and its probe, or nowhere for a reason."""

    split: str
    probe: str
    reason: str = ""


TRAIN = Place("train", "train")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What must be known of an example to place it: a million of these fit where a million examples do not."""

    id: str
    group: str
    template: str
    mentions: tuple[str, ...]
    held_out: bool
    unanswerable: bool
    refusable: bool
    prompt: int
    """Equal for examples that ask the same."""
    pair: int
    """Equal for examples that ask and answer the same."""
    flagged: bool = False
    """Whether a person is to look at it."""
    reason: str = ""
    """Why it was left out before splitting; empty: it was not."""


def candidate(example: Example, reason: str = "") -> Candidate:
    """What is needed of an example; names that many examples share are held once."""
    return Candidate(
        example.id,
        intern(example.group),
        intern(f"{example.builder}/{example.template}"),
        tuple(map(intern, example.mentions)),
        example.held_out,
        example.unanswerable,
        example.refusal is not None,
        prompt_key(example),
        pair_key(example),
        bool(example.flags),
        reason,
    )


def withheld_in(group: str, splits: Splits) -> str:
    """`valid` or `test` where the hash withholds a group, else empty."""
    place = group_place(group)
    if place < splits.valid:
        return "valid"
    return "test" if place < splits.valid + splits.test else ""


def place_all(candidates: Sequence[Candidate], splits: Splits) -> list[Place]:
    """The place of each candidate, in their order. The places do not depend on the order."""
    withheld = withheld_groups(candidates, splits)
    places = [Place("", "", c.reason) if c.reason else _place(c, withheld, splits) for c in candidates]
    _drop(places, _not_taught(candidates, places), "not_taught")
    _drop(places, _asked_elsewhere(candidates, places), "same_text_in_other_split")
    _drop(places, _beyond_probe_size(candidates, places, splits.probe_size), "probe_full")
    return places


def withheld_groups(candidates: Iterable[Candidate], splits: Splits) -> dict[str, str]:
    """Group -> split for the withheld ones. A group with a question that cannot be refused stays in train."""
    refusable: dict[str, bool] = defaultdict(lambda: True)
    for c in candidates:
        if not c.reason:
            refusable[c.group] &= c.unanswerable or c.refusable
    found = {group: withheld_in(group, splits) for group, can_be in refusable.items() if can_be}
    return {group: split for group, split in found.items() if split}


def as_placed(example: Example, place: Place) -> Example:
    """The example as it stands in its split: in `unseen` answered as who was never told must, stating no fact."""
    if place.probe != "unseen":
        return example
    if example.refusal is None:
        raise ValueError(f"{example.id}: withheld without a refusal")
    answer = Message(role="assistant", content=example.refusal)
    return replace(example, messages=(*example.messages[:-1], answer), facts={})


def _place(c: Candidate, withheld: dict[str, str], splits: Splits) -> Place:
    split = withheld.get(c.group, "")
    if split:
        return Place(split, "unanswerable" if c.unanswerable else "unseen")
    if any(group in withheld for group in c.mentions):
        return Place("", "", "mentions_withheld")
    if not c.held_out:
        return TRAIN
    return Place("", "", "not_drawn") if c.unanswerable else _place_known(c, splits)


def _place_known(c: Candidate, splits: Splits) -> Place:
    position = unit_hash(f"known {c.id}")
    if position < splits.known:
        return Place("valid", "known")
    return Place("test", "known") if position < 2 * splits.known else Place("", "", "not_drawn")


def _drop(places: list[Place], positions: Iterable[int], reason: str) -> None:
    for position in positions:
        places[position] = Place("", "", reason)


def _not_taught(candidates: Sequence[Candidate], places: Sequence[Place]) -> list[int]:
    """`known` asks only for what train states: a fact whose training examples fell away is not asked."""
    taught = {(c.group, c.template) for c, p in zip(candidates, places, strict=True) if p.split == "train"}
    pairs = enumerate(zip(candidates, places, strict=True))
    return [i for i, (c, p) in pairs if p.probe == "known" and (c.group, c.template) not in taught]


def _asked_elsewhere(candidates: Sequence[Candidate], places: Sequence[Place]) -> list[int]:
    """No question stands in two splits: train keeps it, then valid."""
    owner: dict[int, str] = {}
    for split in ("train", "valid", "test"):
        for c, p in zip(candidates, places, strict=True):
            if p.split == split:
                owner.setdefault(c.prompt, split)
    return [
        i for i, (c, p) in enumerate(zip(candidates, places, strict=True)) if p.split and owner[c.prompt] != p.split
    ]


def _beyond_probe_size(candidates: Sequence[Candidate], places: Sequence[Place], size: int) -> list[int]:
    """What comes after the first `size` of each probe by hash, every group being asked once before any is twice."""
    beyond = []
    for split in ("valid", "test"):
        for probe in PROBES:
            members = [i for i, p in enumerate(places) if (p.split, p.probe) == (split, probe)]
            beyond += _by_turns(candidates, members)[size:]
    return beyond


def _by_turns(candidates: Sequence[Candidate], members: Sequence[int]) -> list[int]:
    taken: dict[str, int] = defaultdict(int)
    turns = {}
    for i in sorted(members, key=lambda i: unit_hash(f"probe {candidates[i].id}")):
        turns[i] = (taken[candidates[i].group], unit_hash(f"probe {candidates[i].id}"))
        taken[candidates[i].group] += 1
    return sorted(members, key=lambda i: turns[i])
