"""A locator as a curator reads it: its words in their language, and no count of characters."""

import re
from collections.abc import Callable

from records.example import METADATA
from review_app.json_objects import json_steps

KNOWN = re.compile(rf"(?:lines?|pages?|paragraphs?) \d|sheet |{METADATA}$")


def place_in_words(locator: str, word: Callable[[str, str], str]) -> str:
    """`line 7, characters 0-28` as "linha 7", a JSON path as its steps and its line.

    `word` gives the text of (place, name).
    """
    steps = json_steps(locator)
    if steps:
        line = re.search(r", line (\d+)$", locator)
        return " › ".join(steps) + (f", {word('place', 'line')} {line[1]}" if line else "")
    shown = re.sub(r",? characters? \d+(-\d+)?,?", "", locator)
    if not KNOWN.match(shown):
        return shown
    if sheet := re.fullmatch(r"sheet (.+), row (\d+)", shown):
        return f"{word('place', 'sheet')} {sheet[1]}, {word('place', 'row')} {sheet[2]}"
    return re.sub(r"[a-z]+", lambda found: word("place", found[0]), shown)
