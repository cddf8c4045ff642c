"""The word lists of words.yaml, read once."""

from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent / "words.yaml"


@cache
def _lists() -> dict[str, str]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a tenth of the time: every child process reads this file
    return yaml.load(HERE.read_text(encoding="utf-8"), loader)  # noqa: S506 (a SafeLoader)


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list. Raises KeyError for a list that does not exist."""
    return frozenset(_lists()[name].split())
