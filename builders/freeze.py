"""Freeze: generated examples and people's verdicts become an immutable, content-addressed version."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import orjson

from builders.building import Built, generated_files
from builders.card import CROISSANT, croissant, write_card
from builders.collecting import collecting_seldom
from builders.comparison import as_markdown, difference
from builders.fingerprints import tool_versions
from builders.placing import Judging, Placement, place_build
from builders.profile import Profile
from builders.splits import SPLITS, Candidate, Place, as_placed
from builders.verdicts import Standing
from builders.versions import LEFT_OUT, Frozen, frozen_already, latest, publish
from records.errors import AcervoError
from records.example import Example
from records.files import atomic_file, sha256_file, write_json
from records.ledger import Ledger
from records.manifest import DIFF, NAMES, Manifest
from records.validation import check_row


class FreezeError(AcervoError):
    """A version that cannot be frozen."""


def freeze(built: Built, profile: Profile, data: Path, policy: str) -> Frozen:
    """Freeze the last build under a review policy (none, flagged, all) and point `latest` at it.

    Raises FreezeError where nothing is left to train on.
    """
    with Ledger(data / "review") as ledger:
        # the digest first: a verdict given in between is then a reason to freeze again, and not held twice over
        inputs = {**built.inputs, "decisions": ledger.digest(), **_generated(built.folder)}
        standing = Standing(ledger.verdicts())
        ledger.export()
    draft = Manifest("", {}, inputs, _settings(profile, policy), {}, tool_versions())
    unchanged = frozen_already(data / "frozen", draft)
    if unchanged:
        return unchanged
    judging = Judging(built.folder, standing, policy)
    with collecting_seldom():
        placement = place_build(judging, profile)
    if not any(placed.split == "train" for placed in placement.places):
        raise FreezeError(built.folder, "no example is left to train on", "review some, or REVIEW=none to take all")
    orphans = standing.orphans(c.id for c in placement.candidates)
    with collecting_seldom(), publish(data / "frozen") as version:
        counts = _write(version.folder, judging, placement) | {"orphaned_verdicts": orphans}
        write_card(version.folder, profile, counts, inputs)
        write_json(version.folder / CROISSANT, croissant(version.folder, profile))
        write_json(version.folder / NAMES, _names(profile))
        _tell_difference(latest(data / "frozen"), version.folder, inputs)
        version.manifest = replace(draft, counts=counts)
    return version.result()


def _settings(profile: Profile, policy: str) -> dict[str, Any]:
    draw = asdict(profile.draw) | {"skip": sorted(profile.draw.skip), "some": dict(sorted(profile.draw.some.items()))}
    return {"review": policy, "draw": draw, "splits": asdict(profile.splits), "balance": asdict(profile.balance)}


def _tell_difference(previous: Path | None, folder: Path, inputs: Mapping[str, str]) -> None:
    """Write what is different from the version before, where there is one."""
    if previous:
        page = as_markdown(difference(previous, folder, inputs), f"{previous.name} -> this version")
        (folder / DIFF).write_text(page, encoding="utf-8")


def _names(profile: Profile) -> dict[str, list[str]]:
    """Every club's name in running text, and its other forms."""
    others = {name: list(entry.get("aliases", ())) for name, entry in profile.other_clubs.items()}
    return dict(sorted((others | {profile.club.short: [profile.club.name, *profile.club.aliases]}).items()))


def _write(folder: Path, judging: Judging, placement: Placement) -> dict[str, Any]:
    """Write the three splits and the list of what was left out; returns the counts."""
    places, candidates = placement.places, placement.candidates
    placed = [position for position, place in enumerate(places) if place.split]
    with ExitStack() as stack:
        files = {split: stack.enter_context(atomic_file(folder / f"{split}.jsonl")) for split in SPLITS}
        for position, example in zip(placed, judging.read_again(placed), strict=True):
            row = frozen_row(as_placed(example, places[position]), places[position].probe)
            files[places[position].split].write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
    out = [position for position, place in enumerate(places) if not place.split]
    left = (_left(candidates[p], places[p].reason, placement.survivors.get(p)) for p in out)
    _write_list(folder / LEFT_OUT, left)
    return _counts(candidates, places)


def _write_list(path: Path, items: Iterable[Any]) -> None:
    """A JSON list with an item a line."""
    with atomic_file(path) as handle:
        separator = b"[\n"
        for item in items:
            handle.write(separator + orjson.dumps(item))
            separator = b",\n"
        handle.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def frozen_row(example: Example, probe: str) -> dict[str, Any]:
    """A line of a frozen file: what trains, what is scored, and where the answer stands."""
    source = example.sources[0]
    row = {
        "id": example.id,
        "messages": list(example.messages),
        "probe": probe,
        "builder": example.builder,
        "template": example.template,
        "phrasing": example.phrasing,
        "group": example.group,
        "facts": [{"slot": slot, "value": value} for slot, value in example.facts.items()],
        "source": f"{source.file}, {source.locator}",
    }
    check_row("frozen", row, example.id)
    return row


def _left(candidate: Candidate, reason: str, survivor: str | None) -> dict[str, Any]:
    item = {"id": candidate.id, "template": candidate.template, "reason": reason}
    return item | ({"survivor": survivor} if survivor else {})


def _counts(candidates: Sequence[Candidate], places: Sequence[Place]) -> dict[str, Any]:
    """How many were made, flagged, placed and left out, of each template and in all."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    left = "left out: "
    for c, place in zip(candidates, places, strict=True):
        probe = place.split if place.split == "train" else f"{place.split}.{place.probe}"
        row = table[c.template]
        row["made"] += 1
        row["flagged"] += c.flagged
        row[probe if place.split else left + place.reason] += 1
    total = sum(table.values(), Counter[str]())
    return {
        "templates": {name: dict(sorted(row.items())) for name, row in sorted(table.items())},
        "splits": {name: n for name, n in sorted(total.items()) if name.startswith(SPLITS)},
        "left_out": {name.removeprefix(left): n for name, n in sorted(total.items()) if name.startswith(left)},
    }


def _generated(folder: Path) -> dict[str, str]:
    return {f"generated/{path.name}": sha256_file(path) for path in generated_files(folder)}
