"""Bullets: list marks at line starts, and the specks that OCR reads as bullets ("jogado•")."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import Vocabulary

MARKS = "•●▪■◦‣∙►□◊"
_AT_START = re.compile(rf"^[ \t]*[{MARKS}·*][ \t]*(?=[^\W_])|^[ \t]*[-–][ \t]+(?=[^\W\d_]+ [^\W\d_]+)", re.M)
_AFTER = frozenset(" \n\f,.;:!?") | {""}
_MARK = re.compile(rf"[{MARKS}][{MARKS}]*")  # its first character by itself: so it is found ten times faster


def remove_specks(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """A bullet glued to a word. Unsure where it may stand for a full stop: at a line's end, before a capital."""
    if not any(mark in text for mark in MARKS):  # seen at once, and most books have none
        return
    for found in _MARK.finditer(text):
        before, after = text[max(0, found.start() - 2) : found.start()], text[found.end() : found.end() + 8]
        if before[-1:].isalnum() and after[:1] in _AFTER:
            follows = after.lstrip(" ")[:1]
            yield Edit(found.start(), found.end(), "", follows.islower() or (follows in ",.;:!?" and follows != ""))
        elif before[:1].isalnum() and before[1:] in (" ", ",", ";") and after[:1].islower():
            yield Edit(found.start(), found.end(), "")


def remove_list_marks(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """A mark at the start of a list item; run once paragraphs are known, so that items stay apart."""
    for found in _AT_START.finditer(text):
        if not (found[0].strip() in "-–" and _is_speech(text, found.end())):
            yield Edit(found.start(), found.end(), "")


def _is_speech(text: str, offset: int) -> bool:
    """A dash that opens speech is followed by a capital; a list under plain dashes is told from it by nothing else."""
    return text[offset : offset + 1].isupper()
