"""Verdicts applied: what people said of each example, and what is held back until they say something."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from records.example import Example
from records.verdicts import Verdict, is_stale

POLICIES = {
    "none": "everything but conflicts is frozen, looked at or not",
    "flagged": "flagged examples need an approval",
    "all": "every example needs an approval",
}
NEVER_UNSEEN = {"conflict", "contradiction"}  # sources differ: no policy lets them through unseen


@dataclass(frozen=True, slots=True)
class Judged:
    """An example as it may be frozen, or held back for a reason."""

    example: Example
    reason: str = ""


def judge(examples: Iterable[Example], verdicts: Mapping[str, Verdict], policy: str) -> Iterator[Judged]:
    """Each example with its verdict applied. A stale verdict is never applied: its example waits for a new one."""
    for example in examples:
        verdict = verdicts.get(example.id)
        if verdict is None:
            yield Judged(example, _waiting(example, policy))
        elif is_stale(verdict, example):
            yield Judged(example, "stale_verdict")
        else:
            yield _apply(example, verdict)


def orphaned(ids: Iterable[str], verdicts: Mapping[str, Verdict]) -> list[str]:
    """Ids that have a verdict and no example any more, sorted. Their verdicts stay in the ledger."""
    return sorted(set(verdicts) - set(ids))


def _waiting(example: Example, policy: str) -> str:
    if policy == "all":
        return "awaiting_review"
    held = set(example.flags) if policy == "flagged" else NEVER_UNSEEN.intersection(example.flags)
    return "awaiting_review" if held else ""


def _apply(example: Example, verdict: Verdict) -> Judged:
    if verdict.verdict == "rejected":
        return Judged(example, "rejected_by_curator")
    if verdict.verdict == "unsure":
        return Judged(example, "curator_unsure")
    if verdict.verdict == "edited" and verdict.messages is not None:
        answer = verdict.messages[-1]["content"]
        facts = {slot: value for slot, value in example.facts.items() if value in answer}
        return Judged(replace(example, messages=verdict.messages, facts=facts))
    return Judged(example)
