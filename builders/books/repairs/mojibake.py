"""Mojibake: UTF-8 that was read as Windows-1252 ("FutebÃ³l" for "Futeból")."""

import re
from collections.abc import Iterator

from builders.books.edits import Edit
from builders.books.vocabulary import Vocabulary

_HIGH = "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in range(0x80, 0xC0))
MOJIBAKE = re.compile("[ÂÃÅâ]")
_ONE = f"[ÂÃÅâ][{re.escape(_HIGH)}]{{1,2}}"
_PAIR = re.compile(
    f"{_ONE}(?:{_ONE}){{0,2}}"
)  # not {{1,3}}: what begins with a set of characters is found ten times faster
_EXPECTED = frozenset("áàâãäçéèêëíîïñóòôõöúùüÁÀÂÃÇÉÊÍÓÔÕÚºª°«»–—‘’“”…•·€œŒ§ \u00a0")
_LONE_A = re.compile(r"Ã(?<!\wÃ)(?: (?<!\s\w Ã )(?=s [a-z0-9])|(?= [a-zà-ÿ]{3}))")
_CLOSING = frozenset("”»’")


def repair_mojibake(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """Each run that decodes into letters or marks that Portuguese writes."""
    for found in _PAIR.finditer(text):
        after = _decoded(found[0])
        if after is not None and not _closes_a_quotation(text, found):
            yield Edit(found.start(), found.end(), after)


def repair_lone_a(text: str, _words: Vocabulary) -> Iterator[Edit]:
    """ "Ã s nove", "Ã porta": à lost its second half where a no-break space became a plain one."""
    for found in _LONE_A.finditer(text):
        yield Edit(found.start(), found.end(), "à")


def _decoded(run: str) -> str | None:
    """What the run was before it was misread, up to twice; None where it was never misread."""
    for _ in range(2):
        try:
            data = b"".join(_byte(character) for character in run)
            run = data.decode("utf-8")
        except UnicodeError:
            return None
        if set(run) <= _EXPECTED:
            return run
    return None


def _byte(character: str) -> bytes:
    """The byte that Windows-1252 shows so; its five undefined bytes come through as themselves."""
    return bytes([ord(character)]) if 0x80 <= ord(character) < 0xA0 else character.encode("cp1252")


def _closes_a_quotation(text: str, found: re.Match[str]) -> bool:
    """IRMÃ” is the end of a quotation in capitals, not a misread Ô; so is Ã followed by a plain space."""
    before = text[max(0, found.start() - 1) : found.start()]
    after = text[found.end() : found.end() + 1]
    if before == "«" and found[0] == "Â»":
        return True
    return found[0][0] == "Ã" and found[0][-1] in _CLOSING and before.isupper() and not after.isalpha()
