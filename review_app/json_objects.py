"""The object of a JSON file that a record cites, member by member."""

import re
from dataclasses import dataclass
from typing import Any

import orjson

STEP = re.compile(r'\.([^.\[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')
MOST = 60  # members shown


@dataclass(frozen=True)
class ObjectView:
    pairs: tuple[tuple[str, str], ...]
    """Member and value, without those that say nothing; what is inside a value in turn is shown on one line."""
    marked: int
    """Which of the pairs is cited, from 0; -1 where the whole object is."""


def json_steps(locator: str) -> list[str]:
    """The keys and indexes of `$.a.b[0]` or `$["a"]["b"][0], line 3`; empty where it is no such path."""
    path = re.match(rf"\$((?:{STEP.pattern})+)", locator)
    if not path:
        return []
    return [key or index or str(orjson.loads(f'"{quoted}"')) for key, index, quoted in STEP.findall(path[1])]


def object_at(text: str, locator: str) -> ObjectView | None:
    """The object at a path, or the one around the value there; None where the file has no such place."""
    steps = json_steps(locator)
    try:
        value: Any = orjson.loads(text)
        around = value
        for step in steps:
            around, value = value, value[int(step)] if isinstance(value, list) else value[step]
    except (orjson.JSONDecodeError, LookupError, TypeError, ValueError):
        return None
    whole = isinstance(value, dict | list)
    members = [(key, said) for key, said in _members(value if whole else around) if said.strip()]
    marked = -1 if whole or not steps else next((n for n, (key, _) in enumerate(members) if key == steps[-1]), -1)
    return ObjectView(tuple(members[:MOST]), marked) if members and marked < MOST else None


def quote_in_short(quote: str) -> str:
    """A quote to be read on few lines: of a JSON object its values, any other as it is."""
    try:
        value: Any = orjson.loads(quote)
    except orjson.JSONDecodeError:
        return quote
    return " · ".join(said for _, said in _members(value) if said.strip()) or quote


def _members(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [(str(key), _said(member)) for key, member in value.items()]
    return [(str(number), _said(member)) for number, member in enumerate(value)] if isinstance(value, list) else []


def _said(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
