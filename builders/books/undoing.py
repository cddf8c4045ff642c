"""Each repair as a reviewer sees it: what it made, in words that stand nowhere else, and what stood there before.

A Correction from `after` to `before` undoes that one repair and no other like it.
"""

from collections.abc import Iterator, Sequence

from builders.books.edits import Change, Revision, Span

LAYOUT = "paragraphs"
FARTHEST = 400  # characters to either side in which words are looked for that stand nowhere else
NEAREST = 12


def undoable(revision: Revision, changes: Sequence[Change]) -> Iterator[tuple[Change, str, str]]:
    """Yield (change, before, after) for each change that still shows in the repaired text.

    A repair inside a line that another repair took away, or where a person corrected, shows no more.
    """
    for change in changes:
        span = _standing(revision, change)
        if span is not None:
            left, right = _told_apart(revision.text, span)
            after = revision.text[left:right]
            yield change, _put_back(change, after, (span[0] - left, span[1] - left)), after


def _standing(revision: Revision, change: Change) -> Span | None:
    """Where what a change made stands in the repaired text; None where it was replaced since, by more than layout."""
    span = change.span
    for stage in revision.stages[change.stage + 1 :]:
        if stage.repair != LAYOUT and stage.replaces(span):
            return None
        span = stage.moved(span)
    return span


def _told_apart(text: str, span: Span) -> Span:
    """The span with as many words around it as make it stand once in the text."""
    reach = 0
    while True:
        left, right = _word_start(text, max(0, span[0] - reach)), _word_end(text, min(len(text), span[1] + reach))
        piece = text[left : span[0]].lstrip() + text[span[0] : right]
        left = right - len(piece)
        if reach > FARTHEST or (piece.strip() and text.find(piece) == left and text.find(piece, left + 1) < 0):
            return left, right
        reach = reach * 2 or NEAREST


def _put_back(change: Change, after: str, span: Span) -> str:
    """`after` with what stood at its `span` before the change; lines taken away come back as words of their own."""
    head, tail = after[: span[0]], after[span[1] :]
    if not change.after and any(character.isalnum() for character in change.before):
        return f"{head.rstrip()} {change.before.strip()} {tail.lstrip()}".strip()
    was = change.before.replace("\ufffe", "-\n")
    return head + ("\n\n" if "\f" in was and was.isspace() else was.replace("\f", "")) + tail


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
