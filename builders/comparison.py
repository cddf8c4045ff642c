"""Two frozen versions compared: which examples came, went, changed or moved, and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builders.splits import SPLITS
from builders.tables import reasons_table
from builders.versions import LEFT_OUT
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
    return difference(old, new, read_manifest(new).inputs)


def difference(old: Path, new: Path, inputs: Mapping[str, str]) -> Difference:
    """The same where the new folder is still being made and has no manifest yet; `inputs` will stand in it."""
    made_from = read_manifest(old).inputs
    before, after = _rows(old), _rows(new)
    reasons = {item["id"]: item["reason"] for item in read_json(new / LEFT_OUT) if item["id"] in before}
    both = sorted(set(before) & set(after))
    return Difference(
        added={i: after[i][0] for i in sorted(set(after) - set(before))},
        removed={i: reasons.get(i, "no longer made") for i in sorted(set(before) - set(after))},
        changed={i: after[i][0] for i in both if before[i][1] != after[i][1]},
        moved={i: f"{before[i][0]} to {after[i][0]}" for i in both if before[i][0] != after[i][0]},
        inputs=_inputs(made_from, inputs),
    )


def as_markdown(difference: Difference, title: str) -> str:
    """The difference as a page: counts first, then the first examples of each kind."""
    lines = [f"# {title}\n", "## Made from\n"]
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


def _rows(folder: Path) -> dict[str, tuple[str, int]]:
    """id -> (split, 60 bits of its text's fingerprint: a million of these are held)."""
    return {
        row["id"]: (split, int(text_sha256(row["messages"])[:15], 16))
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
