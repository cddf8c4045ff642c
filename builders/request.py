"""What a builder is given, and what it gives."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builders.final_places import FinalPlace
from builders.phrasing import Phrasings
from builders.profile import NAME, Profile
from builders.report import Report
from builders.sources import SourceFile
from records.example import Example
from records.verdicts import Settlement


@dataclass(frozen=True)
class Request:
    """One builder's work: its files in the order of their names, and what people have settled."""

    profile: Profile
    files: tuple[SourceFile, ...]
    settlements: Mapping[str, Settlement]
    """The standing settlement of each group on which sources differed."""
    report: Report
    strict: bool = False
    """Raise at the first file that cannot be used, instead of reporting it and building the rest."""
    suggest: str = ""
    """A local model that proposes questions on passages; empty: none is asked."""
    kept: Path | None = None
    """A folder for what takes long to make and the next build can use again; None: nothing is kept."""
    final_places: list[FinalPlace] = field(default_factory=list)
    """What the results builder, which comes first, read of the club's seasons: the others' to read."""

    def share(self, builder: str, kind: str) -> float:
        """How much of a builder's kind of question the profile asks, 0 to 1."""
        shares = self.profile.draw.shares
        return shares.get(f"{builder}/{kind}", shares.get(kind, 1.0))

    def words(self, builder: str, phrasings: Phrasings) -> Phrasings:
        """A builder's phrasings with as much of each kind as the profile asks; each question not asked is counted."""
        own = {kind: self.share(builder, kind) for kind in phrasings.kinds}
        return phrasings.skipping(
            own, lambda asked, text: self.report.reject(builder, "skipped_kind", NAME, asked, text)
        )


Builder = Callable[[Request], Iterator[Example]]
