"""A text being repaired: every change is kept, so that any place in the result can be found in the source."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Span = tuple[int, int]
"""Start and end of a piece of text."""


class Edit(NamedTuple):
    """`text[start:end]` becomes `after`. `sure` is False where the repair is likelier than not, no more."""

    start: int
    end: int
    after: str
    sure: bool = True
    listed: bool = True
    """False for what is no repair but layout: a line's end within a paragraph."""


@dataclass(frozen=True, slots=True)
class Change:
    """One repair. `at` is the offset in the source text, `span` that of `after` in the text after its `stage`."""

    repair: str
    before: str
    after: str
    at: int
    sure: bool
    stage: int
    span: Span


@dataclass(slots=True)
class Stage:
    """Where one round of edits moved things: parallel lists, in the order of the text."""

    repair: str
    before: list[int] = field(default_factory=list)  # start of each edit, in the text before
    before_end: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)  # start of its replacement, in the text after
    after_end: list[int] = field(default_factory=list)

    def origin(self, offset: int) -> int:
        index = bisect_right(self.after_end, offset) - 1
        old = self.before_end[index] + offset - self.after_end[index] if index >= 0 else offset
        if index + 1 < len(self.before):
            old = min(old, self.before[index + 1])  # inside a replacement: its start
        return old

    def origins(self, offsets: list[int]) -> list[int]:
        """`origin` of many that ascend; where edits are fewer, run by run: between two edits all have moved alike."""
        if len(self.before) > len(offsets) // 4:
            return list(map(self.origin, offsets))
        found, last = [], len(self.before)
        while len(found) < len(offsets):
            index = bisect_right(self.after_end, offsets[len(found)])
            moved = self.before_end[index - 1] - self.after_end[index - 1] if index else 0
            if index == last:
                found += [offset + moved for offset in offsets[len(found) :]]
                break
            stop, limit = bisect_left(offsets, self.after_end[index], len(found)), self.before[index]
            found += [min(offset + moved, limit) for offset in offsets[len(found) : stop]]
        return found

    def moved(self, span: Span) -> Span:
        """Where a piece of the text before stands in the text after: whole, with what replaced a part of it."""
        start, end = span
        first, last = bisect_right(self.before, start) - 1, bisect_left(self.before, end) - 1
        if first >= 0:
            within = start < self.before_end[first]
            start = self.after[first] if within else start + self.after_end[first] - self.before_end[first]
        if last >= 0:
            within = end < self.before_end[last]
            end = self.after_end[last] if within else end + self.after_end[last] - self.before_end[last]
        return start, max(start, end)

    def replaces(self, span: Span) -> bool:
        """Whether one edit took the whole piece away; what begins or ends where nothing was left must lie inside it."""
        start, end = span
        index = bisect_right(self.before, start - (start == end)) - 1
        return index >= 0 and end <= self.before_end[index] - (start == end)


class Revision:
    """A source text and what repairs made of it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source
        self.changes: list[Change] = []
        self.stages: list[Stage] = []

    def apply(self, repair: str, edits: Iterable[Edit], record: bool = True, between: str = "") -> int:
        """Apply edits that are in the order of the text; one that overlaps its predecessor is passed over.

        With `record` each that is `listed` becomes a Change. `between` is the text as it is to read where there is no
        edit: changed character for character, which moves nothing. Returns how many were applied.
        """
        stage, parts, done = Stage(repair), [], []
        text, between = self.text, between or self.text
        position = length = 0
        for edit in edits:
            start, end, after = edit[:3]
            if start < position or text[start:end] == after:
                continue
            parts += (between[position:start], after)
            stage.before.append(start)
            stage.before_end.append(end)
            length += start - position
            stage.after.append(length)
            length += len(after)
            stage.after_end.append(length)
            position = end
            done.append(edit)
        if not done:
            self.text = between
            return 0
        if record:
            spans = zip(stage.after, stage.after_end, strict=True)
            self.changes += [self._change(repair, e, span) for e, span in zip(done, spans, strict=True) if e.listed]
        self.text = "".join(parts) + between[position:]
        self.stages.append(stage)
        return len(done)

    def origin(self, offset: int) -> int:
        """The offset in the source of an offset in the text as it now stands."""
        for stage in reversed(self.stages):
            offset = stage.origin(offset)
        return offset

    def origins(self, offsets: Sequence[int]) -> list[int]:
        """`origin` of many ascending offsets at once."""
        found = list(offsets)
        for stage in reversed(self.stages):
            found = stage.origins(found)
        return found

    def _change(self, repair: str, edit: Edit, span: Span) -> Change:
        before, at = self.text[edit.start : edit.end], self.origin(edit.start)
        return Change(repair, before, edit.after, at, edit.sure, len(self.stages), span)
