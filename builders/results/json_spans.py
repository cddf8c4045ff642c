"""JSON read with the place of its rows, so that a fact taken from it can be quoted as it stands."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_SPACE = re.compile(r"[ \t\n\r,:]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class JsonRow:
    """An object that is a row, whichever way the file nests it."""

    value: Any
    path: tuple[str | int, ...]
    start: int
    """Characters from the beginning of the text."""
    end: int
    context: tuple[tuple[str, str], ...]
    """Keys and texts of the objects around it, outermost first."""

    @property
    def locator(self) -> str:
        return "$" + "".join(f"[{json.dumps(step, ensure_ascii=False)}]" for step in self.path)


def json_rows(text: str, is_row: Callable[[dict[str, Any]], bool]) -> Iterator[JsonRow]:
    """The outermost objects that are rows, in the order of the text. Raises json.JSONDecodeError."""
    value = _DECODER.decode(text)
    if isinstance(value, dict | list):
        start = len(text) - len(text.lstrip())
        yield from _walk(text, is_row, JsonRow(value, (), start, len(text.rstrip()), ()))


def _walk(text: str, is_row: Callable[[dict[str, Any]], bool], here: JsonRow) -> Iterator[JsonRow]:
    value = here.value
    if isinstance(value, dict) and is_row(value):
        yield here
        return
    context = here.context
    if isinstance(value, dict):
        context += tuple((key, item) for key, item in value.items() if isinstance(item, str))
    for step, start in _children(text, here.start, value):
        child, end = _DECODER.raw_decode(text, start)
        if isinstance(child, dict | list):
            yield from _walk(text, is_row, JsonRow(child, (*here.path, step), start, end, context))


def _children(text: str, at: int, value: Any) -> Iterator[tuple[str | int, int]]:
    """Key or index and place of each value inside the object or list that begins at `at`."""
    at += 1
    for index in range(len(value)):
        step: str | int = index
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if isinstance(value, dict):
            step, at = _DECODER.raw_decode(text, at)
            at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        yield step, at
        at = _DECODER.raw_decode(text, at)[1]
