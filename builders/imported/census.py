"""A dataset read row by row as conversations, and what its rows have in common."""

import re
import unicodedata
from collections import Counter
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
    rows: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    contested: set[str] = field(default_factory=set)
    """Questions that have more than one answer, by their keys."""


def census(path: Path) -> Census:
    """How often each row and answer stands in a dataset, and which questions are answered in two ways."""
    found = Census()
    first: dict[str, str] = {}
    for read in read_conversations(path):
        found.rows[read.identity] += 1
        found.answers[read.answer_key] += 1
        asked = read.messages[-2]["content"] != NO_QUESTION
        if asked and first.setdefault(read.question_key, read.answer_key) != read.answer_key:
            found.contested.add(read.question_key)
    return found


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
