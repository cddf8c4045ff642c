"""Two frozen versions compared: which examples came, went, changed or moved, and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builders.freeze import LEFT_OUT
from builders.splits import SPLITS
from builders.tables import reasons_table
from records.example import text_sha256
from records.files import read_json, read_jsonl
from records.manifest import read_manifest

SHOWN = 20


@dataclass(frozen=True)
class Difference:
    """Ids by what happened to them from one version to another, with the reason where there is one."""

    added: Mapping[str, str]
    """id -> split it is in now."""
    removed: Mapping[str, str]
    """id -> why it is left out now, or `no longer made`."""
    changed: Mapping[str, str]
    """id -> split; its text reads differently."""
    moved: Mapping[str, str]
    """id -> "train to test"; its text is the same."""
    inputs: Mapping[str, str]
    """What they were made from -> added, removed or changed."""


def compare(old: Path, new: Path) -> Difference:
    """The difference between two version folders. Raises ManifestError where one is none."""
    before, after = _rows(old), _rows(new)
    reasons = {item["id"]: item["reason"] for item in read_json(new / LEFT_OUT)}
    both = sorted(set(before) & set(after))
    return Difference(
        added={i: after[i][0] for i in sorted(set(after) - set(before))},
        removed={i: reasons.get(i, "no longer made") for i in sorted(set(before) - set(after))},
        changed={i: after[i][0] for i in both if before[i][1] != after[i][1]},
        moved={i: f"{before[i][0]} to {after[i][0]}" for i in both if before[i][0] != after[i][0]},
        inputs=_inputs(read_manifest(old).inputs, read_manifest(new).inputs),
    )


def as_markdown(difference: Difference, old: str, new: str) -> str:
    """The difference as a page: counts first, then the first examples of each kind."""
    lines = [f"# {old} -> {new}\n", "## Made from\n"]
    lines += [f"- {name}: {what}" for name, what in difference.inputs.items()] or ["the same inputs"]
    for title in ("added", "removed", "changed", "moved"):
        found: Mapping[str, str] = getattr(difference, title)
        lines += [f"\n## {title.capitalize()}: {len(found)}\n"]
        if found:
            lines += ["```", reasons_table(Counter(found.values()), {}), "```", ""]
        lines += [f"- `{identifier}` ({what})" for identifier, what in list(found.items())[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"- … and {len(found) - SHOWN} more")
    return "\n".join(lines) + "\n"


def _rows(folder: Path) -> dict[str, tuple[str, str]]:
    """id -> (split, fingerprint of its text)."""
    read_manifest(folder)
    return {
        row["id"]: (split, text_sha256(row["messages"]))
        for split in SPLITS
        for _, row in read_jsonl(folder / f"{split}.jsonl")
    }


def _inputs(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name in sorted(set(old) | set(new)):
        if name not in old:
            found[name] = "added"
        elif name not in new:
            found[name] = "removed"
        elif old[name] != new[name]:
            found[name] = "changed"
    return found
