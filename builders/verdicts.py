"""Verdicts applied: what people said of each example, and what is held back until they say something."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from builders.hashing import number_of
from records.example import Example, Message, text_sha256
from records.verdicts import Decision, Verdict

POLICIES = {
    "none": "everything but conflicts is frozen, looked at or not",
    "flagged": "flagged examples need an approval",
    "all": "every example needs an approval",
}
DECISIONS: tuple[Decision, ...] = ("approved", "edited", "rejected", "unsure", "withdrawn")
SHA256_BYTES = 32
NEVER_UNSEEN = {"conflict", "contradiction"}  # sources differ: no policy lets them through unseen


@dataclass(frozen=True, slots=True)
class Judged:
    """An example as it may be frozen, or held back for a reason."""

    example: Example
    reason: str = ""


class Said(NamedTuple):
    """What a verdict says, and of which text."""

    decision: Decision
    seen: bytes
    messages: tuple[Message, ...] | None
    """As edited; only with `edited`."""


class Standing:
    """The standing verdicts by example, 41 bytes each where a million of them whole would be 700 MB.

    Ids are kept as 64 bits of their hash. Were two to share them, as in one ledger of a million verdicts out of tens of
    millions, one would count as stale: what is said of a text that reads otherwise is never applied.
    """

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        kept, self._edited = [], {}
        for verdict in verdicts:
            key = number_of(verdict.example_id)
            kept.append((key, bytes.fromhex(verdict.seen_sha256), DECISIONS.index(verdict.verdict)))
            if verdict.messages is not None:
                self._edited[key] = verdict.messages
        kept.sort()
        self._keys = array("Q", [key for key, _, _ in kept])
        self._seen = b"".join([seen for _, seen, _ in kept])
        self._decisions = bytes([decision for _, _, decision in kept])

    def on(self, example_id: str) -> Said | None:
        """What stands on an example, or None where nobody decided."""
        key = number_of(example_id) if self._keys else 0
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return None
        seen = self._seen[SHA256_BYTES * place : SHA256_BYTES * (place + 1)]
        return Said(DECISIONS[self._decisions[place]], seen, self._edited.get(key))

    def orphans(self, ids: Iterable[str]) -> int:
        """How many verdicts are on examples that are none of these. They stay in the ledger."""
        return len(set(self._keys).difference(map(number_of, ids))) if self._keys else 0


def judge(examples: Iterable[Example], standing: Standing, policy: str) -> Iterator[Judged]:
    """Each example with its verdict applied. A stale verdict is never applied: its example waits for a new one."""
    for example in examples:
        said = standing.on(example.id)
        if said is None:
            yield Judged(example, _waiting(example, policy))
        elif said.seen.hex() != text_sha256(example.messages):
            yield Judged(example, "stale_verdict")
        else:
            yield _apply(example, said)


def _waiting(example: Example, policy: str) -> str:
    if policy == "all":
        return "awaiting_review"
    held = set(example.flags) if policy == "flagged" else NEVER_UNSEEN.intersection(example.flags)
    return "awaiting_review" if held else ""


def _apply(example: Example, said: Said) -> Judged:
    if said.decision == "rejected":
        return Judged(example, "rejected_by_curator")
    if said.decision == "unsure":
        return Judged(example, "curator_unsure")
    if said.decision == "edited" and said.messages is not None:
        answer = said.messages[-1]["content"]
        facts = {slot: value for slot, value in example.facts.items() if value in answer}
        return Judged(replace(example, messages=said.messages, facts=facts))
    return Judged(example)
