"""What every subject of questions works from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from builders.phrasing import Phrasings
from builders.request import Request
from builders.results.matches import Match
from builders.results.questions.archive import Archive, disputed
from builders.results.questions.asking import BUILDER, Asked, Reply, Subject, always
from builders.results.questions.wording import club_fields
from records.example import Source
from records.verdicts import Settlement


@dataclass(frozen=True)
class Shared:
    archive: Archive
    phrasings: Phrasings
    request: Request

    @cached_property
    def club(self) -> dict[str, str]:
        """The fields of the profile's club."""
        return club_fields(self.request.profile)

    def reject(self, reason: str, kind: str, key: str, matches: Sequence[Match] = ()) -> None:
        """Count a question that is not asked, at the file of the first match that it would rest on."""
        file = matches[0].sources[0].file if matches else ""
        self.request.report.reject(BUILDER, reason, file, f"{kind}/{key}")

    def sound(self, kind: str, key: str, matches: Sequence[Match]) -> bool:
        """Whether a figure over these matches can be stated; where sources differ on one of them it is counted."""
        if not disputed(matches):
            return True
        self.reject("depends_on_conflict", kind, key, [match for match in matches if match.readings])
        return False

    def settlement(self, group: str) -> Settlement | None:
        """What people chose where sources differ; None where it is open."""
        settlement = self.request.settlements.get(group)
        return None if settlement is None or settlement.withdrawn else settlement

    def asked(
        self,
        about: Subject,
        answer: str,
        facts: Mapping[str, str],
        sources: tuple[Source, ...],
        mentions: tuple[str, ...] = (),
    ) -> Asked:
        """A fact all of whose questions say the same of it."""
        refusal = self.refusal(about.kind, about.fields)
        return Asked(
            about.kind, about.key, about.group, about.fields, always(answer), facts, sources, refusal, mentions
        )

    def refusal(self, kind: str, fields: dict[str, str]) -> Reply:
        """The refusal of a kind whose questions all say the same of the fact."""
        return always(self.phrasings.refusal(kind, fields))


def sources_of(matches: Sequence[Match]) -> tuple[Source, ...]:
    """The best source of each match, each once."""
    return tuple(dict.fromkeys(match.sources[0] for match in matches))


def groups_of(matches: Sequence[Match]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.group for match in matches))


def by_season(matches: Sequence[Match]) -> Iterator[tuple[str, list[Match]]]:
    """Each known season with its matches, in the order of the seasons."""
    for season in sorted({match.season for match in matches if match.season}):
        yield season, [match for match in matches if match.season == season]
