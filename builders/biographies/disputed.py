"""What sources dispute may stand in no unflagged answer, whatever that answer is about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from builders.biographies.facts import Person
from builders.biographies.wording import word
from records.example import Example


@dataclass(frozen=True, slots=True)
class _Dispute:
    names: tuple[str, ...]
    """The person's names, any of which an answer may have."""
    values: tuple[str, ...]
    group: str


def flag_disputed(examples: Iterable[Example], people: Sequence[Person]) -> Iterator[Example]:
    """Every example, those that state a disputed value of a person they name flagged `conflict`.

    Examples on the disputed fact itself are either conflicts already or made as a person settled them.
    """
    disputes = list(_disputes(people))
    for example in examples:
        if any(_states(example, dispute) for dispute in disputes):
            yield replace(example, flags=tuple(sorted({*example.flags, "conflict"})))
        else:
            yield example


def _disputes(people: Sequence[Person]) -> Iterator[_Dispute]:
    for person in people:
        names = tuple(name for name in (person.names.short, person.names.full) if name)
        for fact in person.facts:
            worded = [words for version in fact.versions if (words := word(person, fact, version))]
            if not fact.agreed and worded:
                values = dict.fromkeys(value for words in worded for value in words.facts.values())
                yield _Dispute(names, tuple(v for v in values if any(c.isdigit() for c in v)), person.group(fact))


def _states(example: Example, dispute: _Dispute) -> bool:
    if example.group == dispute.group or "conflict" in example.flags:
        return False
    named = any(name in example.answer for name in dispute.names)
    return named and any(value in example.answer for value in dispute.values)
