"""Profile: whose archive this is, how the assistant speaks, how much is drawn. One YAML file beside the sources."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from builders.profile_checks import ARCHIVAL, CLUBS, ProfileError, check_clubs, check_profile
from records.example import Message, Source
from records.files import sha256_bytes
from records.settings import filled, read_yaml

NAME = "profile.yaml"
_GROUND = re.compile(r"\bground(_since|_until)?\s*:")


@dataclass(frozen=True)
class Club:
    """The club whose archive it is."""

    name: str
    """In full, as a first mention: "SC Farense"."""
    short: str
    """In running text: "Farense"."""
    article: str = "o"
    """Of the short name: o or a."""
    city: str = ""
    ground: str = ""
    """Its home ground with no article: "Estádio de São Luís"."""
    ground_since: str = ""
    """ISO date from which home matches were played there; before it a home match's ground is not known."""
    ground_until: str = ""
    """ISO date until which; after it a home match's ground is not known unless a source says. Empty: to this day."""
    aliases: tuple[str, ...] = ()
    """Every other way in which sources write it."""


@dataclass(frozen=True)
class Assistant:
    name: str = ""
    """What people call it in a question ("Mirobaldo, ..."); empty: it has none."""
    system: str = ""
    """The system message of every example; empty or blank: none."""

    def conversation(self, question: str, answer: str) -> tuple[Message, ...]:
        """What an example says: the system message where there is one, the question, the answer."""
        system = self.system.strip()
        before = (Message(role="system", content=system),) if system else ()
        return (*before, Message(role="user", content=question), Message(role="assistant", content=answer))


@dataclass(frozen=True)
class Draw:
    """How many examples are drawn for each fact."""

    phrasings: int = 8
    """Different questions a fact is asked with, for training."""
    held_out: int = 1
    """Questions a fact is asked with that share no held-out piece with training, for the `known` probe."""
    lists: int = 8
    """Questions on several matches at once, by their days, in which each match is told, for training."""
    refusals: float = 1.0
    """Refusals for each answer about a match; 1.0 makes as many refusals as answers."""
    passage_tokens: int = 320
    """Longest passage of a book, in tokens; a token is taken as 3.2 characters of Portuguese."""
    rehearsal: bool = True
    """Plain questions of common knowledge and of Portuguese that come with the project are trained beside the rest."""
    skip: tuple[str, ...] = ()
    """Kinds of question that are not asked: `match.venue`, or `books/who` where several builders have the name."""
    some: Mapping[str, float] = field(default_factory=dict)
    """Kinds of question asked only about a share of their facts, the first by a hash of their names; 0 to 1."""
    times: Mapping[str, float] = field(default_factory=dict)
    """Kinds of question asked more or less often than the rest: `season.record: 3` with three times the questions."""

    def wanted(self, builder: str, kind: str) -> int:
        """How many training questions a fact of a kind gets."""
        return self.scaled(self.phrasings, builder, kind)

    def scaled(self, count: float, builder: str, kind: str) -> int:
        """A count as often as the profile asks a kind; at least one, unless nothing is drawn."""
        often = self.times.get(f"{builder}/{kind}", self.times.get(kind, 1.0))
        return max(1, round(count * often)) if count else 0

    @property
    def shares(self) -> Mapping[str, float]:
        """The share of the facts of a kind that is asked, for each kind that is not asked whole."""
        return {**self.some, **dict.fromkeys(self.skip, 0.0)}


@dataclass(frozen=True)
class Splits:
    """Shares of the groups, by a hash of their names."""

    valid: float = 0.03
    """Share of the answerable groups withheld for valid's `unseen` probe; also of refusals for `unanswerable`."""
    test: float = 0.04
    known: float = 0.25
    """Share of the held-out questions that go to each of valid's and test's `known` probe."""
    probe_size: int = 300
    """At most this many examples in each probe of valid and of test, the first by hash."""


@dataclass(frozen=True)
class Balance:
    """The largest shares of the training examples."""

    template_share: float = 0.7
    """Of any one template."""
    refusal_share: float = 0.5
    """Of all refusals together."""


@dataclass(frozen=True)
class Profile:
    club: Club
    assistant: Assistant = field(default_factory=Assistant)
    language: str = "pt-PT"
    clubs: str = CLUBS
    """The file of other clubs beside this one: their names, articles and variants."""
    folders: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {name: (name,) for name in ARCHIVAL})
    """For each builder, how the names of its folders in the corpus begin."""
    passwords: Mapping[str, str] = field(default_factory=dict)
    """Passwords of protected files, by path in the corpus."""
    licences: Mapping[str, str] = field(default_factory=dict)
    """Licence of the sources, by pattern of their path (`results/*`); the first that matches holds."""
    draw: Draw = field(default_factory=Draw)
    splits: Splits = field(default_factory=Splits)
    balance: Balance = field(default_factory=Balance)
    path: Path = field(default=Path(NAME), compare=False)
    """Where it was read from; set by `load_profile`, never written in the file."""

    @cached_property
    def ground_source(self) -> Source:
        """The lines of this file that give the home ground and its days: what is cited where they alone say it."""
        data = self.path.read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
        stated = [n for n, line in enumerate(lines, 1) if _GROUND.search(line.partition("#")[0])]
        first, last = min(stated), max(stated)
        locator = f"line {first}" if first == last else f"lines {first}-{last}"
        return Source(NAME, sha256_bytes(data), locator, "\n".join(lines[first - 1 : last]).strip())

    @cached_property
    def other_clubs(self) -> Mapping[str, Mapping[str, Any]]:
        """The content of the file of other clubs: canonical name -> {article, aliases}; empty where there is none."""
        path = self.path.parent / self.clubs
        content = (read_yaml(path, ProfileError) or {}) if path.is_file() else {}
        check_clubs(content, self.club, path)
        return content


def load_profile(path: Path) -> Profile:
    """Read and check a profile. Raises ProfileError naming the file and key at fault, with the keys that exist."""
    if not path.is_file():
        raise ProfileError(
            path, "there is no profile here", "copy corpus/profile.yaml and write your club's names in it"
        )
    profile = replace(filled(Profile, read_yaml(path, ProfileError), path, ProfileError), path=path)
    check_profile(profile, path)
    return profile
