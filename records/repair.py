"""A change that reading made by itself to what a source says: written by a build, undone by a Correction."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RepairMade:
    """A repair as a reviewer sees it. A Correction from `after` to `before` undoes it, and no other."""

    builder: str
    file: str
    locator: str
    repair: str
    """Its family: line_ends, mojibake, ..."""
    before: str
    after: str
    sure: bool
    """False: likelier than not, and what it touches is flagged."""
