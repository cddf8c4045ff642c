"""What can be asked of a person: kinds of question, the fields that code fills, and asks about names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from builders.biographies.facts import Names, Person
from builders.biographies.wording import numbered
from builders.portuguese import join_list, name_field_names, slug
from records.example import Source

_X = name_field_names("x") | {"assistente", "g", "treinador"}
_CLUB = name_field_names("clube")
FIELDS: Mapping[str, frozenset[str]] = {
    "birth.date": _X | {"quando"},
    "birth.year": _X | {"quando"},
    "birth.place": _X | {"onde"},
    "birth": _X | {"quando", "onde"},
    "death.date": _X | {"quando"},
    "death.place": _X | {"onde"},
    "position": _X | {"posicao"},
    "clubs": _X | {"clubes"},
    "coached": _X | {"clubes"},
    "spell": _X | _CLUB | {"anos"},
    "coach": _X | _CLUB | {"anos"},
    "title": _X | {"titulo", "epocas"},
    "titles": _X | {"titulos"},
    "caps": _X | {"selecao"},
    "country": _X | name_field_names("pais"),
    "country.caps": _X | name_field_names("pais") | {"jogos"},
    "family": _X | {"parentesco", "parentes", "era"},
    "totals": _X | _CLUB | {"jogos", "golos"},
    "games": _X | _CLUB | {"jogos", "golos"},
    "founder": _X | _CLUB | {"quando"},
    "president": _X | _CLUB | {"anos"},
    "member": _X | _CLUB | {"socio", "titular"},
    "section": _X | _CLUB | {"texto"},
    "name.full": _X | {"nome"},
    "name.known": _X | {"nome"},
    "who": _X | _CLUB | {"quando", "onde", "posicao", "anos", "virgula"},
    "conflict": _X | _CLUB | {"valores", "socio"},
}
"""The fields that code fills, by kind of question."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask of a person, with its answer."""

    kind: str
    group: str
    fields: Mapping[str, str]
    facts: Mapping[str, str]
    sources: tuple[Source, ...]
    key: str = ""
    """What tells it from other asks of its kind on the person: the slug of a club, of a title."""
    case: str = ""
    refusal_case: str = ""
    mentions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    """The forms of name that it can be asked with; empty: all."""
    flags: tuple[str, ...] = ()


def names_asks(person: Person) -> Iterator[Ask]:
    """The full name and the name by which all knew the person, where a source gives both.

    A short name that is the full one's but for a letter is a slip in one of them, for a person to see.
    """
    names, group = person.names, f"person/{person.slug}/name"
    slip = is_slip(names)
    if names.full:
        yield Ask(
            "name.full",
            group,
            {"nome": names.full},
            {"name": names.full},
            person.name_sources,
            forms=("short", "of-club"),
            flags=("name_mismatch",) if slip else (),
        )
    own_words = set(slug(names.full or names.short).split("-"))
    known = names.known_as if slip else (names.short, *names.known_as)
    nicknames = [n for n in known if not set(slug(n).split("-")) <= own_words]
    if nicknames:
        nickname = join_list(nicknames)
        yield Ask(
            "name.known",
            group,
            {"nome": nickname},
            numbered("name", nicknames),
            person.name_sources,
            forms=("full",) if names.full and not slip else (),
        )


def is_slip(names: Names) -> bool:
    """Whether a short name of one word is almost, and not quite, a word of the full name."""
    words, short = slug(names.full).split("-"), slug(names.short)
    return (
        "-" not in short
        and short not in words
        and any(SequenceMatcher(None, short, word).ratio() > 0.85 for word in words)
    )
