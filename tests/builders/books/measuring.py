"""Precision and recall of each repair on the hand-made truth of truth/*.jsonl.

Run as a script it prints the table: `python -m tests.builders.books.measuring`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from builders.books.cleaning import CHARACTERS, WORDS
from builders.books.edits import Edit, Revision
from builders.books.machine_text import find_machine_text
from builders.books.repairs.bullets import remove_list_marks
from builders.books.repairs.paragraphs import join_lines, without_line_ends
from builders.books.vocabulary import Vocabulary
from records.files import read_jsonl

TRUTH = Path(__file__).parent / "truth"
BOOK = (TRUTH / "book.txt").read_text(encoding="utf-8")
LINES = "\n".join("Uma linha de texto corrido, com a largura que têm as linhas." for _ in range(40))
Repair = Callable[[str, Vocabulary], Iterable[Edit]]


@dataclass
class Measure:
    """Rows that had to change, rows that were changed, rows changed as they should."""

    needed: int = 0
    changed: int = 0
    right: int = 0
    rows: int = 0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.changed if self.changed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.needed if self.needed else 1.0

    def add(self, before: str, after: str, result: str) -> None:
        self.rows += 1
        self.needed += before != after
        self.changed += result != before
        self.right += result != before and result == after
        if result != after:
            self.wrong.append((before, after, result))


def families() -> list[str]:
    return sorted(path.stem for path in TRUTH.glob("*.jsonl") if path.stem != "machine_text")


def measure(family: str) -> Measure:
    """A family's repairs on each of its rows, with the words of the book around it."""
    found = Measure()
    for _, row in read_jsonl(TRUTH / f"{family}.jsonl"):
        found.add(row["before"], row["after"], repaired(family, row["before"]))
    return found


def measure_machine_text() -> Measure:
    found = Measure()
    for _, row in read_jsonl(TRUTH / "machine_text.jsonl"):
        flagged = any(True for _ in find_machine_text(row["before"]))
        found.add("", str(row["flagged"] or ""), str(flagged or ""))
    return found


def repaired(family: str, text: str) -> str:
    revision = Revision(text)
    for name, repair in _repairs(family):
        edits = sorted(repair(revision.text, Vocabulary(f"{BOOK}\n{text}")), key=lambda edit: (edit.start, edit.end))
        revision.apply(name, edits, between=without_line_ends(revision.text) if family == "paragraphs" else "")
    return revision.text


def _repairs(family: str) -> list[tuple[str, Repair]]:
    if family == "paragraphs":
        return [("paragraphs", _paragraphs)]
    own = [(name, repair) for name, repair, *_ in (*CHARACTERS, *WORDS) if name == family]
    return [*own, ("bullets", remove_list_marks)] if family == "bullets" else own


def _paragraphs(text: str, _words: Vocabulary) -> Iterable[Edit]:
    """The lines of a row, among others that tell how wide a line is."""
    shift = len(LINES) + 2
    for edit in join_lines(f"{LINES}\n\n{text}"):
        if edit.start >= shift:
            yield Edit(edit.start - shift, edit.end - shift, edit.after, edit.sure)


if __name__ == "__main__":
    for name in families():
        m = measure(name)
        print(f"{name:16} {m.rows:4} rows  precision {m.precision:.3f}  recall {m.recall:.3f}")
        for wrong in m.wrong:
            print("   ", *map(repr, wrong), sep="\n      ")
    m = measure_machine_text()
    print(f"{'machine_text':16} {m.rows:4} rows  precision {m.precision:.3f}  recall {m.recall:.3f}")
