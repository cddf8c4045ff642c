"""Ligatures and invisible characters: what NFKC does, where it is safe, and nowhere else.

NFKC over a whole text would turn ² into 2, ½ into 1⁄2 and º into o: digits and ordinals would change.
"""

import re
import unicodedata
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import Vocabulary

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij"}
_LIGATURE = re.compile(f"([{''.join(_LIGATURES)}])( (?=[a-zà-ÿ]))?")
INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]"
    "|\u00ad(?![ \t]*\n)"
)
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
GLYPHS = re.compile("^[ \t]*[\ue000-\uf8ff][ \t\ue000-\uf8ff]*$\n?|[\ue000-\uf8ff]", re.M)
COMBINING = re.compile("[\u0300-\u036f]+")
_SPACED_ACCENT = re.compile("([´`ˆ˜¨])([AEIOUaeiouıNn])|([Cc]) ?¸|¸([Cc])(?=[aouAOU˜´ã])")
SPACING = re.compile("[´`ˆ˜¨¸]")
_MARKS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˜": "\u0303", "¨": "\u0308"}
_ACCENTED = frozenset("áéíóúàâêôãõüÁÉÍÓÚÀÂÊÔÃÕÜ")


def repair_ligatures(text: str, words: Vocabulary) -> Iterator[Edit]:
    """ﬁ becomes fi; a space that the typesetter's glyph left after it goes where the whole word is the book's."""
    if not any(ligature in text for ligature in _LIGATURES):  # seen at once, and most books have none
        return
    for found in _LIGATURE.finditer(text):
        after = _LIGATURES[found[1]]
        if found[2] and not _is_word_with(text, found, after, words):
            after += found[2]
        yield Edit(found.start(), found.end(), after)


def repair_invisible(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """Zero-width and control characters go; soft hyphens inside a line too."""
    return (Edit(found.start(), found.end(), "") for found in INVISIBLE.finditer(text))


def repair_spaces(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """Every kind of space within a line becomes the plain one."""
    return (Edit(found.start(), found.end(), " ") for found in SPACES.finditer(text))


def repair_glyphs(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """Symbols of a font's private area (icons, list markers) go: they are no text."""
    return (Edit(found.start(), found.end(), "") for found in GLYPHS.finditer(text))


def repair_accents(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """Accents apart from their letters: combining ones composed, TeX's spacing ones (`informac¸˜ao`) put back."""
    for found in COMBINING.finditer(text):
        start = max(found.start() - 1, 0)
        yield Edit(start, found.end(), unicodedata.normalize("NFC", text[start : found.end()]))


def repair_spacing_accents(text: str, _words: Vocabulary) -> Iterator[Edit]:
    for found in _SPACED_ACCENT.finditer(text):
        if found[3] or found[4]:
            yield Edit(found.start(), found.end(), "ç" if (found[3] or found[4]) == "c" else "Ç")
            continue
        letter = found[2].replace("ı", "i")
        composed = unicodedata.normalize("NFC", letter + _MARKS[found[1]])
        if composed in _ACCENTED and _touches_letter(text, found):
            yield Edit(found.start(), found.end(), composed)


def _touches_letter(text: str, found: re.Match[str]) -> bool:
    """A grave accent alone may be a quotation mark: `a' opens one, `as does not."""
    before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
    return found[1] != "`" or before.isalpha() or after in ("s", " ")


def _is_word_with(text: str, found: re.Match[str], after: str, words: Vocabulary) -> bool:
    head = re.search(r"[^\W\d_]*$", text[max(0, found.start() - 30) : found.start()])
    tail = re.match(r"[^\W\d_]*", text[found.end() : found.end() + 30])
    return words[(head[0] if head else "") + after + (tail[0] if tail else "")] > 0
