"""Example: one question and its answer, with where the answer stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

import orjson

from records.files import sha256_bytes

Role = Literal["system", "user", "assistant"]
METADATA = "metadata"
"""The locator of what a file says of itself outside its text."""


class Message(TypedDict):
    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the corpus. `file` is relative to the corpus folder, with forward slashes."""

    file: str
    sha256: str
    locator: str  # "line 7", "page 12, characters 340-512", "$.1994-95[3]": as a person would look it up
    quote: str  # verbatim


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values that sources give for a fact on which they differ."""

    facts: Mapping[str, str]
    sources: tuple[int, ...]  # indices into Example.sources
    said: str  # what differs, as a reader would write it: "2 de abril de 1995", "Farense 4-1 Benfica"


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation that ends in the answer to learn. Every string is NFC text without control characters."""

    id: str
    """builder/template/key/phrasing: readable and natural, never a row number."""
    builder: str
    template: str
    """What is asked, e.g. `match.score`. `no-match.other-date` and the like are refusals."""
    phrasing: str
    """With which words: the names of the pieces, joined by dots."""
    messages: tuple[Message, ...]
    group: str
    """The fact, person or passage it is about: what the splits keep together."""
    facts: Mapping[str, str]
    """Slots that the answer must contain. Empty for refusals."""
    sources: tuple[Source, ...]
    mentions: tuple[str, ...] = ()
    """Other groups whose fact can be read off this answer: withheld with them."""
    refusal: str | None = None
    """What to answer were the fact withheld; None where the question cannot be asked so."""
    held_out: bool = False
    """Its words are kept out of training: it may only serve the `known` probe."""
    unanswerable: bool = False
    """The right answer is that there is no record."""
    options: tuple[Option, ...] = ()
    """The values between which a person must choose; empty where sources agree."""
    flags: tuple[str, ...] = field(default=())
    """Reasons why a person should look, sorted."""

    @property
    def prompt(self) -> str:
        """The last question, without the system message."""
        return self.messages[-2]["content"]

    @property
    def answer(self) -> str:
        return self.messages[-1]["content"]


def example_to_row(example: Example) -> dict[str, Any]:
    """The JSON object of an example, keys in the order of the class, every key present."""
    return {
        "id": example.id,
        "builder": example.builder,
        "template": example.template,
        "phrasing": example.phrasing,
        "messages": list(example.messages),
        "group": example.group,
        "facts": dict(example.facts),
        "sources": [
            {"file": s.file, "sha256": s.sha256, "locator": s.locator, "quote": s.quote} for s in example.sources
        ],
        "mentions": list(example.mentions),
        "refusal": example.refusal,
        "held_out": example.held_out,
        "unanswerable": example.unanswerable,
        "options": [{"facts": dict(o.facts), "sources": list(o.sources), "said": o.said} for o in example.options],
        "flags": list(example.flags),
    }


def example_from_row(row: Mapping[str, Any]) -> Example:
    """The example of a JSON object that has passed its schema."""
    return Example(
        id=row["id"],
        builder=row["builder"],
        template=row["template"],
        phrasing=row["phrasing"],
        messages=tuple(row["messages"]),
        group=row["group"],
        facts=row["facts"],
        sources=tuple(Source(**source) for source in row["sources"]),
        mentions=tuple(row["mentions"]),
        refusal=row["refusal"],
        held_out=row["held_out"],
        unanswerable=row["unanswerable"],
        options=tuple(Option(o["facts"], tuple(o["sources"]), o["said"]) for o in row["options"]),
        flags=tuple(row["flags"]),
    )


def text_sha256(messages: tuple[Message, ...] | list[Message]) -> str:
    """The fingerprint of what a curator reads: roles and contents in order, nothing else."""
    return sha256_bytes(orjson.dumps([[message["role"], message["content"]] for message in messages]))
