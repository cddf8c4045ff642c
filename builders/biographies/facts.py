"""What a source says of a person, and what all sources together do."""

from dataclasses import dataclass

from builders.biographies.clubs import Club
from builders.biographies.times import PartialDate, Span
from records.example import Source

Value = PartialDate | str | tuple[str | Span | int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one place of a source says of its person."""

    what: str
    """birth_date, birth_place, death_date, death_place, position, spell, coach, title, caps, family, founder, ..."""
    value: Value
    source: Source
    key: str = ""
    """Which of several: the slug of the club of a spell, of a title, of a relation."""
    club: Club | None = None
    label: str = ""
    """In words, what the key stands for: "campeão distrital", "filho"."""
    also: tuple[Source, ...] = ()
    """Other places that the value was put together from."""


@dataclass(frozen=True, slots=True)
class Names:
    """How a person is named. Every name is as a source writes it, without marks."""

    short: str
    """What the headings call the person: "Hassan Nader", "Mica"."""
    full: str = ""
    """In full, where a source gives more than the short name."""
    known_as: tuple[str, ...] = ()
    """Nicknames that a source states to be such."""
    feminine: bool = False
    """Whether sources speak of a woman: articles and participles agree."""


@dataclass(frozen=True, slots=True)
class Biography:
    """One source on one person: who, and what it says."""

    file: str
    names: Names
    statements: tuple[Statement, ...]
    left_out: tuple["LeftOut", ...] = ()
    name_sources: tuple[Source, ...] = ()
    """Where the names stand."""
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of a source from which no fact was taken, and why."""

    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class Version:
    """A value that sources give for a fact, and the places that give it."""

    value: Value
    sources: tuple[Source, ...]
    club: Club | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What all sources say on one thing: one version, or several where they differ."""

    what: str
    key: str
    versions: tuple[Version, ...]

    @property
    def agreed(self) -> bool:
        return len(self.versions) == 1

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place of every version, versions in order."""
        return tuple(source for version in self.versions for source in version.sources)


@dataclass(frozen=True, slots=True)
class Person:
    slug: str
    names: Names
    facts: tuple[Fact, ...]
    name_sources: tuple[Source, ...]
    """Where the names stand."""
    files: tuple[str, ...] = ()
    sections: tuple["Section", ...] = ()
    titles_known: bool = True
    """Whether every title that a source tells of was read."""

    def group(self, fact: Fact) -> str:
        """What splits keep together: one fact of the person."""
        return "/".join(part for part in (f"person/{self.slug}", fact.what.replace("_", "-"), fact.key) if part)

    def of(self, what: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.what == what)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a biography in prose that can be understood by itself."""

    heading: str
    club: Club | None
    text: str
    source: Source
