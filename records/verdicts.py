"""What people decide: verdicts on examples, settlements of conflicts, corrections to sources."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from records.example import Message

Decision = Literal["approved", "edited", "rejected", "unsure", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One curator's decision on one example as it then read. Undo is one more verdict: `withdrawn`."""

    example_id: str
    seen_sha256: str
    """`text_sha256` of the messages the curator saw."""
    verdict: Decision
    curator: str
    at: str
    """UTC, ISO 8601 with seconds and Z."""
    messages: tuple[Message, ...] | None = None
    """The messages as edited; only with `edited`."""
    reason: str = ""
    """Why rejected: one of a few words."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A choice between values that sources give for one fact; it holds for every example on it."""

    group: str
    facts: Mapping[str, str] | None
    """The facts of the chosen option; None: no value is right, ask nothing of it."""
    curator: str
    at: str
    note: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A repair to what a source says, applied at the next build; the source itself is never written."""

    file: str
    before: str
    after: str
    curator: str
    at: str
    note: str = ""
    withdrawn: bool = False


type_names = {"verdict": Verdict, "settlement": Settlement, "correction": Correction}
"""The `kind` of each line in the text export, and its class."""


def record_to_row(record: Verdict | Settlement | Correction) -> dict[str, Any]:
    """The JSON object of a decision: its kind, then its fields."""
    kind = next(name for name, cls in type_names.items() if isinstance(record, cls))
    return {"kind": kind} | {field.name: getattr(record, field.name) for field in fields(record)}


def record_from_row(row: Mapping[str, Any]) -> Verdict | Settlement | Correction:
    """The decision of a JSON object that has passed its schema."""
    fields = {key: value for key, value in row.items() if key != "kind"}
    if fields.get("messages") is not None:
        fields["messages"] = tuple(fields["messages"])
    return type_names[row["kind"]](**fields)
