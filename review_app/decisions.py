"""Deciding: what a key press becomes in the ledger, and what undo takes back."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from records.decision_lines import Record
from records.example import Example, Message, example_to_row, text_sha256
from records.ledger import Ledger
from records.validation import faults
from records.verdicts import Correction, Decision, Settlement, Verdict

REASONS = ("wrong_fact", "badly_written", "bad_source", "useless", "duplicate")
"""Why an example is rejected; the texts say each in words, and its place is its key."""


def decide(ledger: Ledger, example: Example, verdict: Decision, curator: str, reason: str = "") -> str:
    """Keep a verdict on an example as it reads now; returns the time that names the action."""
    at = ledger.now()
    record = Verdict(example.id, text_sha256(example.messages), verdict, curator, at, reason=reason)
    ledger.append(record, seen=example.messages)
    return at


def decide_all(
    ledger: Ledger, examples: Iterable[Example], verdict: Decision, curator: str, reason: str = ""
) -> tuple[str, int]:
    """Keep one verdict on many examples as one action; returns the time that names it, and how many they were."""
    at = ledger.now()
    seen = [(example.id, list(example.messages)) for example in examples]
    records = [Verdict(name, text_sha256(messages), verdict, curator, at, reason=reason) for name, messages in seen]
    ledger.append_all(records, (messages for _, messages in seen))
    return at, len(records)


def edit(ledger: Ledger, example: Example, messages: Sequence[Message], curator: str, note: str = "") -> str:
    """Keep an example as edited. Raises RecordError where the edited messages break the schema."""
    at = ledger.now()
    seen = text_sha256(example.messages)
    record = Verdict(example.id, seen, "edited", curator, at, messages=tuple(messages), note=note)
    ledger.append(record, seen=example.messages)
    return at


def repeat(ledger: Ledger, example: Example, before: Verdict, curator: str) -> str:
    """Decide the same again, now on the example as it reads now."""
    at = ledger.now()
    seen = text_sha256(example.messages)
    ledger.append(replace(before, seen_sha256=seen, curator=curator, at=at), seen=example.messages)
    return at


def settle(ledger: Ledger, example: Example, option: int | None, curator: str, note: str = "") -> str:
    """Choose one of the values of a fact, or with None neither; it holds for every example on the fact."""
    at = ledger.now()
    facts = None if option is None else dict(example.options[option].facts)
    ledger.append(Settlement(example.group, facts, curator, at, note))
    return at


def correct(ledger: Ledger, file: str, before: str, after: str, curator: str) -> str:
    """Keep a repair to a source, to be applied at the next build."""
    at = ledger.now()
    ledger.append(Correction(file, before, after, curator, at))
    return at


def undo(ledger: Ledger, curator: str, at: str) -> int:
    """Take back an action: what stood before stands again. What somebody decided since is left alone.

    Returns how many decisions were taken back.
    """
    now = ledger.now()
    undone = [_taken_back(ledger, record, now) for record in ledger.action(curator, at)]
    ledger.append_all(record for records in undone for record in records)
    return sum(bool(records) for records in undone)


def edited_messages(example: Example, question: str, answer: str) -> list[Message]:
    """The messages with another question and answer, stripped; the system message stays."""
    before = list(example.messages[:-2])
    return [*before, {"role": "user", "content": question.strip()}, {"role": "assistant", "content": answer.strip()}]


def edit_faults(example: Example, messages: Sequence[Message]) -> list[str]:
    """What the schema has against the messages, a phrase each."""
    return faults("example", {**example_to_row(example), "messages": list(messages)})


def vanished_facts(example: Example, answer: str) -> list[tuple[str, str]]:
    """(slot, value) of the facts that the answer must give and no longer does."""
    return [(slot, value) for slot, value in example.facts.items() if value not in answer]


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word, pieces (text, kind) with kind `same`, `gone` or `new`."""
    old, new = _words(before), _words(after)
    pieces: list[tuple[str, str]] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("".join(old[i:j]), "same"))
            continue
        pieces += [(text, kind) for text, kind in (("".join(old[i:j]), "gone"), ("".join(new[k:m]), "new")) if text]
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text[:20_000])


def _taken_back(ledger: Ledger, record: Record, now: str) -> list[Record]:
    """The decisions that bring back what stood before `record`; none where it is no longer the last word."""
    history = _history(ledger, record)
    if not history or history[-1] != record:
        return []
    before = history[-2] if len(history) > 1 else None
    if before is not None and before.curator == record.curator:
        return [replace(before, at=now)]
    if isinstance(record, Verdict):
        gone: Record = replace(record, verdict="withdrawn", messages=None, reason="", note="", at=now)
    else:
        gone = replace(record, withdrawn=True, at=now)
    return [gone] if before is None else [gone, replace(before, at=now)]


def _history(ledger: Ledger, record: Record) -> list[Record]:
    match record:
        case Verdict():
            return ledger.history("verdict", record.example_id)
        case Settlement():
            return ledger.history("settlement", record.group)
        case Correction():
            return ledger.history("correction", f"{record.file}\n{record.before}")
