"""What Portuguese asks of anything that writes it: dates, articles and contractions, plurals, numbers, slugs."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from records.accents import without_accents

MONTHS = (
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
)
_CONTRACTED = {
    "de": {"o": "do", "a": "da", "os": "dos", "as": "das", "um": "dum", "uma": "duma"},
    "em": {"o": "no", "a": "na", "os": "nos", "as": "nas", "um": "num", "uma": "numa"},
    "a": {"o": "ao", "a": "à", "os": "aos", "as": "às"},
    "por": {"o": "pelo", "a": "pela", "os": "pelos", "as": "pelas"},
}
_FEMININE_CLUBS = (
    *("academica", "associacao", "casa", "cuf", "liga", "naval"),
    *("oliveirense", "ovarense", "sanjoanense", "selecao", "uniao"),
)
_MONTH_OF = {without_accents(name)[:3]: number for number, name in enumerate(MONTHS, 1)}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_FIGURES = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:\.?º)?(?: de |[ /-])([a-zç]{3,9})\.?(?:,? de |, |[ /-])(\d{4})")
_WEEKDAY = re.compile(r"(?:segunda|ter[cç]a|quarta|quinta|sexta|s[aá]bado|domingo)(?:-feira)?,? ")


def long_date(day: date) -> str:
    """ "2 de abril de 1995"."""
    return f"{day_month(day)} de {day.year}"


def day_month(day: date) -> str:
    """ "2 de abril"."""
    return f"{day.day} de {MONTHS[day.month - 1]}"


def month_year(day: date) -> str:
    """ "abril de 1995"."""
    return f"{MONTHS[day.month - 1]} de {day.year}"


def parse_date(text: str) -> date | None:
    """The date that a whole text is, in any Portuguese form or ISO; None where it has the form of none.

    Reads 1995-04-02, 2-4-1995, 02/04/1995, 2.4.1995, "2 de abril de 1995", "1.º de maio de 1910", "2 abr. 1995",
    with a weekday before it or not. Day before month, as Portuguese write it. Years need four digits: "95" is not read.
    Raises ValueError for a date that does not exist (31-02-1995).
    """
    text = _WEEKDAY.sub("", " ".join(text.split()).lower().strip(" .,"), count=1)
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FIGURES.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WORDS.fullmatch(text)) and _month_number(found[2]):
        day, month, year = int(found[1]), _month_number(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"the date {text!r} does not exist") from error


def with_article(article: str, name: str) -> str:
    """ "o Farense", "a Académica", "Portugal"; "O Elvas" brings its own."""
    return f"{article} {name}" if article and not has_own_article(name) else name


def club_article(name: str) -> str:
    """The article of a club that no list gives: "a" where its name begins with what is feminine, else "o"."""
    first = re.split(r"\W", without_accents(name).lower(), maxsplit=1)[0]
    return "a" if first in _FEMININE_CLUBS else "o"


def has_own_article(name: str) -> bool:
    """Whether a name begins with its article: "O Elvas"."""
    return name.split(" ")[0] in ("O", "A", "Os", "As")


def is_plural(article: str, name: str) -> bool:
    """Whether verbs go with a name in the plural: "os Leões", "Os Nazarenos"."""
    return article in ("os", "as") or name.split(" ")[0] in ("Os", "As")


def contract(preposition: str, article: str) -> str:
    """de + o = do, em + a = na, a + o = ao, por + o = pelo; any other preposition stands beside its article."""
    contracted = _CONTRACTED.get(preposition, {}).get(article)
    return contracted or f"{preposition} {article}".strip()


def name_fields(slot: str, name: str, article: str) -> dict[str, str]:
    """A name as fields for phrasings: {casa} bare, and {o_casa} {do_casa} {no_casa} {ao_casa} {pelo_casa} agreeing.

    The fields are named with "o" whatever the article: {do_casa} of the Académica reads "da Académica".
    """
    fields = {slot: name, f"o_{slot}": with_article(article, name)}
    for field, preposition in (("do", "de"), ("no", "em"), ("ao", "a"), ("pelo", "por")):
        fields[f"{field}_{slot}"] = _with_preposition(preposition, article, name)
    return fields


def name_field_names(slot: str) -> frozenset[str]:
    """The names of the fields that `name_fields` gives."""
    return frozenset(name_fields(slot, "x", "o"))


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 golo", "2 golos", "0 golos"; `many` only where an s is not enough."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def number_words(number: int, feminine: bool = False) -> str:
    """ "vinte e um"; feminine: "vinte e uma", "duas"."""
    from num2words import num2words  # here: it is slow to load, and most that ask for dates need no number in words

    words = num2words(number, lang="pt")
    if not feminine:
        return words
    words = re.sub(r"\bum$", "uma", words)
    words = re.sub(r"\bdois\b(?! mil)", "duas", words)
    return re.sub(r"(entos)\b(?! mil)", "entas", words).replace("quinhentos", "quinhentas")


def ordinal(number: int, feminine: bool = False) -> str:
    """ "1.º", "2.ª"."""
    return f"{number}.{'ª' if feminine else 'º'}"


def join_list(items: Sequence[str]) -> str:
    """ "a", "a e b", "a, b e c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} e {items[-1]}"


def slug(text: str) -> str:
    """A text as part of an id: lower case, ASCII letters and digits, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", without_accents(unicodedata.normalize("NFKC", text)).lower()).strip("-")


def _with_preposition(preposition: str, article: str, name: str) -> str:
    """ "do Farense", "de Portugal"; a name that brings its article keeps it: "d'O Elvas", "a O Elvas"."""
    if not has_own_article(name):
        return f"{contract(preposition, article)} {name}"
    return {"de": f"d'{name}", "em": f"n'{name}"}.get(preposition, f"{preposition} {name}")


def _month_number(word: str) -> int:
    """1 to 12 of a month or its first letters ("abr", "sete"); 0 where it is none."""
    plain = without_accents(word)
    number = _MONTH_OF.get(plain[:3], 0)
    return number if number and without_accents(MONTHS[number - 1]).startswith(plain) else 0
