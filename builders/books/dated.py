"""Sentences with one date: the date, and the clause that it dates."""

import re
from dataclasses import dataclass
from datetime import date

from builders.books.standing import bare_subject
from builders.books.verbs import finite_verbs
from builders.portuguese import MONTHS, parse_date

_MONTH = "|".join((*MONTHS, "março".replace("ç", "c")))
_FULL = re.compile(rf"(\d{{1,2}})(?:\.?[ºo°])? de ({_MONTH}) de (\d{{4}})\b", re.I)
_MONTHLY = re.compile(rf"(?<!\d )(?<!\d de )\b({_MONTH}) de (\d{{4}})\b", re.I)
_YEAR = re.compile(r"(?<![\d./-])(1[5-9]\d\d|20\d\d)(?![\d/-]|\.\d|\.º)")
_ANY = re.compile(rf"(?<![\d./-])(?:1[5-9]|20)\d\d(?!\d)|\d{{1,2}}(?:\.?º)? de (?:{_MONTH})\b", re.I)
_LEADS = {
    "day": r"(?:em|a|aos|no dia|ao dia|na data de)",
    "month": r"(?:em|no mês de)",
    "year": r"(?:em|no ano de|durante o ano de)",
}
_NO_LEAD = re.compile(
    r"(?:\bentre|\bdesde|\baté|\bde \d{1,2}|\bantes|\bdepois|\bpartir|\bdo dia|\bpara) ?(?:de |do |dia )?$", re.I
)
_ENCLITIC = re.compile(r"^(.*?)\b([^\W\d_]{3,})-(se|lhe|lhes|o|a|os|as)\b(?!-)")
_BARE_VERB = re.compile(
    r"(?:nasce|morre|falece|chega|aparece|come[çc]|surg|termin|acab|realiz|disput|d[ae]u|inaugur|fund|jog|estre|houve"
    r"|teve lugar|entr|[fF]oi|foram|ficou|ficaram|decorre|celebr|assin|publi|abri|reuni|constitu)[^\W\d_]*(?:-se)?"
)
_SUBJECT_AFTER = re.compile(
    r"^\S+(?: [^\W\d_]+[aoi]d[oa]s?)?(?: lugar)?(?: em [A-ZÀ-Þ]\w+,?)? (?:[ao]s?|uma?s?|uns|[A-ZÀ-Þ]\w*)\b"
)
_SUBORDINATE = re.compile(r"\b(?:que|quem|onde|cuj[oa]s?|quando|porque|se)\b|[—–]")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the sentence writes it, and what it dates."""

    written: str
    """"1 de Abril de 1910", "abril de 1910", "1910"."""
    precision: str
    """day, month or year."""
    clause: str
    """The sentence without its date and full stop, beginning as inside a sentence; empty for an event."""
    key: str
    """"1910-04-01", "1910-04", "1910"."""
    event: str = ""
    """"a inauguração oficial", of a sentence that says no more than when it was."""


def read_dated(sentence: str) -> Dated | None:
    """The one date that a sentence gives for what it tells; None where there is none, or more than one."""
    for precision, pattern in (("day", _FULL), ("month", _MONTHLY), ("year", _YEAR)):
        found = pattern.search(sentence)
        if found is None:
            continue
        if len(_ANY.findall(sentence)) > (2 if precision == "day" else 1):
            return None
        return _dated(sentence, found, precision)
    return None


def _dated(sentence: str, found: re.Match[str], precision: str) -> Dated | None:
    lead = re.search(rf"(?:^|(?<=[\s(]))({_LEADS[precision]})\s+$", sentence[: found.start()], re.I)
    if lead is None or _NO_LEAD.search(sentence[: lead.start()]):
        return None
    key = _key(found, precision)
    before, after = sentence[: lead.start()].rstrip(), sentence[found.end() :]
    if key is None or not _dates_the_whole(before, after):
        return None
    if event := re.fullmatch(r"([AO]s? [^,.;:]{8,80}) (?:foi|foram)", before):
        words = event[1][:1].lower() + event[1][1:]
        return Dated(found[0], precision, "", key, words) if not bare_subject(words) else None
    clause = _clause(before, after)
    if clause is None or not _has_subject(clause) or bare_subject(clause):
        return None
    return Dated(found[0], precision, clause, key)


def _dates_the_whole(before: str, after: str) -> bool:
    """Whether a date inside a sentence is that of its one deed: no clause around it, no second verb beside it."""
    if not before or re.fullmatch(r"Foi", before):
        return True
    if _SUBORDINATE.search(before) or finite_verbs(after.split(".")[0]) > 0:
        return False
    return finite_verbs(before) == 1


def _key(found: re.Match[str], precision: str) -> str | None:
    if precision == "year":
        return found[1]
    try:
        day = parse_date(found[0] if precision == "day" else f"1 de {found[0]}")
    except ValueError:
        return None
    return _iso(day, precision) if day else None


def _iso(day: date, precision: str) -> str:
    return day.isoformat() if precision == "day" else day.isoformat()[:7]


def _clause(before: str, after: str) -> str | None:
    """What is left when the date goes, joined; None where it would not be a clause."""
    after = after.rstrip(" .")
    if before.endswith("("):
        return None
    if not before:
        return _inside(after.lstrip(" ,"))
    if after.startswith(",") and before.endswith(","):
        before, after = before.rstrip(" ,"), after.lstrip(" ,")
    elif before.endswith(",") and not after:
        before = before.rstrip(" ,")
    cleft = re.fullmatch(r"Foi", before) and re.match(r"\s*que (.+)", after)
    if cleft:
        return _inside(cleft[1])
    return _inside(f"{before} {after.lstrip()}".replace(" ,", ",").strip(" ,"))


def _inside(clause: str) -> str | None:
    """A clause as it reads after "quando é que": small first letter, pronoun before the verb. None where unsure."""
    if len(clause) < 15 or len(clause) > 180 or re.search(r"[:;?!…(]|[—–] | -- ", clause):
        return None
    first = clause.split(" ")[0]
    if _small_start(clause, first):
        clause = clause[:1].lower() + clause[1:]
    return _proclitic(clause)


def _small_start(clause: str, first: str) -> bool:
    """Articles, numbers and verbs lose their capital; names keep it."""
    is_small = re.fullmatch(r"[AO]s?|Uma?s?|Uns|[NDP]?[ea]l?[oa]s?|Quatro|Dois|Duas|Tr[êe]s|Foi|Foram", first)
    return bool(is_small or _BARE_VERB.match(clause[:1].lower() + clause[1:]))


def _proclitic(clause: str) -> str | None:
    """ "realizou-se o jogo" -> "se realizou o jogo", as "que" asks; only for the first verb, before any comma."""
    head, comma, tail = clause.partition(",")
    found = _ENCLITIC.match(head)
    if found and re.search(r"\b(?:que|e|ou|quando|porque)\b", found[1]):
        return None  # the pronoun is not the main verb's
    if found:
        head = f"{found[1]}{found[3]} {found[2]}{head[found.end() :]}"
    return head + comma + tail


def _has_subject(clause: str) -> bool:
    """Whether a clause says who or what it is about: begins with an article or a name, or a verb before them."""
    if re.match(r"(?:[ao]s?|uma?s?|uns) [^\W\d_]|[A-ZÀ-Þ][^\W\d_]", clause):
        return True
    rest = clause.removeprefix("se ")
    return bool(_BARE_VERB.match(rest) and _SUBJECT_AFTER.match(rest))
