"""A text being repaired: every change is kept, so that any place in the result can be found in the source."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `after`. `sure` is False where the repair is likelier than not, no more."""

    start: int
    end: int
    after: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One repair as a reviewer sees it. `at` is the offset in the source text."""

    repair: str
    before: str
    after: str
    at: int
    sure: bool


@dataclass(slots=True)
class _Stage:
    """Where one round of edits moved things: three parallel lists, in the order of the text."""

    before: list[int] = field(default_factory=list)  # start of each edit, in the text before
    before_end: list[int] = field(default_factory=list)
    after_end: list[int] = field(default_factory=list)  # end of its replacement, in the text after

    def origin(self, offset: int) -> int:
        index = bisect_right(self.after_end, offset) - 1
        old = self.before_end[index] + offset - self.after_end[index] if index >= 0 else offset
        if index + 1 < len(self.before):
            old = min(old, self.before[index + 1])  # inside a replacement: its start
        return old

    def origins(self, offsets: list[int]) -> list[int]:
        """`origin` of many that ascend, run by run: between two edits all have moved alike."""
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


class Revision:
    """A source text and what repairs made of it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source
        self.changes: list[Change] = []
        self._stages: list[_Stage] = []

    def apply(self, repair: str, edits: Iterable[Edit], record: bool = True) -> int:
        """Apply edits that are in the order of the text; one that overlaps its predecessor is passed over.

        With `record` each becomes a Change. Returns how many were applied.
        """
        stage, parts, position, done = _Stage(), [], 0, []
        length = 0
        for edit in edits:
            if edit.start < position or self.text[edit.start : edit.end] == edit.after:
                continue
            parts += (self.text[position : edit.start], edit.after)
            length += edit.start - position + len(edit.after)
            stage.before.append(edit.start)
            stage.before_end.append(edit.end)
            stage.after_end.append(length)
            position = edit.end
            done.append(edit)
        if not done:
            return 0
        if record:
            self.changes += [self._change(repair, edit) for edit in done]
        self.text = "".join(parts) + self.text[position:]
        self._stages.append(stage)
        return len(done)

    def origin(self, offset: int) -> int:
        """The offset in the source of an offset in the text as it now stands."""
        for stage in reversed(self._stages):
            offset = stage.origin(offset)
        return offset

    def origins(self, offsets: Sequence[int]) -> list[int]:
        """`origin` of many ascending offsets at once."""
        found = list(offsets)
        for stage in reversed(self._stages):
            found = stage.origins(found)
        return found

    def _change(self, repair: str, edit: Edit) -> Change:
        """With enough of the words around it to be understood by itself."""
        start, end = _word_start(self.text, edit.start), _word_end(self.text, edit.end)
        before = self.text[start:end]
        after = self.text[start : edit.start] + edit.after + self.text[edit.end : end]
        return Change(repair, before, after, self.origin(edit.start), edit.sure)


def _word_start(text: str, offset: int) -> int:
    """The start of the word that ends at `offset`, looking back 40 characters at most."""
    limit = max(0, offset - 40)
    while offset > limit and not text[offset - 1].isspace():
        offset -= 1
    return offset


def _word_end(text: str, offset: int) -> int:
    limit = min(len(text), offset + 40)
    while offset < limit and not text[offset].isspace():
        offset += 1
    return offset
