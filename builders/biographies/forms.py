"""How questions name a person: by a name that can mean nobody else, with the club where it could, by the full name."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from builders.biographies.asking import is_slip
from builders.biographies.clubs import ClubNames
from builders.biographies.documents import Document
from builders.biographies.facts import Person
from builders.biographies.names import PERSON, fold_name, name_words
from builders.portuguese import name_fields
from records.accents import without_accents

SUFFIXES = ("junior", "neto", "filho", "sobrinho")  # words that follow a surname and are none


@dataclass(frozen=True, slots=True)
class Form:
    """A way of naming a person in a question; the answer names the person alike."""

    tag: str
    """short, of-club, full or surname: part of the id of an example."""
    text: str
    article: str = ""
    feminine: bool = False
    near: str = ""
    """What is enough where the question names the profile's club already: no "Pitico, do Farense, no Farense"."""
    whole: str = ""
    """How the answer names the person, where not as the question does: a surname alone is only asked with."""

    @property
    def fields(self) -> dict[str, str]:
        """The name with its prepositions, the ending of a participle, the word for a coach."""
        return name_fields("x", self.text, self.article) | self._agreeing

    @property
    def answer_fields(self) -> dict[str, str]:
        return name_fields("x", self.whole, "") | self._agreeing if self.whole else self.fields

    @property
    def _agreeing(self) -> dict[str, str]:
        return {"g": "a", "treinador": "treinadora"} if self.feminine else {"g": "o", "treinador": "treinador"}


class Namesakes:
    """Whom else a name can mean: every name of a person that any source has, by each of its words."""

    def __init__(
        self, people: Sequence[Person], documents: Sequence[Document], clubs: ClubNames, assistant: str
    ) -> None:
        self._clubs, self._assistant = clubs, fold_name(assistant)
        self._shorts = [fold_name(person.names.short) for person in people]
        texts = [document.text for document in documents]
        self.names = _names_in(people, texts)
        """The words of every name in any source, middle names and nicknames too."""
        common = {word for text in texts for word in re.findall(r"\b[a-zà-ÿ][\w'’-]*", text)}
        self._common = {without_accents(word) for word in common}
        self._bearers: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in self.names:
            for word in words:
                self._bearers[word].add(words)

    def means_only(self, name: str, person: Person) -> bool:
        """Whether a name of one word is this person's alone. Words that also stand in small letters name nobody."""
        own = {w for known in _names_of(person) for w in name_words(known)}
        others = (set(words) - own - self._common for words in self._bearers[fold_name(name)])
        taken = fold_name(name) == self._assistant or self._clubs.known(name) is not None
        return not taken and not any(others) and self._shorts.count(fold_name(name)) < 2

    def is_shared(self, person: Person) -> bool:
        """Whether two persons are called by this one's short name."""
        return self._shorts.count(fold_name(person.names.short)) > 1


def name_forms(person: Person, clubs: ClubNames, namesakes: Namesakes) -> list[Form]:
    """By the short name, or where it may mean others by it with the club; by the full name. None where another person
    has the same name and no fuller one tells them apart.
    """
    names = person.names
    article = "a" if names.feminine else "o"
    full = [Form("full", names.full, "", names.feminine)] if names.full and not is_slip(names) else []
    if namesakes.is_shared(person):
        return full
    if len(name_words(names.short)) > 1:
        return [Form("short", names.short, "", names.feminine), *full]
    if namesakes.means_only(names.short, person):
        return [Form("short", names.short, article, names.feminine), *full]
    if _played_for(person, clubs):
        own = name_fields("clube", clubs.own.name, clubs.own.article)
        return [Form("of-club", f"{names.short}, {own['do_clube']},", article, names.feminine, names.short), *full]
    return full or [Form("short", names.short, article, names.feminine)]


def surname_form(person: Person, namesakes: Namesakes) -> list[Form]:
    """The surname alone, as people ask, where it can mean nobody else; the answer says the whole name."""
    words = person.names.short.split()
    plain = fold_name(words[-1])
    if len(words) < 2 or len(plain) < 4 or plain in SUFFIXES or not namesakes.means_only(words[-1], person):
        return []
    if namesakes.is_shared(person):
        return []
    article = "a" if person.names.feminine else "o"
    return [Form("surname", words[-1], article, person.names.feminine, whole=person.names.short)]


def _names_of(person: Person) -> tuple[str, ...]:
    return (person.names.short, person.names.full, *person.names.known_as)


def _names_in(people: Sequence[Person], texts: Sequence[str]) -> frozenset[tuple[str, ...]]:
    names = [name for person in people for name in _names_of(person)]
    names += [" ".join((person.names.short, person.names.full)) for person in people]
    names += [found for text in texts for line in text.split("\n") for found in PERSON.findall(line)]
    return frozenset(tuple(name_words(name)) for name in names)


def _played_for(person: Person, clubs: ClubNames) -> bool:
    written = f"{clubs.own.article} {clubs.own.name}"
    listed = (v.value for fact in person.of("clubs") for v in fact.versions)
    return any(fact.key == clubs.own.key for fact in person.of("spell")) or any(
        isinstance(value, tuple) and written in value for value in listed
    )
