"""Questions about people who are in no source: the first name of one person with the surname of another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations

from builders.biographies.clubs import Club, fold
from builders.biographies.documents import Document
from builders.biographies.facts import Person
from builders.biographies.forms import SUFFIXES, Form
from builders.biographies.names import fold_name, name_words
from builders.biographies.questions import BUILDER, Writer
from builders.phrasing import Question
from builders.portuguese import name_fields, slug
from records.example import Example, Source

KINDS = ("birth.date", "birth.place", "position", "clubs", "spell", "who", "death.date", "titles")
NEAR = 12  # near misses looked for around each person
STEM = 5  # letters by which a club's name is known again


def refusals(
    people: Sequence[Person], documents: Sequence[Document], writer: Writer, made: Mapping[str, int]
) -> Iterator[Example]:
    """As many as the profile asks for in proportion to the answers of each kind, spread evenly over the persons."""
    real = frozenset(pair for words in writer.namesakes.names for pair in combinations(words, 2))
    near = {person.slug: _near_misses(person, people, real) for person in people}
    seen: set[str] = set()
    spells = round(made.get("spell", 0) * writer.profile.draw.refusals)
    yield from no_spells(people, documents, writer, spells // 2)
    for kind in KINDS:
        wanted = round(made.get(kind, 0) * writer.profile.draw.refusals)
        wanted -= spells // 2 if kind == "spell" else 0
        for person, name, source, number in _spread(people, near, kind, wanted):
            for example in _refusals(kind, name, (person.name_sources[0], source), writer, number):
                if example.id not in seen:
                    seen.add(example.id)
                    yield example


Near = tuple[str, Source]


def _spread(
    people: Sequence[Person], near: Mapping[str, list[Near]], kind: str, wanted: int
) -> Iterator[tuple[Person, str, Source, int]]:
    """`wanted` times a person and one of the near misses around it, everyone before anyone twice."""
    order = sorted((p for p in people if near[p.slug]), key=lambda p: _rank(kind, p.slug))
    for turn in range(wanted if order else 0):
        person = order[turn % len(order)]
        around = near[person.slug]
        number = turn // len(order)
        name, source = around[number % len(around)]
        yield person, name, source, number


def _refusals(kind: str, name: str, sources: tuple[Source, ...], writer: Writer, number: int) -> Iterator[Example]:
    """One in words of training; for the first about a person also in words kept out of it, as many as the profile asks
    of every question.
    """
    form, who, own = Form("full", name), slug(name), writer.own
    fields = named(form, writer) | name_fields("clube", own.name, own.article)
    answer = writer.phrasings.refusal("who", fields)
    declined = Declined(f"no-person.{kind}", who, f"no-person/{who}", answer, tuple(dict.fromkeys(sources)))
    for question, held_out in in_both_words(kind, f"{who}/{number}", fields, writer, held_out_too=number == 0):
        yield declined.asked(question, form, held_out, writer)


def named(form: Form, writer: Writer) -> dict[str, str]:
    """The fields of a question on a person, and whom it is put to."""
    return {**form.fields, "assistente": writer.profile.assistant.name}


def in_both_words(
    kind: str, key: str, fields: Mapping[str, str], writer: Writer, count: int = 1, held_out_too: bool = True
) -> Iterator[tuple[Question, bool]]:
    """`count` questions in words of training, and those in words kept out of it: with each, whether it is of these."""
    for number, held_out in ((count, False), (writer.profile.draw.held_out * held_out_too, True)):
        for question in writer.phrasings.draw(kind, key, fields, number, held_out):
            yield question, held_out


@dataclass(frozen=True, slots=True)
class Declined:
    """What is asked for and not there."""

    template: str
    key: str
    group: str
    answer: str
    sources: tuple[Source, ...]

    def asked(self, question: Question, form: Form, held_out: bool, writer: Writer) -> Example:
        """The example of one question, which names the person by this form."""
        phrasing = f"{question.name}.{form.tag}"
        return Example(
            id=f"{BUILDER}/{self.template}/{self.key}/{phrasing}",
            builder=BUILDER,
            template=self.template,
            phrasing=phrasing,
            messages=writer.profile.assistant.conversation(question.text, self.answer),
            group=self.group,
            facts={},
            sources=self.sources,
            held_out=held_out,
            unanswerable=True,
        )


def _near_misses(person: Person, people: Sequence[Person], real: frozenset[tuple[str, str]]) -> list[Near]:
    """Names that nobody in the sources has: this person's first name with surnames of others, with whose they are."""
    first = _first_name(person)
    if not first:
        return []
    others = [other for other in people if other is not person and _surname(other)]
    ranked = sorted(others, key=lambda other: _rank(person.slug, other.slug))
    found: dict[str, Near] = {}
    for other in ranked:
        name = f"{first} {_surname(other)}"
        if len(found) < NEAR and not _exists(name, real):
            found.setdefault(name, (name, other.name_sources[0]))
    return list(found.values())


def _first_name(person: Person) -> str:
    words = (person.names.full or person.names.short).split()
    return words[0] if len(words) > 1 else ""


def _surname(person: Person) -> str:
    words = (person.names.full or person.names.short).split()
    surname = words[-1] if len(words) > 1 and len(words[-1]) > 3 else ""
    return "" if fold_name(surname) in SUFFIXES else surname


def _exists(name: str, real: frozenset[tuple[str, str]]) -> bool:
    first, last = name_words(name)[0], name_words(name)[-1]
    return first == last or (first, last) in real


def _rank(*names: str) -> bytes:
    return sha256("|".join(names).encode()).digest()


def no_spells(
    people: Sequence[Person], documents: Sequence[Document], writer: Writer, wanted: int
) -> Iterator[Example]:
    """Questions on a person's years at a club that no source names with the person."""
    asked = [person for person in people if any(fact.agreed for fact in person.of("clubs"))]
    clubs = {v.club.key: v.club for p in people for fact in p.of("spell") for v in fact.versions if v.club}
    texts = {d.name: fold(d.text) for d in documents}
    people_in_turn = sorted(asked, key=lambda p: _rank("no-spell", p.slug)) if clubs else []
    written = {key: [set(_stems(name)) for name in writer.clubs.written(club)] for key, club in clubs.items()}
    strange = {person.slug: _strange_clubs(person, clubs, written, texts) for person in people_in_turn}
    forms = {person.slug: writer.forms(person)[0] for person in people_in_turn}
    for turn in range(wanted if people_in_turn else 0):
        number, place = divmod(turn, len(people_in_turn))
        person = people_in_turn[place]
        if number < len(strange[person.slug]):
            yield from _no_spell(person, strange[person.slug][number], forms[person.slug], writer)


def _strange_clubs(
    person: Person, clubs: Mapping[str, Club], written: Mapping[str, Sequence[set[str]]], texts: Mapping[str, str]
) -> list[Club]:
    """The clubs of others of which no source on the person has a word, or another way of writing them.

    A club that its person's source writes otherwise ("Sambrazense", "RCD Mallorca") would else be denied.
    """
    told = set(_stems(" ".join(texts[file] for file in person.files)))
    strange = [
        club
        for key, club in clubs.items()
        if told.isdisjoint(_stems(fold(club.name))) and not any(name <= told for name in written[key])
    ]
    return sorted(strange, key=lambda club: _rank(person.slug, club.key))


def _stems(folded: str) -> list[str]:
    """The first letters of each word: a name misspelt at its end is still seen."""
    return [word[:STEM] for word in folded.split()]


def _no_spell(person: Person, club: Club, form: Form, writer: Writer) -> Iterator[Example]:
    fields = named(form, writer) | name_fields("clube", club.name, club.article)
    key, answer = f"{person.slug}/{club.key}", writer.phrasings.refusal("spell", fields, "nunca")
    declined = Declined("no-spell", key, f"no-spell/{key}", answer, person.name_sources)
    for question, held_out in in_both_words("spell", f"no/{key}", fields, writer):
        yield declined.asked(question, form, held_out, writer)
