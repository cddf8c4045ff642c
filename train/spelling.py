"""One spelling for each date, season, score, number and position in Portuguese text without accents.

`valued("a 2 de abril de 1995, por tres a um")` gives `a  @1995-04-02 , por  #3-1 `. What is looked for stands in order:
a score looks like part of a date.
"""
# ruff: noqa: SIM905  # a line of words reads better than a list of quotes

import re
from collections.abc import Callable, Sequence

MONTHS = "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro".split()
MONTH = "|".join([*MONTHS, *(f"{month[:3]}\\b\\.?" for month in MONTHS)])
SMALL = (
    "zero _ dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete dezoito"
    " dezanove"
).split()
OTHER_FORMS = {"duas": 2, "quatorze": 14, "dezesseis": 16, "dezessete": 17, "dezenove": 19, "cem": 100, "cento": 100}
TENS = {
    word: 10 * n for n, word in enumerate("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa".split(), 2)
}
HUNDREDS = {
    stem + end: 100 * n
    for n, stem in enumerate("duzent trezent quatrocent quinhent seiscent setecent oitocent novecent".split(), 2)
    for end in ("os", "as")
}
NUMBERS = {word: n for n, word in enumerate(SMALL) if word != "_"} | OTHER_FORMS | TENS | HUNDREDS | {"mil": 1000}
ORDINALS = "primeir segund terceir quart quint sext setim oitav non decim".split()
SAME_THING = (
    (r"\b(?:partidas?|internacionalizac\w+)\b", "jogos"),
    (r"\btentos?\b", "golos"),
    (r"\b(?:guardiao|goleiro)\b", "guarda-redes"),
    (r"\bcentrocampista\b", "medio"),
)
"""Words for one thing, in `plain` text."""
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
COUNTED = r"(?=\s(?:golos?|pontos?|vitorias?|derrotas?|empates?|titulos?|jogos?\b))"
YEAR, DAY = r"((?:18|19|20)\d\d)", r"(0?[1-9]|[12]\d|3[01])"
ONE = r"(\d{1,2}|uma?)"


def valued(text: str) -> str:
    """`plain` text with every value in its one spelling; dates first, since a score looks like part of one."""
    for pattern, spelling in SAME_THING:
        text = re.sub(pattern, spelling, text)
    text = _in_figures(text)
    for pattern, spelling in _PATTERNS:
        text = re.sub(pattern, spelling, text)
    return text


def _in_figures(text: str) -> str:
    """Number words and thousands in figures; `um` only before what is counted, since it is an article too."""
    text = re.sub(r"\b(\d{1,3})[. ](\d{3})\b(?![\d-])", r"\1\2", text)
    text = re.sub(rf"\bum(a)?{COUNTED}", "1", text)
    pieces = re.split(r"(\W+)", text)
    done: list[str] = []
    position = 0
    while position < len(pieces):
        value, used = _spoken(pieces[position:])
        done.append(pieces[position] if value is None else str(value))
        position += used
    return "".join(done)


def _spoken(pieces: Sequence[str]) -> tuple[int | None, int]:
    """The number that `pieces` (words and what stands between, in turn) begins with, and how many pieces it takes."""
    value, used = NUMBERS.get(pieces[0]), 1
    while value is not None and used + 1 < len(pieces) and pieces[used] == " ":
        joined = pieces[used + 1] == "e" and used + 3 < len(pieces) and pieces[used + 2] == " "
        word = pieces[used + 3] if joined else pieces[used + 1]
        more = 1 if joined and word in ("um", "uma") else NUMBERS.get(word)
        if more is None or not (fits := _joined(value, more, joined)):
            break
        value, used = fits, used + (4 if joined else 2)
    return value, used


def _joined(value: int, more: int, joined: bool) -> int | None:
    """`vinte` and `um` make 21, `dois` and `mil` 2000; `dois e três` are two numbers."""
    if more == 1000:
        return value * 1000 if value < 1000 and not joined else None
    if value >= 1000 and value % 1000 == 0 and more < 1000:
        return value + more
    if value % 1000 >= 100 and value % 100 == 0 and more < 100 and joined:
        return value + more
    return value + more if value % 100 >= 20 and value % 10 == 0 and more < 10 and joined else None


def _date(day: str, month: str, year: str | None) -> str:
    number = (
        next(n for n, name in enumerate(MONTHS, 1) if name[:3] == month[:3])
        if month.isalpha()
        else int(month.rstrip("."))
    )
    return f" @{_year(year)}-{number:02}-{int(day):02} " if day != "??" else f" @{_year(year)}-{number:02}-?? "


def _year(year: str | None) -> str:
    return "????" if not year else year if len(year) == 4 else f"??{year}"


def _season(first: str, second: str) -> str | None:
    """The season of two years that follow one another; None for two numbers that do not."""
    follows = (int(first) + 1) % 100 == int(second) % 100
    return f" %{_year(first)} " if follows and (len(first) == 4 or int(first) >= 20) else None


def _score(home: str, away: str) -> str:
    a, b = (1 if n.startswith("um") else int(n) for n in (home, away))
    return f" #{a}-{b} "


def _written_date(match: re.Match[str]) -> str:
    return _date(match[1], match[2].rstrip("."), match[3])


def _season_or_same(match: re.Match[str]) -> str:
    return _season(match[1], match[2]) or match[0]


def _span(match: re.Match[str]) -> str:
    """`de 95 a 2005`: the first year takes the century that puts it before the second."""
    first = int(match[3]) // 100 * 100 + int(match[1])
    return f"{first if first <= int(match[3]) else first - 100} {match[2]} {match[3]}"


def _level(match: re.Match[str]) -> str:
    return f"{match[1]} {_score(match[2], match[2])}"


_Spelling = str | Callable[[re.Match[str]], str]
_PATTERNS: list[tuple[str, _Spelling]] = [
    (rf"\b{YEAR}-(\d{{1,2}})-(\d{{1,2}})\b", lambda m: _date(m[3], m[2], m[1])),
    (rf"\b(?:ord)?{DAY}\s?(?:de\s)?({MONTH})(?:,?\s(?:de\s|do\sano\sde\s)?{YEAR}\b)?", _written_date),
    (rf"\b({'|'.join(MONTHS)})\sde\s{YEAR}\b", lambda m: _date("??", m[1], m[2])),
    (rf"\b{DAY}([/.-])(0?[1-9]|1[0-2])\2({YEAR[1:-1]}|\d\d)\b", lambda m: _date(m[1], m[3], m[4])),
    (rf"\b{YEAR}\s?[-/]\s?(\d\d(?:\d\d)?)\b(?!-)", _season_or_same),
    (r"(?<![\d#@%-])\b(\d\d)\s?[-/]\s?(\d\d)\b(?![-/])", _season_or_same),
    (rf"\b(?:de|desde|entre) (\d\d) (a|ate|e) {YEAR}\b", _span),
    (rf"\b{DAY}/(0?[1-9]|1[0-2])\b(?!/)", lambda m: _date(m[1], m[2], None)),
    (r"\b(\d{1,2}) (?:golos?|bolas?) (?:a|contra) (\d{1,2}|uma?)\b", lambda m: _score(m[1], m[2])),
    (r"\b(\d{1,2}) (?:golos?|bolas?)? ?sem resposta\b", lambda m: _score(m[1], "0")),
    (r"\b((?:empat|iguald)\w*(?: \w+){0,5}?) a (\d{1,2}|uma?)\b(?! ?[-x:]| a \d)(?: golos?| bolas?)?", _level),
    (r"\b((?:empat|iguald)\w*) (?:sem golos|a nulo)|\bnulo\b", lambda m: f"{m[1] or ''} #0-0 "),
    (
        rf"(?<![\d#@%:-])\b(?=\S*\d|um\w? ?\S ?\d){ONE}\s?(?:-|x|:(?!\d\d))\s?{ONE}\b(?!-\d)",
        lambda m: _score(m[1], m[2]),
    ),
    (rf"(?<!de )\b(?=\d|uma? a \d){ONE} a {ONE}\b(?! de\b)", lambda m: _score(m[1], m[2])),
    *((rf"\bdecim[oa] {stem}[oa]s?\b", f" ord{n + 10} ") for n, stem in enumerate(ORDINALS[:9], 1)),
    *((rf"\b{stem}[oa]s?\b", f" ord{n} ") for n, stem in enumerate(ORDINALS, 1)),
    (r"\bserie ([a-z])\b", r" serie_\1 "),
    (r"\b(i{1,3}|iv|v) (?=divis|liga|nacional)", lambda m: f" ord{ROMAN[m[1]]} "),
]
"""What is looked for in turn, and how it is written then."""
