"""Sentences that say who someone was, and who did something."""

import re
from dataclasses import dataclass

from builders.books.verbs import finite_verbs
from builders.books.words import word_list

_WORD = r"(?:[A-ZÀ-Þ][a-zà-ÿ'’-]+|[A-ZÀ-Þ]\.)"
_TITLE = r"(?:D\.|Dr\.|Dra\.|Eng\.|Padre|Frei|Dom|Dona|Monsenhor|Conde|Marquês|Coronel|Capitão)"
NAME = rf"(?:{_TITLE} )?{_WORD}(?: (?:d[aeo]s? |e )?{_WORD}){{1,5}}"
_WAS = re.compile(rf"(?P<name>{NAME}),?(?: [^.,]{{3,60}},)? (?P<verb>foi|era|é) (?P<what>.+)\.$")
_PRETERITE = r"[^\W\d_]{2,}(?:ou|eu|iu)|foi|fez|teve|deu|veio|pôs|trouxe|viu"
_DID = re.compile(rf"(?P<name>{NAME}) (?P<verb>{_PRETERITE})(?:-(?P<clitic>se))? (?P<rest>.+)\.$")
_NO_PREDICATE = re.compile(r"[:;«»“”(]|\b(?:mas|porque|pois|no lugar|nesse|então)\b")


@dataclass(frozen=True, slots=True)
class Was:
    name: str
    verb: str
    what: str


@dataclass(frozen=True, slots=True)
class Did:
    name: str
    predicate: str
    """As it reads after "quem": "marcou o primeiro golo", "se mudou para Lisboa"."""


def read_was(sentence: str) -> Was | None:
    """ "João Gralho foi o fundador do clube." Only where a word for a person says so."""
    found = _WAS.match(sentence)
    if found is None or not is_person_like(found["name"]):
        return None
    first = [word.strip(",.;") for word in found["what"].lower().split()[:4]]
    roles = word_list("roles")
    is_role = first[0] in roles or (first[0] in ("o", "a", "um", "uma") and bool(roles & set(first[1:3])))
    return Was(found["name"], found["verb"], found["what"]) if is_role else None


def read_did(sentence: str) -> Did | None:
    """ "Manuel Santo comprou um terreno perto da igreja." One deed, told at such length that it is no one else's."""
    found = _DID.match(sentence)
    if found is None or found["verb"] in word_list("not_verbs") or not is_person_like(found["name"]):
        return None
    rest = found["rest"]
    if not 4 <= len(rest.split()) <= 24 or rest.count(",") > 1 or _NO_PREDICATE.search(rest):
        return None
    if not re.search(r"\d| [A-ZÀ-Þ]", rest) or finite_verbs(rest):
        return None
    clitic = f"{found['clitic']} " if found["clitic"] else ""
    return Did(found["name"], f"{clitic}{found['verb']} {rest}")


def opening_name(sentence: str) -> tuple[str, str]:
    """The article and the name with which a sentence begins, its subject by that; empty where it begins with none."""
    found = re.match(rf"(?:(?P<article>[AO]s?) )?(?P<name>{NAME})(?= [a-zà-ÿ]|,[^,]+, [a-zà-ÿ])", sentence)
    if not found or not is_person_like(found["name"]) or not finite_verbs(sentence[found.end() :]):
        return "", ""
    return (found["article"] or "").lower(), found["name"]


def title_article(name: str) -> str:
    """The article with which a titled person is spoken of, "o Padre Matos"; empty for a name, and for D. Maria."""
    found = re.match(r"(?:(?P<o>Dr\.|Eng\.|Padre|Monsenhor|Conde|Marquês|Coronel|Capitão)|Dra\.) ", name)
    return ("o" if found["o"] else "a") if found else ""


def is_person_like(name: str) -> bool:
    """Whether the first word of what looks like a name is one: "Era Carlos" and "No Grémio" are none."""
    first = name.split(" ")[0].lower()
    if first in word_list("function_words") or first in word_list("openers") or first.endswith("mente"):
        return False
    return not (finite_verbs(first) or "-" in first or re.search(r"[áâéêíôú]ra$", first))
