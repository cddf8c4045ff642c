"""Birth, death and position: from the line under the title, from labelled lines, from sentences."""

import re
from collections.abc import Iterator

from builders.biographies.documents import Document, Line
from builders.biographies.facts import LeftOut, Names, Statement, Value
from builders.biographies.markup import BULLET, is_prose, plain
from builders.biographies.markup import sentences as split_sentences
from builders.biographies.names import fold_name, name_words
from builders.biographies.positions import POSITION, read_position
from builders.biographies.times import PartialDate, read_date

Found = Iterator[Statement | LeftOut]

_PLACE_WORD = r"[A-ZÀ-Ý][\w'’-]*"
_PLACE = rf"{_PLACE_WORD}(?:(?: (?:de|da|do|dos|das|e))* {_PLACE_WORD})*"
PLACE = re.compile(rf"{_PLACE}(?:, {_PLACE}){{0,2}}")
_DAY = r"\d{1,2}(?:\.?º)?(?: de |[ /.-])[A-Za-zçÇ0-9]+\.?(?: de |, |[ /.-])\d{4}"
_WHEN = rf"(?:{_DAY}|\d{{4}}-\d{{2}}-\d{{2}}|[A-Za-zç]+ de \d{{4}}|(?:1[89]|20)\d\d)(?![/-]?\d)"
_LABELS = {
    "birth": re.compile(r"^(?:data de nascimento|nascimento|nascid[oa]|nasceu|data e local de nascimento)$", re.I),
    "birth_place": re.compile(r"^(?:local de nascimento|naturalidade|natural de)$", re.I),
    "death": re.compile(r"^(?:falecimento|morte|data de (?:falecimento|morte)|faleceu|óbito)$", re.I),
    "death_place": re.compile(r"^local d[ae] (?:falecimento|morte)$", re.I),
    "position": re.compile(r"^posiç(?:ão|ões)$", re.I),
}
_LABELLED = re.compile(r"^([^:]{3,40}):\s*(.+)$")
_CROSS = re.compile(r"[✝†✞]")
_EVENTS = {
    "birth": re.compile(r"\b(?:[Nn]asc(?:ia|eu|id[oa])|[Vv]eio ao mundo)\b"),
    "death": re.compile(r"\b(?:[Ff]aleceu|[Mm]orreu)\b"),
}
_IN = r"(?:em|na|no)(?: (?:cidade|vila|aldeia|freguesia) d[aeo])?"
_AFTER = re.compile(
    rf"^(?:,? {_IN} \|?(?P<place>{PLACE.pattern})\|?)?(?:, (?:em|n[ao]s?) (?P<land>{_PLACE}))?"
    rf"(?:,? (?:a|em|no dia|no ano de|dia) \|?(?P<when>{_WHEN})\|?)?"
    rf"(?:,? {_IN} \|?(?P<later>{PLACE.pattern})\|?)?(?:, (?:em|n[ao]s?) (?P<later_land>{_PLACE}))?"
)
_PLAYED_AS = re.compile(rf"\b[Cc]omo ({POSITION.pattern})(?=[,.])", re.IGNORECASE)
_KIN = re.compile(r"\b(?:pais?|mãe|irmãos?|irmãs?|filh[oa]s?|av[ôó]s?|ti[oa]|net[oa]s?|esposa|mulher|marido)\b", re.I)


def read_life(document: Document, names: Names) -> Found:
    """What a text states of its person's birth, death and position, in the order of the lines."""
    header = _header(document)
    if header:
        yield from _from_header(header)
    previous = ""
    for line in document.lines:
        yield from _from_label(line)
        if is_prose(line.text) and line is not header:
            yield from _from_prose(line, names)
        if BULLET.match(line.text) and _LABELS["position"].match(previous.rstrip(":")):
            yield from _position(plain(line.text), line)
        previous = plain(line.text) or previous


def read_played_as(document: Document) -> Found:
    """A position in a sentence ("Como extremo direito, ..."): for a text that states it nowhere else."""
    for line in document.lines:
        found = _PLAYED_AS.search(plain(line.text)) if is_prose(line.text) else None
        if found and (position := read_position(found[1])):
            yield Statement("position", position, line.source)
            return


def _header(document: Document) -> Line | None:
    """The line of facts under the title: fields in bold between strokes, or a date and a place alone in bold.

    "**Clubes:**" is the label of a list.
    """
    written = [line for line in document.lines if line.text.strip()][1:4]
    for line in written:
        text = line.text.strip()
        if text.endswith((":**", "**:")):
            continue
        if text.startswith("**") and (" | " in text or (text.count("**") == 2 and text.endswith("**"))):
            return line
    return None


def _from_header(line: Line) -> Found:
    parts = [part.strip() for part in line.text.split(" | ")]
    first, *others = parts
    yield from _date_and_place("birth", plain(first), line)
    for part in others:
        text = plain(part)
        if _CROSS.search(part):
            yield from _dated("death", re.sub(r"[()\s]", "", text), line)
        elif text and not re.match(r"^[\"“]", text):
            yield from _position(text, line)


def _date_and_place(event: str, text: str, line: Line) -> Found:
    """ "18/02/1975, Olhão", "1952, Faro" or "Faro"; also "18/02/1975 (Olhão)"."""
    bracketed = re.fullmatch(r"(.+?)\s*\((.+)\)", text)
    date, _, place = (*bracketed.groups()[:1], "", bracketed[2]) if bracketed else text.partition(", ")
    if not re.search(r"\d", date):
        date, place = "", text
    if date:
        yield from _dated(event, date, line)
    if place:
        yield _placed(event, place, line)


def _dated(event: str, text: str, line: Line) -> Found:
    try:
        day = read_date(text)
    except ValueError:
        yield LeftOut("impossible_date", line.source)
        return
    yield Statement(f"{event}_date", day, line.source) if day else LeftOut("unclear_date", line.source)


def _placed(event: str, text: str, line: Line) -> Statement | LeftOut:
    text = text.strip(" .,")
    if not PLACE.fullmatch(text):
        return LeftOut("unclear_place", line.source)
    return Statement(f"{event}_place", text, line.source)


def _position(text: str, line: Line) -> Found:
    position = read_position(text)
    yield Statement("position", position, line.source) if position else LeftOut("unclear_position", line.source)


def _from_label(line: Line) -> Found:
    """ "- **Nascimento:** 5/3/1964 (Casablanca, Marrocos)" and its kin."""
    found = _LABELLED.match(plain(line.text))
    if not found:
        return
    label, text = found[1].strip(), found[2].strip()
    for what, pattern in _LABELS.items():
        if not pattern.match(label):
            continue
        if what == "position":
            yield from _position(text, line)
        elif what.endswith("_place"):
            yield _placed(what.removesuffix("_place"), text, line)
        else:
            yield from _event(what, text, line)


def _event(event: str, text: str, line: Line) -> Found:
    """A labelled date with its place after it, in brackets or after a comma or "em"."""
    split = re.fullmatch(rf"({_WHEN})(?:,? em |, | ?\(| [–-] )?(.*?)\)?", text)
    if not split:
        yield LeftOut("unclear_date", line.source)
        return
    yield from _dated(event, split[1], line)
    place = split[2].strip()
    if place and PLACE.fullmatch(place):
        yield _placed(event, place, line)


def _from_prose(line: Line, names: Names) -> Found:
    """Sentences that say where and when their person was born or died; strokes stand where bold begins and ends."""
    sentences = split_sentences(plain(line.text.replace("**", "|")))
    for number, sentence in enumerate(sentences):
        before = sentences[number - 1].strip(" .|") if number else ""
        for event, pattern in _EVENTS.items():
            verb = pattern.search(sentence)
            if verb and _is_of(names, sentence[: verb.start()]):
                yield from _in_sentence(event, sentence[verb.end() :], before, line)
        if found := re.match(rf"\|?Natural de \|?({PLACE.pattern})\|?,", sentence):
            yield _placed("birth", found[1], line)


def _in_sentence(event: str, rest: str, before: str, line: Line) -> Found:
    """The place and date after the verb; or the date in the sentence before: "4 de maio de 1930. Nascia em ..."."""
    found = _AFTER.match(rest)
    when = (found and found["when"]) or (before if re.fullmatch(_WHEN, before) else "")
    place = found and (found["place"] or found["later"])
    land = found and (found["land"] or found["later_land"])
    if when:
        yield from _dated(event, when, line)
    if place:
        yield _placed(event, f"{place}, {land}" if land else place, line)


def _is_of(names: Names, subject: str) -> bool:
    """Whether what stands before the verb lets it be the person's: it names them, or nobody and no relative."""
    own = set(name_words(" ".join((names.short, names.full, *names.known_as))))
    if _KIN.search(subject):
        return False
    named = [fold_name(word) for word in re.findall(_PLACE_WORD, subject)]
    return bool(set(named) & own) or len(named) <= int(bool(re.match(r"\W*[A-ZÀ-Ý]", subject)))


def values_of(statements: list[Statement], what: str) -> list[Value]:
    return [statement.value for statement in statements if statement.what == what]


def birth_year(found: list[Statement]) -> int | None:
    """The year of birth where the statements agree on it."""
    years = {value.year for value in values_of(found, "birth_date") if isinstance(value, PartialDate)}
    return years.pop() if len(years) == 1 else None
