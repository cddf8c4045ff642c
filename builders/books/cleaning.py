"""The repairs in their order. Each sees what those before it left; every change is kept in the revision."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from builders.books.book import Extracted
from builders.books.edits import Edit, Revision
from builders.books.repairs.bullets import remove_list_marks, remove_specks
from builders.books.repairs.furniture import remove_contents_lines, remove_furniture, remove_numbered_lines
from builders.books.repairs.ligatures import (
    COMBINING,
    GLYPHS,
    INVISIBLE,
    SPACES,
    SPACING,
    repair_accents,
    repair_glyphs,
    repair_invisible,
    repair_ligatures,
    repair_spaces,
    repair_spacing_accents,
)
from builders.books.repairs.line_ends import join_line_ends, join_spaced_hyphens
from builders.books.repairs.lost_spaces import split_after_marks, split_at_capitals, split_run_together
from builders.books.repairs.markdown import remove_emphasis, remove_marks
from builders.books.repairs.mojibake import MOJIBAKE, repair_lone_a, repair_mojibake
from builders.books.repairs.paragraphs import join_lines, join_paragraphs, part_lines, without_line_ends
from builders.books.repairs.spaced_letters import join_letter_runs, join_single_letters
from builders.books.undoing import LAYOUT
from builders.books.vocabulary import Vocabulary

Repair = Callable[[str, Vocabulary], Iterable[Edit]]

CHARACTERS: Sequence[tuple[str, Repair, re.Pattern[str]]] = (
    ("mojibake", repair_mojibake, MOJIBAKE),
    ("mojibake", repair_lone_a, MOJIBAKE),
    ("invisible", repair_invisible, INVISIBLE),
    ("glyphs", repair_glyphs, GLYPHS),
    ("spaces", repair_spaces, SPACES),
    ("accents", repair_accents, COMBINING),
    ("accents", repair_spacing_accents, SPACING),
)
"""Before the vocabulary is counted: they decide character by character. Each with the characters that it looks for."""
WORDS: Sequence[tuple[str, Repair]] = (
    ("ligatures", repair_ligatures),
    ("furniture", remove_furniture),
    ("furniture", remove_numbered_lines),
    ("furniture", remove_contents_lines),
    ("line_ends", join_line_ends),
    ("spaced_letters", join_letter_runs),
    ("spaced_letters", join_single_letters),
    ("bullets", remove_specks),
    ("line_ends", join_spaced_hyphens),
    ("lost_spaces", split_after_marks),
    ("lost_spaces", split_at_capitals),
    ("lost_spaces", split_run_together),
)
PLAIN = frozenset({"invisible", "spaces"})
"""Repairs of what nobody sees: counted, not listed one by one."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A repaired text, how many changes each family made, and the words it was repaired with."""

    revision: Revision
    counts: Counter[str]
    words: Vocabulary


def clean(extracted: Extracted, markdown: bool, corrections: Sequence[tuple[str, str]]) -> Cleaned:
    """Repair a whole book's text: pages joined by form feeds, paragraphs parted by blank lines in the end.

    Corrections of a curator are applied to the source text and once more to the repaired one: a repair has never the
    last word, wherever else the text that it made stands in the source. One to what the source says already undoes a
    repair, and waits until it is made.
    """
    revision = Revision("\f".join(page.text for page in extracted.pages))
    counts: Counter[str] = Counter()
    for pair in corrections:
        if not _says(revision.source, pair[1]):
            _correct(revision, pair, counts)
    if markdown:
        revision.apply("markdown", _ordered(remove_marks(revision.text)), record=False)
        revision.apply("markdown", _ordered(remove_emphasis(revision.text)), record=False)
    nothing = Vocabulary("")
    alphabet = "".join(sorted(set(revision.text)))  # one look at each character, not at each place
    for name, repair, characters in CHARACTERS:
        if characters.search(alphabet):
            made = revision.apply(name, repair(revision.text, nothing), record=name not in PLAIN)
            alphabet = "".join(sorted(set(revision.text))) if made else alphabet
            counts[name] += made
    words = Vocabulary(revision.text)
    for name, repair in WORDS:
        counts[name] += revision.apply(name, _ordered(repair(revision.text, words)))
    _lay_out(revision, extracted, counts)
    for pair in corrections:
        _correct(revision, pair, counts)
    return Cleaned(revision, +counts, words)


def _lay_out(revision: Revision, extracted: Extracted, counts: Counter[str]) -> None:
    """Lines into paragraphs; a paragraph joined over a page's end counts as a repair, a line's end does not."""
    if extracted.layout == "lines":
        edits = list(join_lines(revision.text, frozenset(title for title, _ in extracted.outline)))
    else:
        edits = list((join_paragraphs if extracted.layout == "blank" else part_lines)(revision.text))
    counts["paragraphs"] += sum(edit.listed for edit in edits)
    revision.apply(LAYOUT, edits, between=without_line_ends(revision.text))
    counts["bullets"] += revision.apply("bullets", remove_list_marks(revision.text, Vocabulary("")))


def _ordered(edits: Iterable[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def _says(source: str, text: str) -> bool:
    """Whether words stand in a source, however it breaks its lines."""
    return " ".join(text.split()) in " ".join(source.split())


def _correct(revision: Revision, pair: tuple[str, str], counts: Counter[str]) -> None:
    """Put `after` wherever `before` stands, but not where it stands inside an `after` that is there already."""
    before, after = pair
    text, within = revision.text, after.find(before)
    starts, position = [], text.find(before) if before else -1
    while position >= 0:
        if within < 0 or not text.startswith(after, max(0, position - within)):
            starts.append(position)
        position = text.find(before, position + len(before))
    counts["corrections"] += revision.apply("correction", (Edit(s, s + len(before), after) for s in starts))


def corrected(text: str, corrections: Sequence[tuple[str, str]]) -> str:
    """A text outside the pages, such as a title in a file's metadata, with a curator's corrections."""
    for before, after in corrections:
        text = text.replace(before, after) if before else text
    return text
