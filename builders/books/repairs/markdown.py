"""Markdown's marks: emphasis, links, images, notes, tags. What they mark stays, they go."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)\s]*[^)]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_NOTE = re.compile(r"\[\^[^\]\n]+\](?!:)|^\[\^[^\]\n]+\]:.*$|^\[[^\]\n]+\]:\s+\S.*$", re.M)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<!--.*?-->", re.S)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)([^*_\n]+?)(?<=\S)\1(?![^\W_])")
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.M)
_QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.M)


def remove_marks(text: str) -> Iterator[Edit]:
    """Images, notes, tags, rules and quotation marks at line starts go; links leave their words."""
    for pattern in (_IMAGE, _NOTE, _TAG, _RULE, _QUOTE):
        for found in pattern.finditer(text):
            yield Edit(found.start(), found.end(), "")
    for found in _LINK.finditer(text):
        if text[found.start() - 1 : found.start()] != "!":
            yield Edit(found.start(), found.end(), found[1])


def remove_emphasis(text: str) -> Iterator[Edit]:
    """`**bold**` leaves bold."""
    for found in _EMPHASIS.finditer(text):
        yield Edit(found.start(1), found.end(1), "")
        yield Edit(found.end(2), found.end(), "")
