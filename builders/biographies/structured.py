"""Facts that front matter or JSON names: keys in Portuguese, written with or without accents, hyphens or capitals."""

from collections.abc import Iterator, Mapping, Sequence

from builders.biographies.clubs import ClubNames
from builders.biographies.documents import Document, Field
from builders.biographies.facts import LeftOut, Names, Statement
from builders.biographies.keys import items_of, key_of, last_word, words_of
from builders.biographies.life import PLACE
from builders.biographies.names import fold_name
from builders.biographies.palmares import read_honours
from builders.biographies.positions import read_position
from builders.biographies.times import Span, read_date, read_span, read_spans

_NAMES = {"nome": "short", "nomecompleto": "full", "conhecidopor": "known", "alcunha": "known", "alcunhas": "known"}
_DATES = {
    "nascimento": "birth_date",
    "datanascimento": "birth_date",
    "datadenascimento": "birth_date",
    "morte": "death_date",
    "falecimento": "death_date",
    "datamorte": "death_date",
}
_PLACES = {
    "naturalidade": "birth_place",
    "localnascimento": "birth_place",
    "localdenascimento": "birth_place",
    "localmorte": "death_place",
}
_CLUB_LISTS = ("clubes", "carreirajogador", "carreira")
_ROLES = {"treinador": "coach", "presidente": "president"}


def structured_names(document: Document) -> Names | None:
    """The names that its fields give; None where they give none."""
    found: dict[str, list[str]] = {"short": [], "full": [], "known": []}
    for field in document.fields:
        kind = _NAMES.get(key_of(last_word(field.path)))
        if kind and len(words_of(field.path)) <= 2:
            found[kind].append(" ".join(field.value.split()))
    short = next(iter(found["short"] or found["full"]), "")
    if not short:
        return None
    full = next((name for name in found["full"] if fold_name(name) != fold_name(short)), "")
    known = tuple(dict.fromkeys(n for n in found["known"] if fold_name(n) not in (fold_name(short), fold_name(full))))
    return Names(short, full, known)


def read_fields(document: Document, clubs: ClubNames, born: int | None) -> Iterator[Statement | LeftOut]:
    """What the fields state of their person."""
    for field in document.fields:
        key = key_of(last_word(field.path))
        if len(words_of(field.path)) > 2:
            continue
        if key in _DATES:
            yield from _date(_DATES[key], field)
        elif key in _PLACES:
            yield _place(_PLACES[key], field)
        elif key in ("posicao", "posicoes"):
            position = read_position(field.value)
            yield (
                Statement("position", position, field.source) if position else LeftOut("unclear_position", field.source)
            )
    yield from _career(document.fields, clubs, born)
    yield from _national(document.fields)
    yield from read_honours(document.fields, clubs, born)


def _national(fields: Sequence[Field]) -> Iterator[Statement | LeftOut]:
    """The national team (`selecao`) and the matches for it (`internacionalizacoes`)."""
    top = {key_of(last_word(field.path)): field for field in fields if len(words_of(field.path)) == 1}
    team, caps = top.get("selecao"), top.get("internacionalizacoes")
    if team and PLACE.fullmatch(team.value):
        yield Statement("country", team.value, team.source)
        if caps and caps.value.isdigit():
            yield Statement("country_caps", caps.value, caps.source, label=team.value, also=(team.source,))


def _date(what: str, field: Field) -> Iterator[Statement | LeftOut]:
    """ "1965-07-08", or with a place: "8 de julho de 1965, Casablanca"."""
    when, _, place = field.value.partition(", ")
    try:
        day = read_date(when)
    except ValueError:
        yield LeftOut("impossible_date", field.source)
        return
    yield Statement(what, day, field.source) if day else LeftOut("unclear_date", field.source)
    if day and place:
        yield _place(what.replace("_date", "_place"), Field(field.path, place, field.source))


def _place(what: str, field: Field) -> Statement | LeftOut:
    place = " ".join(field.value.split())
    return Statement(what, place, field.source) if PLACE.fullmatch(place) else LeftOut("unclear_place", field.source)


def _career(fields: Sequence[Field], clubs: ClubNames, born: int | None) -> Iterator[Statement | LeftOut]:
    """A spell for each club with all its years, and the list of clubs."""
    spans: dict[tuple[str, str], list[tuple[Span | None, Field]]] = {}
    found = {}
    whole = True
    for item in items_of(fields, _CLUB_LISTS):
        named = item.get("clube") or item.get("nome") or item.get("")
        club = clubs.find(named.value) if named else None
        if named is None or club is None:
            whole = False
            continue
        role = _ROLES.get(key_of(item["funcao"].value), "spell") if "funcao" in item else "spell"
        found[club.key] = club
        spans.setdefault((role, club.key), []).append((_span(item, born), named))
    for (role, key), own in spans.items():
        places = tuple(dict.fromkeys(field.source for _, field in own))
        known = tuple(sorted({span for span, _ in own if span}))
        if all(span for span, _ in own):
            yield Statement(role, known, places[0], key, found[key], also=places[1:])
        else:
            yield LeftOut("unclear_years", places[0])
    played = [(key, own) for (role, key), own in spans.items() if role == "spell"]
    if len(played) > 1 and whole:
        value = tuple(f"{found[key].article} {found[key].name}".strip() for key, _ in played)
        places = tuple(dict.fromkeys(field.source for _, own in played for _, field in own))
        yield Statement("clubs", value, places[0], also=places[1:])


def _span(item: Mapping[str, Field], born: int | None) -> Span | None:
    """`de` and `ate`, or `periodo`, `anos` or `epoca` as one text."""
    for key in ("periodo", "anos", "epoca", "epocas"):
        if key in item:
            spans = read_spans(item[key].value, born)
            return spans[0] if spans and len(spans) == 1 else None
    if "de" not in item or "ate" not in item:  # a year that is not given is a year that no source knows
        return None
    start, end = item["de"].value.strip(), item["ate"].value.strip()
    return read_span(start if end == start else f"{start}-{end}", born)
