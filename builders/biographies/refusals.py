"""Questions about people who are in no source: the first name of one person with the surname of another."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from builders.biographies.documents import Document
from builders.biographies.facts import Person
from builders.biographies.names import fold_name, name_words
from builders.biographies.questions import BUILDER, Form, Writer, messages
from builders.portuguese import name_fields, slug, without_accents
from records.example import Example, Source

_SUFFIXES = ("junior", "neto", "filho", "sobrinho")  # words that follow a surname and are none
KINDS = ("birth.date", "birth.place", "position", "clubs", "spell", "who", "death.date", "titles")
NEAR = 12  # near misses looked for around each person


def refusals(
    people: Sequence[Person], documents: Sequence[Document], writer: Writer, made: Mapping[str, int]
) -> Iterator[Example]:
    """As many as the profile asks for in proportion to the answers of each kind, spread evenly over the persons."""
    texts = [fold_name(document.text) for document in documents]
    near = {person.slug: _near_misses(person, people, texts) for person in people}
    seen: set[str] = set()
    for kind in KINDS:
        wanted = round(made.get(kind, 0) * writer.profile.draw.refusals)
        for person, name, source, number in _spread(people, near, kind, wanted):
            example = _refusal(kind, name, (person.name_sources[0], source), writer, number)
            if example is not None and example.id not in seen:
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


def _refusal(kind: str, name: str, sources: tuple[Source, ...], writer: Writer, number: int) -> Example | None:
    form = Form("full", name)
    own = writer.own
    fields = {
        **form.fields,
        **name_fields("clube", own.name, own.article),
        "assistente": writer.profile.assistant.name,
    }
    drawn = writer.phrasings.draw(kind, f"{slug(name)}/{number}", fields, 1)
    if not drawn:
        return None
    phrasing = f"{drawn[0].name}.full"
    return Example(
        id=f"{BUILDER}/no-person.{kind}/{slug(name)}/{phrasing}",
        builder=BUILDER,
        template=f"no-person.{kind}",
        phrasing=phrasing,
        messages=messages(writer.profile, drawn[0].text, writer.phrasings.refusal("who", fields)),
        group=f"no-person/{slug(name)}",
        facts={},
        sources=tuple(dict.fromkeys(sources)),
        unanswerable=True,
    )


def _near_misses(person: Person, people: Sequence[Person], texts: Sequence[str]) -> list[Near]:
    """Names that nobody in the sources has: this person's first name with surnames of others, with whose they are."""
    first = _first_name(person)
    if not first:
        return []
    others = [other for other in people if other is not person and _surname(other)]
    ranked = sorted(others, key=lambda other: _rank(person.slug, other.slug))
    found: dict[str, Near] = {}
    for other in ranked:
        name = f"{first} {_surname(other)}"
        if len(found) < NEAR and not _exists(name, people, texts):
            found.setdefault(name, (name, other.name_sources[0]))
    return list(found.values())


def _first_name(person: Person) -> str:
    words = (person.names.full or person.names.short).split()
    return words[0] if len(words) > 1 else ""


def _surname(person: Person) -> str:
    words = (person.names.full or person.names.short).split()
    surname = words[-1] if len(words) > 1 and len(words[-1]) > 3 else ""
    return "" if without_accents(surname).lower() in _SUFFIXES else surname


def _exists(name: str, people: Sequence[Person], texts: Sequence[str]) -> bool:
    """Whether somebody has both names, or a text has them one after the other."""
    first, last = name_words(name)[0], name_words(name)[-1]
    if any({first, last} <= set(_words_of(person)) for person in people):
        return True
    return first == last or any(f"{first} {last}" in text for text in texts)


def _words_of(person: Person) -> list[str]:
    names = person.names
    return name_words(" ".join((names.short, names.full, *names.known_as)))


def _rank(*names: str) -> bytes:
    return sha256("|".join(names).encode()).digest()
