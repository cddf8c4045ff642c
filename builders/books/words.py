"""The word lists of words.yaml, read once."""

from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent / "words.yaml"


@cache
def _lists() -> dict[str, str]:
    return yaml.safe_load(HERE.read_text(encoding="utf-8"))


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list. Raises KeyError for a list that does not exist."""
    return frozenset(_lists()[name].split())
