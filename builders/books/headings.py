"""Headings: what a line must look like to begin a chapter, or to be no part of a paragraph."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_ROMAN = r"(?=[MDCLXVI])M{0,2}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
_ORDINAL = r"(?:primeir|segund|terceir|quart|quint|sext|s[ée]tim|oitav|non|d[ée]cim|[úu]nic)[oa]"
_WORD = r"cap[íi]tulo|cap\.|chapter"
_CHAPTER = re.compile(
    rf"(?:{_WORD})\s+(?P<number>\d{{1,3}}(?:\.?[ºª])?|{_ROMAN}|{_ORDINAL})\b[\s.:–—-]*(?P<title>.*)", re.I
)
_PART = re.compile(
    rf"(?P<kind>parte|volume|livro|tomo|t[íi]tulo)\s+(?P<number>\d{{1,2}}|{_ROMAN}|{_ORDINAL})\b[\s.:–—-]*(?P<title>.*)"
    rf"|(?P<first>{_ORDINAL})\s+(?P<kind2>parte|volume|livro|tomo)",
    re.I,
)
_ARTICLE = re.compile(r"(?P<kind>Artigo)\s+(?P<number>\d{1,3})\.?[º°.]?(?:-[A-Z])?(?P<title>\b.*|[^\w,;].*|)", re.I)
_NUMBERED = re.compile(rf"(?P<number>\d{{1,2}}|{_ROMAN})\s*[.–—-]\s+(?P<title>[A-ZÀ-Ý][^.!?]{{1,70}})")
_MARKDOWN = re.compile(r"(?P<level>#{1,6})\s+(?P<title>.+?)\s*#*")
_NAMED = re.compile(
    r"(?:pref[áa]cio|pr[óo]logo|introdu[çc][ãa]o|advert[êe]ncia|ep[íi]logo|conclus[ãa]o|posf[áa]cio|nota pr[ée]via"
    r"|anexos?|ap[êe]ndice)\.?",
    re.I,
)
_LOOKS = re.compile(
    r"#|\d{1,2} ?[.–—-]|[IVXLCDM]+\b|(?:cap|chapter|part|vol|livro|tomo|t[íi]t|art|pr[eéoó]|intr|adv|ep[íi]l|concl|posf"
    r"|nota|anexo|ap[êe]nd|primeir|segund|terceir|quart|quint|sext|s[ée]t|oitav|non|d[ée]c|[úu]nic)",
    re.I,
)
"""How every heading begins that is not in capitals: a quick no for most lines."""
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ORDINALS = ("primeir", "segund", "terceir", "quart", "quint", "sext", "setim", "oitav", "non", "decim")


@dataclass(frozen=True, slots=True)
class Heading:
    """`kind`: chapter, part, article, roman (a numeral alone), markdown, named, capitals."""

    kind: str
    number: int = 0
    """0 where it has none."""
    title: str = ""
    level: int = 1
    label: str = ""
    """The word it is counted by, as written: "Volume"."""
    numeral: str = ""
    """The number as it is best written: in figures where the book does, in Roman numerals otherwise."""


@lru_cache(maxsize=256)
def heading_of(line: str) -> Heading | None:
    """The heading that a line is by its own look; None for a line of text. Each is asked of its line several times."""
    line = line.strip()
    if not line or len(line) > 160 or (not _LOOKS.match(line) and not line.isupper()):
        return None
    if found := _MARKDOWN.fullmatch(line):
        inner = heading_of(found["title"].replace("*", "").strip())
        if inner and inner.number:
            return replace(inner, kind="markdown", level=len(found["level"]))
        return Heading("markdown", 0, found["title"].strip("*_ "), len(found["level"]))
    if len(line) > 90:
        return None
    return _counted(line) or _plain(line)


def is_heading(line: str) -> bool:
    """Whether a line stands by itself. "1. O campo" may begin a list as well as a chapter: structure decides that."""
    heading = heading_of(line)
    return heading is not None and heading.kind != "numbered"


def number_of(text: str) -> int:
    """1 to 3999 of "12", "XII", "primeiro"; 0 where it is no number."""
    text = text.lower().strip(".ºª° ")
    if text.isdigit():
        return int(text)
    plain = text.replace("é", "e")
    for value, stem in enumerate(_ORDINALS, 1):
        if plain[:-1] == stem or plain == "unic":
            return value
    return roman_value(text)


def roman_value(text: str) -> int:
    """The value of a well-formed Roman numeral, 0 for anything else."""
    if not text or not re.fullmatch(_ROMAN, text, re.I):
        return 0
    values = [_VALUES[character] for character in text.lower()]
    return sum(-v if any(v < later for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def roman(number: int) -> str:
    """12 -> "XII"."""
    parts = []
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def _counted(line: str) -> Heading | None:
    if found := _CHAPTER.fullmatch(line):
        return Heading("chapter", number_of(found["number"]), found["title"].strip(), numeral=_numeral(found["number"]))
    if found := _PART.fullmatch(line):
        number = number_of(found["number"] or found["first"])
        return Heading("part", number, (found["title"] or "").strip(), label=found["kind"] or found["kind2"])
    found = _ARTICLE.fullmatch(line)
    if found and (not found["title"] or found["title"].lstrip(" .–—-")[:1].isupper()):
        return Heading(
            "article", int(found["number"]), found["title"].strip(" .–—-"), 1, "artigo", f"{found['number']}.º"
        )
    bare = line.strip(" .-–—")
    if bare.isupper() and roman_value(bare):
        return Heading("roman", roman_value(bare), numeral=bare)
    return None


def _numeral(written: str) -> str:
    return written if written.isdigit() else roman(number_of(written))


def _plain(line: str) -> Heading | None:
    if _NAMED.fullmatch(line):
        return Heading("named", 0, line.rstrip("."))
    if found := _NUMBERED.fullmatch(line):
        return Heading("numbered", number_of(found["number"]), found["title"], numeral=_numeral(found["number"]))
    letters = [character for character in line if character.isalpha()]
    if len(letters) > 2 and line.isupper() and not line.endswith((",", ";", ":", "-")):
        return Heading("capitals", 0, line)
    return None
