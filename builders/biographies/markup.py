"""Marks that a person does not say aloud: bold, tags, images, links, emoji. None of them reaches an example."""

import re
import unicodedata
from functools import lru_cache

# no mark may reach over the beginning of the next one: a line full of them is read in one pass
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,1000}\)")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^()]{0,1000}\)")
_TAG = re.compile(r"<!--[^<>]{0,2000}-->|</?[A-Za-z][^<>]{0,2000}>")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|`+|~~")
_LEAD = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+•]\s+|\d{1,2}[.)]\s+)+")
_UNSEEN = {"So", "Sk", "Cs", "Cf", "Cc", "Co", "Cn", "Me"}
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SENTENCE = re.compile(
    r"(?<=[.!?…])(?<![\s(|][A-ZÀ-Ý]\.)(?<!\b[SD]r\.)(?<!\b[SD]ra\.)(?<!\bSt[oa]\.)(?:\|?\s+\|?|\|\s*)(?=[A-ZÀ-Ý\d“\"])"
)
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+(?=\S)")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A line as it is read aloud: no marks, tags, links or emoji, one space between words, NFC."""
    text = _TAG.sub(" ", _LINK.sub(r"\1", _IMAGE.sub(" ", text)))
    text = _EMPHASIS.sub("", _LEAD.sub("", text))
    return without_symbols(text)


def without_symbols(text: str) -> str:
    """A text without emoji, joiners and other characters that are pictures; the degree sign of `1°` is read as º."""
    text = _VARIATION.sub("", unicodedata.normalize("NFC", text.replace("°", "º")))
    text = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)
    return re.sub(r" +([,.;:!?)])", r"\1", " ".join(text.split()))


def bold_runs(text: str) -> list[str]:
    """What stands in bold on a line, in order, as it is read."""
    return [run for run in (plain(found) for found in _BOLD.findall(text)) if run]


def is_prose(text: str) -> bool:
    """Whether a line is running text: not blank, no heading, item, quotation, table row, picture or rule."""
    stripped = text.strip()
    if not stripped or not plain(stripped):
        return False
    return not (HEADING.match(stripped) or BULLET.match(text) or stripped[0] in ">|<!" or set(stripped) <= set("-*_= "))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; initials and titles (S. Francisco, Sr. Palermo) end none."""
    return _SENTENCE.split(text)
