"""The questions that come with the project, each with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from builders.portuguese import slug
from records.errors import AcervoError
from records.settings import filled, read_yaml

QUESTIONS = Path(__file__).parent / "questions.yaml"
KINDS = ("knowledge", "language")


class QuestionsError(AcervoError):
    """A file of questions that cannot be used. `where` is the file and the line."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the file says of a question."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    key: str
    """Names it in ids."""
    ask: str
    answer: str
    line: int


class _Lined(yaml.SafeLoader):
    """Gives each item of a list with its line."""

    def construct_sequence(self, node: Any, deep: bool = False) -> list[Any]:
        items = super().construct_sequence(node, deep)
        return [(at.start_mark.line + 1, item) for at, item in zip(node.value, items, strict=True)]


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    """The questions in the order of the file. Raises QuestionsError, naming the line, for one that cannot be asked."""
    kinds = read_yaml(path, QuestionsError, _Lined)
    if not isinstance(kinds, Mapping) or set(kinds) - set(KINDS):
        raise QuestionsError(path, "expected lists of questions by kind", f"the kinds are {', '.join(KINDS)}")
    questions, keys = list[Question](), set[str]()
    for question in (q for kind, rows in kinds.items() for q in _of_kind(kind, rows, path)):
        if not question.key or question.key in keys:
            what = f"{question.ask!r} asks nothing, or what another line asks"
            raise QuestionsError(f"{path}:{question.line}", what, "take it out or ask something else")
        keys.add(question.key)
        questions.append(question)
    return questions


def _of_kind(kind: str, rows: Any, path: Path) -> Iterator[Question]:
    if not isinstance(rows, list):
        raise QuestionsError(f"{path}: {kind}", f"{rows!r} is no list", 'write a line `- {ask: "...", answer: "..."}`')
    for line, row in rows:
        said = filled(Row, row, f"{path}:{line}", QuestionsError)
        yield Question(kind, slug(said.ask), said.ask, said.answer, line)
