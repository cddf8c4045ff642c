"""A dataset read row by row as conversations, and what its rows have in common."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from builders.checks import CONTROL, canonical
from builders.imported.doubts import NO_ANSWER, NO_QUESTION
from builders.imported.rows import Row, read_rows
from builders.imported.shapes import shaped
from records.example import Message, text_sha256
from records.files import sha256_bytes

_TRIMMED = re.compile(r"[ \t]+\n")


@dataclass(frozen=True, slots=True)
class Read:
    """A row as a conversation that may be recorded: NFC, no control characters, nothing empty."""

    row: Row
    shape: str
    messages: tuple[Message, ...]
    changed: bool
    """Whether control characters were taken out of it."""

    @property
    def identity(self) -> str:
        """The same for rows that say the same, 16 hexadecimal digits."""
        return text_sha256(self.messages)[:16]

    @property
    def question_key(self) -> str:
        return _key(self.messages[-2]["content"])

    @property
    def answer_key(self) -> str:
        return _key(self.messages[-1]["content"])


@dataclass(frozen=True, slots=True)
class Census:
    rows: frozenset[str]
    """Those that stand more than once, by their identities."""
    answers: frozenset[str]
    """Those given more than once, by their keys."""
    contested: frozenset[str]
    """Questions that have more than one answer, by their keys."""


def census(path: Path) -> Census:
    """Which rows and answers a dataset holds more than once, and which questions are answered in two ways.

    Holds a few numbers for each row while it reads, and no text.
    """
    rows, answers, contested = _Repeated(), _Repeated(), set[str]()
    first: dict[int, int] = {}
    for read in read_conversations(path):
        rows.add(read.identity)
        question, answer = read.question_key, read.answer_key
        answers.add(answer)
        asked = read.messages[-2]["content"] != NO_QUESTION
        if asked and first.setdefault(int(question, 16), int(answer, 16)) != int(answer, 16):
            contested.add(question)
    return Census(frozenset(rows.twice), frozenset(answers.twice), frozenset(contested))


@dataclass(slots=True)
class _Repeated:
    """What was added more than once, of keys in hexadecimal digits."""

    once: set[int] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)

    def add(self, key: str) -> None:
        number = int(key, 16)
        if number in self.once:
            self.twice.add(key)
        self.once.add(number)


def read_conversations(path: Path) -> Iterator[Read]:
    """Every row, one that could not be read as an answer to nothing. Raises SourceError as `read_rows` does."""
    for row in read_rows(path):
        found = shaped(row.raw if row.fault else row.value)
        texts = [message["content"] for message in found.messages]
        messages = tuple(_recorded(message) for message in found.messages)
        yield Read(row, "unknown" if row.fault else found.shape, messages, any(CONTROL.search(t) for t in texts))


def _recorded(message: Message) -> Message:
    text = unicodedata.normalize("NFC", message["content"].replace("\r\n", "\n").replace("\r", "\n"))
    text = _TRIMMED.sub("\n", CONTROL.sub("", text)).strip()
    missing = {"user": NO_QUESTION, "assistant": NO_ANSWER}
    return Message(role=message["role"], content=text or missing.get(message["role"], "(vazio)"))


def _key(text: str) -> str:
    return sha256_bytes((canonical(text) or text).encode())[:16]
