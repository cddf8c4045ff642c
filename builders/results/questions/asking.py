"""From a fact to its examples: how many questions are drawn for it, in which words, and what is answered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from builders.phrasing import Phrasings, Question
from builders.profile import Profile
from builders.slips import slipped
from records.example import Example, Option, Source

BUILDER = "results"

Reply = Callable[[Question], str]
"""What is said to a question on a fact: it may restate how the question named it."""

SHARES = {
    "match.day": 0.375,
    "match.reversed": 0.125,
    "match.winner": 0.25,
    "match.venue": 0.25,
    "match.periods": 0.125,
}
"""Share of the profile's phrasings with which a fact is asked for training, and of its lists for those; else all.

What a match's other kinds ask is told by its score too: a few wordings teach the words. What is computed from many
matches is in no other answer, and wants as many presentations as a score (docs/experiments.md).
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about: every question about it says these fields."""

    kind: str
    key: str
    group: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A fact with what is needed to ask for it and to answer."""

    kind: str
    """Kind of question in the phrasing file."""
    key: str
    """Names the fact in ids: `1995-04-02_farense_benfica`."""
    group: str
    fields: Mapping[str, str]
    """What a question may say of it: never its answer."""
    answer: Reply
    facts: Mapping[str, str]
    sources: tuple[Source, ...]
    refusal: Reply | None
    """What to answer were it withheld: it restates what the question said and no more. None: it is never withheld."""
    mentions: tuple[str, ...] = ()
    template: str = ""
    """Where it is not the kind."""
    unanswerable: bool = False
    options: tuple[Option, ...] = ()
    flags: tuple[str, ...] = ()


def always(text: str) -> Reply:
    """The same to every question."""
    return lambda question: text


class Asker:
    """Draws the questions of facts as the profile says."""

    def __init__(self, phrasings: Phrasings, profile: Profile) -> None:
        self.phrasings, self.profile = phrasings, profile

    def count(self, kind: str) -> int:
        """How many training questions a fact of this kind gets; at least one, unless the profile wants none."""
        return self.profile.draw.scaled(self.profile.draw.phrasings * SHARES.get(kind, 1.0), BUILDER, kind)

    def lists(self, kind: str) -> int:
        """In how many questions on several matches each match is told; at least one, unless the profile wants none."""
        return self.profile.draw.scaled(self.profile.draw.lists * SHARES.get(kind, 1.0), BUILDER, kind)

    def examples(self, asked: Asked) -> Iterator[Example]:
        """The training and the held-out examples of a fact; one plain example of one on which sources differ."""
        if asked.options:
            yield from self.drawn(asked, 1)
            return
        yield from self.drawn(asked, self.count(asked.kind))
        yield from self.drawn(asked, self.profile.draw.held_out, held_out=True)

    def drawn(self, asked: Asked, count: int, held_out: bool = False) -> Iterator[Example]:
        doubted = bool(asked.options)
        for question in self.phrasings.draw(asked.kind, asked.key, asked.fields, count, held_out, doubted):
            spoken = question if doubted else slipped(question, asked.key, held_out)
            yield self.example(asked, spoken, held_out)

    def example(self, asked: Asked, question: Question, held_out: bool) -> Example:
        template = asked.template or asked.kind
        return Example(
            id=f"{BUILDER}/{template}/{asked.key}/{question.name}",
            builder=BUILDER,
            template=template,
            phrasing=question.name,
            messages=self.profile.assistant.conversation(question.text, asked.answer(question)),
            group=asked.group,
            facts=asked.facts,
            sources=asked.sources,
            mentions=asked.mentions,
            refusal=None if asked.unanswerable or not asked.refusal else asked.refusal(question),
            held_out=held_out,
            unanswerable=asked.unanswerable,
            options=asked.options,
            flags=asked.flags,
        )
