"""What a build did with every piece of a source: used, or left out for a named reason that can be listed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from records.repair import RepairMade


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row, page, passage or example that was left out."""

    builder: str
    reason: str
    """A short name in snake_case, e.g. `future_fixture`; builders/reasons.yaml says it in words."""
    file: str
    locator: str
    """"line 7", "page 12", an example's id: where a person finds it. Empty for a whole file."""
    text: str
    """What was left out, verbatim, at most 300 characters of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A person, a book or a chapter of which something might be asked: known even where nothing is."""

    builder: str
    file: str
    whole: str
    """A person's name, or the title of the book that it is a part of."""
    name: str
    """"capítulo II do volume I: A chegada"; empty for the whole itself."""
    group: str
    """How the groups of its examples begin: `book/os-maias/volume-1-capitulo-2`."""


@dataclass(slots=True)
class Report:
    """Collected while building; written to `data/generated/`."""

    rejections: list[Rejection] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(builder, file, what) -> how many: rows read, matches recovered, passages cut, repairs made."""
    repairs: list[RepairMade] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Sentences for the person who runs the build, each already `file: what; what would do`."""

    def reject(self, builder: str, reason: str, file: str, locator: str = "", text: str = "") -> None:
        self.rejections.append(Rejection(builder, reason, file, locator, text[:300]))

    def count(self, builder: str, file: str, what: str, number: int = 1) -> None:
        self.counts[builder, file, what] += number

    def total(self, what: str) -> int:
        """How many of one thing over all files."""
        return sum(number for (_, _, counted), number in self.counts.items() if counted == what)

    def note(self, sentence: str) -> None:
        self.notes.append(sentence)

    def by_reason(self, builder: str | None = None) -> Counter[str]:
        """How many were left out for each reason, of one builder or of all."""
        return Counter(r.reason for r in self.rejections if builder in (None, r.builder))

    def repair_rows(self) -> Iterator[dict[str, Any]]:
        return (asdict(repair) for repair in self.repairs)

    def rejection_rows(self) -> Iterator[dict[str, Any]]:
        return (asdict(rejection) for rejection in self.rejections)
