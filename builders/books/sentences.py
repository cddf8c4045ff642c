"""Paragraphs into sentences, Portuguese abbreviations and initials respected."""

import re
from collections.abc import Iterator

_ABBREVIATIONS = (
    r"Sr|Sra|Srs|Sras|Dr|Dra|Drs|Dras|Eng|Engº|Arq|Prof|Profª|Exmo|Exma|Il|Ilmo|Rev|Pe|Cap|Gen|Cel|Ten|Sto|Sta|Av|R|Lda|Cia"
    r"|Fig|fig|cf|Cf|p|pp|pág|págs|pag|vol|Vol|vols|n|nº|art|arts|ed|Ed|etc|ex|séc|V|Ex|S|D|M|St|Mr|Mrs|Jr|obs|al|aprox|tel|min"
    r"|sr|sra|srs|snr|Snr|snrs|snra|dr|dra|a\. ?C|d\. ?C|\d (?:de )?(?:jan|fev|mar|abr|jun|jul|ago|set|out|nov|dez)"
)
_END = re.compile(r"[.!?…»”](?:(?<![»”])[.!?…]*[»”\"')\]]*)?(?=\s+[«“\"'(\[—–-]*\s*[A-ZÀ-ÖØ-Þ0-9])")
_NEXT = re.compile(r"\s*(\S)")
_ABBREVIATED = re.compile(rf"(?:^|[\s(«“\"'—-])(?:{_ABBREVIATIONS}|[A-ZÀ-Þ]|(?:[A-Z]\.)+[A-Z])\.$")
_ORDINAL_DOT = re.compile(r"\d\.$")
_CLOSING, _ENDS = "»”\"')]", (".", "!", "?", "…")


def split_sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of a paragraph, white space around it left out."""
    start = 0
    for found in _END.finditer(paragraph):
        following = _NEXT.match(paragraph, found.end())
        if following is None or _goes_on(paragraph[max(start, found.end() - 12) : found.end()], following[1]):
            continue
        yield start, found.end()
        start = following.start(1)
    end = len(paragraph.rstrip())
    if end > start:
        yield start, end


def is_finished(sentence: str) -> bool:
    """Whether it ends as sentences do."""
    return sentence.rstrip(_CLOSING).endswith(_ENDS)


def _goes_on(tail: str, following: str) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or an ordinal, and not to a sentence's end.

    `tail` is the sentence's end so far, `following` the character after the white space.
    """
    if tail[-1] in "»”\"'" and not is_finished(tail):  # a quotation that holds no end of its own
        return True
    if tail[-1] != ".":
        return False
    if not (tail[-7:-1].isalpha() and len(tail) > 6) and _ABBREVIATED.search(tail):  # no abbreviation has six letters
        return not (tail.endswith(("etc.", " min.", " tel.")) and following.isupper())
    return bool(_ORDINAL_DOT.search(tail) and following.isdigit())
