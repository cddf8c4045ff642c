"""The word lists of words.yaml, read once."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "words.yaml"


@cache
def _lists() -> dict[str, frozenset[str]]:
    """By name. Read without PyYAML, which is slow to load: every process that reads a file reads this one first."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in HERE.read_text(encoding="utf-8").splitlines():
        if line.endswith(":") and not line.startswith((" ", "#")):
            name = line[:-1]
        elif line.startswith(" "):
            found.setdefault(name, []).extend(line.split())
    return {name: frozenset(words) for name, words in found.items()}


def word_list(name: str) -> frozenset[str]:
    """The words of one list. Raises KeyError for a list that does not exist."""
    return _lists()[name]
