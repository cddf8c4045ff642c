"""Titles that front matter or JSON lists: as texts, or as mappings of title, season and club."""

from collections.abc import Iterator, Mapping, Sequence

from builders.biographies.clubs import Club, ClubNames
from builders.biographies.documents import Field
from builders.biographies.facts import LeftOut, Statement
from builders.biographies.keys import items_of, key_of, last_word, words_of
from builders.biographies.markup import plain
from builders.biographies.title_lists import INCOMPLETE
from builders.biographies.winning import NO_TITLE, Title, read_title
from builders.portuguese import slug


def read_honours(fields: Sequence[Field], clubs: ClubNames, born: int | None) -> Iterator[Statement | LeftOut]:
    """Titles: `title` where a text is a title of known form ("1 Taça de Portugal (1995/96)"), else as it is written."""
    won: dict[tuple[str, str], list[tuple[Title, Field]]] = {}
    texts: list[Field] = []
    for field in fields:
        if key_of(last_word(field.path)) != "titulos":
            continue
        read = read_title(field.value, _club_beside(field, fields, clubs), clubs, born)
        if read is None and len(words_of(field.path)) <= 1 and is_honour(field.value):
            texts.append(field)
        elif read is None and not NO_TITLE.search(field.value):
            yield from _unread(field)
        for title in read or ():
            won.setdefault((title[0], title[1].key if title[1] else ""), []).append((title, field))
    for item in items_of(fields, ("titulos",)):
        if "titulo" in item or "prova" in item:
            yield from _titled(item, clubs, born)
    for (title, key), own in won.items():
        seasons = tuple(sorted({season for (_, _, spans), _ in own for season in spans}))
        places = tuple(dict.fromkeys(field.source for _, field in own))
        club = own[0][0][1]
        yield Statement("title", seasons, places[0], slug(f"{title} {key}"), club, title, places[1:])
    if texts:
        places = tuple(dict.fromkeys(field.source for field in texts))
        yield Statement("honours", tuple(f.value.strip(" .") for f in texts), places[0], also=places[1:])


def is_honour(text: str) -> bool:
    """Whether a text can stand in a list of honours: a few words without marks."""
    return plain(text) == text.strip() and len(text) <= 120 and ";" not in text


def _club_beside(field: Field, fields: Sequence[Field], clubs: ClubNames) -> Club | None:
    """The club of the mapping that holds a list of titles."""
    at = max(i for i, part in enumerate(field.path) if key_of(part) == "titulos")
    beside = [f for f in fields if f.path[:-1] == field.path[:at] and key_of(f.path[-1]) == "clube"]
    return clubs.find(beside[0].value) if beside else None


def _titled(item: Mapping[str, Field], clubs: ClubNames, born: int | None) -> Iterator[Statement | LeftOut]:
    named = item.get("titulo") or item["prova"]
    season = item.get("epoca")
    club = clubs.find(item["clube"].value) if "clube" in item else None
    read = read_title(f"{named.value} ({season.value})", club, clubs, born) if season else None
    if not read:
        yield from _unread(named)
        return
    for title, holder, seasons in read:
        yield Statement("title", seasons, named.source, slug(f"{title} {holder.key if holder else ''}"), holder, title)


def _unread(field: Field) -> Iterator[LeftOut]:
    """A title in no known form: it cannot be told, nor can all titles."""
    yield LeftOut("unclear_title", field.source)
    yield LeftOut(INCOMPLETE, field.source)
