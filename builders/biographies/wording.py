"""A fact in words: the fields of its question, what the answer must state, and the value alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builders.biographies.facts import Fact, Person, Version
from builders.biographies.places import article_of, in_place
from builders.biographies.positions import CHANGE, position_text
from builders.biographies.times import PartialDate, Span, list_spans
from builders.portuguese import join_list, name_fields, plural


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of a fact in words."""

    fields: Mapping[str, str]
    facts: Mapping[str, str]
    kind: str
    case: str = ""
    said: str = ""
    """The value alone, as a list of differing values gives it."""


def word(person: Person, fact: Fact, version: Version) -> Wording | None:
    """The words of a version; None for a fact of which nothing is asked by itself."""
    make = _WORDERS.get(fact.what)
    return make(person, version) if make else None


def _date(kind: str) -> Callable[[Person, Version], Wording]:
    def make(_: Person, version: Version) -> Wording:
        value = version.value
        assert isinstance(value, PartialDate)
        year_only = kind == "birth.date" and not value.day
        return Wording(
            {"quando": value.when}, {"date": value.text}, "birth.year" if year_only else kind, said=value.text
        )

    return make


def _place(kind: str) -> Callable[[Person, Version], Wording]:
    def make(_: Person, version: Version) -> Wording:
        place = str(version.value)
        return Wording({"onde": in_place(place)}, {"place": place}, kind, said=place)

    return make


def _position(_: Person, version: Version) -> Wording:
    words = _texts(version)
    text = position_text(words)
    positions = [word for word in words if word != CHANGE]
    return Wording({"posicao": text}, numbered("position", positions), "position", said=text)


def _clubs(kind: str) -> Callable[[Person, Version], Wording]:
    return lambda _, version: _club_names(kind, version)


def _club_names(kind: str, version: Version) -> Wording:
    listed = _texts(version)
    names = [name.split(" ", 1)[1] if name.split(" ", 1)[0] in ("o", "a", "os", "as") else name for name in listed]
    return Wording({"clubes": join_list(listed)}, numbered("club", names), kind, said=join_list(listed))


def _spell(kind: str) -> Callable[[Person, Version], Wording]:
    def make(_: Person, version: Version) -> Wording:
        years = list_spans(spans_of(version))
        return Wording({**club_fields(version), "anos": years}, {"years": years}, kind, said=years)

    return make


def _title(person: Person, version: Version) -> Wording:
    seasons = list_spans(spans_of(version))
    return Wording(
        {"titulo": title_text(person, version), "epocas": seasons}, {"seasons": seasons}, "title", said=seasons
    )


def _caps(_: Person, version: Version) -> Wording:
    return Wording({"selecao": str(version.value)}, {"team": str(version.value)}, "caps", said=str(version.value))


def _country(_: Person, version: Version) -> Wording:
    country = str(version.value)
    return Wording(name_fields("pais", country, article_of(country)), {"country": country}, "country", said=country)


def _country_caps(_: Person, version: Version) -> Wording:
    games = plural(int(str(version.value)), "jogo")
    fields = name_fields("pais", version.label, article_of(version.label))
    return Wording({**fields, "jogos": games}, {"games": games}, "country.caps", said=games)


def _totals(_: Person, version: Version) -> Wording:
    """Figures with what they count: "pelo Farense na 1.ª Divisão", "em toda a carreira"."""
    games, goals = (item for item in _items(version) if isinstance(item, int))
    said = [plural(games, "jogo")] + ([plural(goals, "golo")] if goals >= 0 else [])
    club = club_fields(version)
    scope = {
        key: f"{club.get(key, 'em toda a carreira')} {version.label}".strip() for key in ("pelo_clube", "no_clube")
    }
    fields = {**scope, "jogos": said[0], "golos": said[-1] if goals >= 0 else ""}
    facts = {"games": said[0]} | ({"goals": said[1]} if goals >= 0 else {}) | {"scope": scope["pelo_clube"]}
    kind = "totals" if goals >= 0 else "games"
    return Wording(fields, facts, kind, said=f"{join_list(said)} {scope['pelo_clube']}")


def _founder(_: Person, version: Version) -> Wording:
    fields = {**club_fields(version), "quando": ""}
    if not isinstance(version.value, PartialDate):
        return Wording(fields, {"role": "fundadores"}, "founder", "sem-data", "sem data")
    facts = {"role": "fundadores", "date": version.value.text}
    return Wording({**fields, "quando": version.value.when}, facts, "founder", "com-data", version.value.text)


def _member(_: Person, version: Version) -> Wording:
    number, holder = version.label, str(version.value)
    return Wording(
        {**club_fields(version), "socio": number, "titular": holder}, {"holder": holder}, "member", said=holder
    )


def _family(person: Person, version: Version) -> Wording:
    relatives = _texts(version)
    dead = bool(person.of("death_date"))
    fields = {"parentesco": version.label, "parentes": join_list(relatives), "era": "era" if dead else "é"}
    return Wording(fields, numbered("relative", relatives), "family", said=join_list(relatives))


def _honours(_: Person, version: Version) -> Wording:
    texts = _texts(version)
    return Wording({"titulos": "; ".join(texts)}, numbered("title", texts), "titles", "palmares", "; ".join(texts))


_WORDERS: Mapping[str, Callable[[Person, Version], Wording]] = {
    "birth_date": _date("birth.date"),
    "birth_place": _place("birth.place"),
    "death_date": _date("death.date"),
    "death_place": _place("death.place"),
    "position": _position,
    "clubs": _clubs("clubs"),
    "coached": _clubs("coached"),
    "spell": _spell("spell"),
    "coach": _spell("coach"),
    "title": _title,
    "caps": _caps,
    "country": _country,
    "country_caps": _country_caps,
    "totals": _totals,
    "family": _family,
    "honours": _honours,
    "founder": _founder,
    "president": _spell("president"),
    "member": _member,
}


def club_fields(version: Version) -> dict[str, str]:
    return name_fields("clube", version.club.name, version.club.article) if version.club else {}


def title_text(person: Person, version: Version) -> str:
    """ "campeão distrital pelo Almancilense"; of a woman "campeã distrital"."""
    club = club_fields(version)
    title = version.label
    if person.names.feminine:
        title = title.replace("campeão", "campeã").replace("vencedor ", "vencedora ")
    return f"{title} {club['pelo_clube']}" if club else title


def numbered(slot: str, values: list[str] | tuple[str, ...]) -> dict[str, str]:
    return {slot if len(values) == 1 else f"{slot}_{n}": value for n, value in enumerate(values, 1)}


def _items(version: Version) -> tuple[str | Span | int, ...]:
    return version.value if isinstance(version.value, tuple) else ()


def _texts(version: Version) -> tuple[str, ...]:
    return tuple(str(item) for item in _items(version)) or (str(version.value),)


def spans_of(version: Version) -> tuple[Span, ...]:
    return tuple(item for item in _items(version) if isinstance(item, Span))
