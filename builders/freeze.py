"""Freeze: generated examples and people's verdicts become an immutable, content-addressed version."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from builders.building import Built, generated_files, read_generated
from builders.checks import pair_key
from builders.fingerprints import tool_versions
from builders.profile import Profile
from builders.splits import Placed, place
from builders.verdicts import judge, orphaned
from records.errors import AcervoError
from records.example import Example
from records.files import atomic_folder, sha256_bytes, sha256_file, write_jsonl
from records.ledger import Ledger
from records.manifest import Manifest, read_manifest, verify_folder, write_manifest
from records.validation import check_row

SPLITS = ("train", "valid", "test")
LEFT_OUT = "left_out.json"


class FreezeError(AcervoError):
    """A version that cannot be frozen."""


@dataclass(frozen=True)
class Frozen:
    """A frozen version and how it came about."""

    folder: Path
    manifest: Manifest
    fresh: bool
    """False where this very version existed already."""


def freeze(built: Built, profile: Profile, data: Path, policy: str) -> Frozen:
    """Freeze the last build under a review policy (none, flagged, all) and point `latest` at it.

    Raises FreezeError where nothing is left to train on.
    """
    with Ledger(data / "review") as ledger:
        verdicts = ledger.latest_verdicts()
        inputs = {**built.inputs, "decisions": ledger.digest(), **_imported(built.folder)}
        ledger.export()
    settings = {"review": policy, "splits": asdict(profile.splits), "draw": asdict(profile.draw)}
    unchanged = _frozen_already(data / "frozen", inputs, settings)
    if unchanged:
        return unchanged
    generated = list(read_generated(built.folder))
    judged = list(judge(generated, verdicts, policy))
    left_out = [_left(j.example, j.reason) for j in judged if j.reason]
    unique, duplicates = _without_duplicates(j.example for j in judged if not j.reason)
    placed = place(unique, profile.splits)
    left_out += duplicates + [_left(p.example, p.reason) for p in placed if not p.split]
    if not any(p.split == "train" for p in placed):
        raise FreezeError(built.folder, "no example is left to train on", "review some, or REVIEW=none to take all")
    orphans = orphaned((example.id for example in generated), verdicts)
    counts = count(generated, placed, left_out) | {"orphaned_verdicts": len(orphans)}
    return _write(data / "frozen", placed, left_out, Manifest("0" * 12, {}, inputs, settings, counts, tool_versions()))


def latest(frozen: Path) -> Path | None:
    """The folder that `latest` points at, or None."""
    link = frozen / "latest"
    return link.resolve() if link.exists() else None


def _frozen_already(frozen: Path, inputs: dict[str, str], settings: dict[str, Any]) -> Frozen | None:
    """The latest version, checked, where it was made from these very inputs."""
    folder = latest(frozen)
    if folder is None:
        return None
    manifest = verify_folder(folder)
    same = (manifest.inputs, manifest.settings, manifest.tools) == (inputs, settings, tool_versions())
    return Frozen(folder, manifest, fresh=False) if same else None


def count(generated: Sequence[Example], placed: Sequence[Placed], left_out: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many examples of each template were made, flagged, placed in each split, and left out for which reason."""
    table: dict[str, Counter[str]] = {}
    for example in generated:
        row = table.setdefault(f"{example.builder}/{example.template}", Counter())
        row["made"] += 1
        row["flagged"] += bool(example.flags)
    for p in placed:
        if p.split:
            row = table[f"{p.example.builder}/{p.example.template}"]
            row[p.split if p.split == "train" else f"{p.split}.{p.probe}"] += 1
    for item in left_out:
        table[item["template"]][f"left out: {item['reason']}"] += 1
    return {
        "templates": {name: dict(sorted(row.items())) for name, row in sorted(table.items())},
        "splits": dict(sorted(Counter(f"{p.split}.{p.probe}" for p in placed if p.split).items())),
        "left_out": dict(sorted(Counter(item["reason"] for item in left_out).items())),
    }


def frozen_row(p: Placed) -> dict[str, Any]:
    """A line of a frozen file: what trains and what is scored, and where the answer stands."""
    example, source = p.example, p.example.sources[0]
    row = {
        "id": example.id,
        "messages": list(example.messages),
        "probe": p.probe,
        "builder": example.builder,
        "template": example.template,
        "phrasing": example.phrasing,
        "group": example.group,
        "facts": [{"slot": slot, "value": value} for slot, value in example.facts.items()],
        "source": f"{source.file}, {source.locator}",
    }
    check_row("frozen", row, example.id)
    return row


def _left(example: Example, reason: str, survivor: str = "") -> dict[str, Any]:
    item = {"id": example.id, "template": f"{example.builder}/{example.template}", "reason": reason}
    return item | ({"survivor": survivor} if survivor else {})


def _without_duplicates(examples: Iterable[Example]) -> tuple[list[Example], list[dict[str, Any]]]:
    """Examples that ask and answer the same are one: the first by id survives and is named."""
    survivors: dict[str, Example] = {}
    dropped = []
    for example in sorted(examples, key=lambda e: e.id):
        survivor = survivors.setdefault(pair_key(example), example)
        if survivor is not example:
            dropped.append(_left(example, "duplicate", survivor.id))
    return list(survivors.values()), dropped


def _imported(folder: Path) -> dict[str, str]:
    return {f"generated/{p.name}": sha256_file(p) for p in generated_files(folder) if p.name.startswith("imported-")}


def _write(frozen: Path, placed: Sequence[Placed], left_out: Sequence[dict[str, Any]], draft: Manifest) -> Frozen:
    """Write the version beside its place to learn its address, then let it appear under it, manifest last."""
    frozen.mkdir(parents=True, exist_ok=True)
    staging = frozen / "staging"
    with atomic_folder(staging) as partial:
        for split in SPLITS:
            write_jsonl(partial / f"{split}.jsonl", (frozen_row(p) for p in placed if p.split == split))
        ordered = sorted(left_out, key=lambda item: (item["id"], item["reason"]))
        (partial / LEFT_OUT).write_bytes(orjson.dumps(ordered, option=orjson.OPT_INDENT_2))
        files = {p.name: sha256_file(p) for p in sorted(partial.iterdir())}
        manifest = _addressed(draft, files)
        write_manifest(partial, manifest)
    return _publish(staging, frozen, manifest)


def _addressed(draft: Manifest, files: dict[str, str]) -> Manifest:
    """The manifest with its files, and its version: the hash of all the rest."""
    content = replace(draft, files=files, version="")
    version = sha256_bytes(orjson.dumps(asdict(content), option=orjson.OPT_SORT_KEYS))[:12]
    return replace(content, version=version)


def _publish(staging: Path, frozen: Path, manifest: Manifest) -> Frozen:
    folder = frozen / manifest.version
    fresh = not folder.exists()
    if fresh:
        staging.rename(folder)
    else:
        verify_folder(folder)  # an edited version is an error, not something to overwrite
        for file in staging.iterdir():
            file.unlink()
        staging.rmdir()
    _point_latest(frozen, folder)
    return Frozen(folder, read_manifest(folder), fresh)


def _point_latest(frozen: Path, folder: Path) -> None:
    """Turn the link in one step: a reader finds the old version or the new one."""
    link = frozen / ".latest.partial"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.replace(frozen / "latest")
