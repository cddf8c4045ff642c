"""Splits that tell the truth: which example trains, and which asks what in valid and test.

Membership is a hash of the group's name, not a shuffle: a source added tomorrow moves no group.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builders.checks import prompt_key
from builders.profile import Splits
from records.example import Example, Message

PROBES = ("known", "unseen", "unanswerable")


@dataclass(frozen=True, slots=True)
class Placed:
    """An example in its split (`train`, `valid`, `test`) and probe, or left out for a reason (`split` empty)."""

    example: Example
    split: str
    probe: str
    reason: str = ""


def unit_hash(text: str) -> float:
    """A number in [0, 1) that depends on the text alone, uniform over texts."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64


def withheld_in(group: str, splits: Splits) -> str:
    """`valid` or `test` where the hash withholds a group, else empty."""
    place = unit_hash(f"group {group}")
    if place < splits.valid:
        return "valid"
    return "test" if place < splits.valid + splits.test else ""


def place(examples: Iterable[Example], splits: Splits) -> list[Placed]:
    """Every example with its place, in the order of the ids."""
    ordered = sorted(examples, key=lambda example: example.id)
    withheld = _withheld_groups(ordered, splits)
    placed = [_place_one(example, withheld, splits) for example in ordered]
    placed = _known_only_where_taught(placed)
    placed = _without_shared_texts(placed)
    return _within_probe_size(placed, splits.probe_size)


def _withheld_groups(examples: Sequence[Example], splits: Splits) -> dict[str, str]:
    """Group -> split for the withheld ones. A group with a question that cannot be refused stays in train."""
    can_be_refused: dict[str, bool] = defaultdict(lambda: True)
    for example in examples:
        can_be_refused[example.group] &= example.unanswerable or example.refusal is not None
    candidates = {group: withheld_in(group, splits) for group, can in can_be_refused.items() if can}
    return {group: split for group, split in candidates.items() if split}


def _place_one(example: Example, withheld: dict[str, str], splits: Splits) -> Placed:
    split = withheld.get(example.group, "")
    if example.unanswerable:
        return _place_unanswerable(example, split, withheld)
    if split:
        return Placed(_refused(example), split, "unseen")
    if any(group in withheld for group in example.mentions):
        return Placed(example, "", "", "mentions_withheld")
    if not example.held_out:
        return Placed(example, "train", "train")
    position = unit_hash(f"known {example.id}")
    if position < splits.known:
        return Placed(example, "valid", "known")
    if position < 2 * splits.known:
        return Placed(example, "test", "known")
    return Placed(example, "", "", "not_drawn")


def _place_unanswerable(example: Example, split: str, withheld: dict[str, str]) -> Placed:
    if split:
        return Placed(example, split, "unanswerable")
    if any(group in withheld for group in example.mentions):
        return Placed(example, "", "", "mentions_withheld")
    if example.held_out:
        return Placed(example, "", "", "not_drawn")
    return Placed(example, "train", "train")


def _refused(example: Example) -> Example:
    """The example as it must be answered by who was never told: with its refusal, and no fact to state."""
    if example.refusal is None:
        raise ValueError(f"{example.id}: withheld without a refusal")
    answer = Message(role="assistant", content=example.refusal)
    return replace(example, messages=(*example.messages[:-1], answer), facts={})


def _known_only_where_taught(placed: list[Placed]) -> list[Placed]:
    """`known` asks only for what train states: a fact whose training examples fell away is not asked."""
    taught = {(p.example.group, p.example.template) for p in placed if p.split == "train"}
    return [
        replace(p, split="", probe="", reason="not_taught")
        if p.probe == "known" and (p.example.group, p.example.template) not in taught
        else p
        for p in placed
    ]


def _without_shared_texts(placed: list[Placed]) -> list[Placed]:
    """No question stands in two splits: train keeps it, then valid."""
    owner: dict[str, str] = {}
    for split in ("train", "valid", "test"):
        for p in placed:
            if p.split == split:
                owner.setdefault(prompt_key(p.example), split)
    return [
        replace(p, split="", probe="", reason="same_text_in_other_split")
        if p.split and owner[prompt_key(p.example)] != p.split
        else p
        for p in placed
    ]


def _within_probe_size(placed: list[Placed], size: int) -> list[Placed]:
    """At most `size` examples in each probe of valid and test: the first by hash, every group before any twice."""
    kept: set[str] = set()
    for split in ("valid", "test"):
        for probe in PROBES:
            kept.update(_first_by_hash([p.example for p in placed if (p.split, p.probe) == (split, probe)], size))
    return [
        p if p.split in ("", "train") or p.example.id in kept else replace(p, split="", probe="", reason="probe_full")
        for p in placed
    ]


def _first_by_hash(examples: Sequence[Example], size: int) -> list[str]:
    seen: dict[str, int] = defaultdict(int)
    ranked = []
    for example in sorted(examples, key=lambda e: unit_hash(f"probe {e.id}")):
        ranked.append((seen[example.group], unit_hash(f"probe {example.id}"), example.id))
        seen[example.group] += 1
    return [identifier for _, _, identifier in sorted(ranked)[:size]]
