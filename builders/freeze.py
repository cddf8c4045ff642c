"""Freeze: generated examples and people's verdicts become an immutable, content-addressed version.

The examples are read three times and never held at once: to place them, to look for leaks, to write them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from builders.balance import balance
from builders.building import Built, generated_files, read_generated
from builders.card import CROISSANT, croissant, write_card
from builders.comparison import as_markdown, difference
from builders.fingerprints import tool_versions
from builders.leakage import withheld_facts
from builders.profile import Profile
from builders.splits import SPLITS, Candidate, Place, as_placed, candidate, place_all, withheld_groups, withheld_in
from builders.verdicts import judge, orphaned
from builders.versions import LEFT_OUT, Frozen, frozen_already, latest, publish
from records.errors import AcervoError
from records.example import Example
from records.files import atomic_file, sha256_file, write_json
from records.ledger import Ledger
from records.manifest import DIFF, NAMES, Manifest
from records.validation import check_row
from records.verdicts import Verdict


class FreezeError(AcervoError):
    """A version that cannot be frozen."""


@dataclass
class Placement:
    """Where every example of a build goes, in the order of the build."""

    candidates: list[Candidate]
    places: list[Place] = field(default_factory=list)
    survivors: dict[int, str] = field(default_factory=dict)
    """Position of a duplicate -> id of the example that stays."""


@dataclass(frozen=True)
class Judging:
    """The examples of a build as people's verdicts leave them; can be read as often as needed."""

    folder: Path
    verdicts: Mapping[str, Verdict]
    policy: str

    def read(self, checked: bool = False) -> Iterator[tuple[Example, str]]:
        """Each example and why it is held back (empty: it is not); checked against its schema the first time."""
        for judged in judge(read_generated(self.folder, checked), self.verdicts, self.policy):
            yield judged.example, judged.reason


def freeze(built: Built, profile: Profile, data: Path, policy: str) -> Frozen:
    """Freeze the last build under a review policy (none, flagged, all) and point `latest` at it.

    Raises FreezeError where nothing is left to train on.
    """
    with Ledger(data / "review") as ledger:
        verdicts = ledger.latest_verdicts()
        inputs = {**built.inputs, "decisions": ledger.digest(), **_generated(built.folder)}
        ledger.export()
    draft = Manifest("", {}, inputs, _settings(profile, policy), {}, tool_versions())
    unchanged = frozen_already(data / "frozen", draft)
    if unchanged:
        return unchanged
    judging = Judging(built.folder, verdicts, policy)
    placement = _place(judging, profile)
    if not any(place.split == "train" for place in placement.places):
        raise FreezeError(built.folder, "no example is left to train on", "review some, or REVIEW=none to take all")
    orphans = orphaned((c.id for c in placement.candidates), verdicts)
    with publish(data / "frozen") as version:
        counts = _write(version.folder, judging, placement) | {"orphaned_verdicts": len(orphans)}
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


def _place(judging: Judging, profile: Profile) -> Placement:
    placement = Placement([])
    withheld: list[Example] = []  # what the hash withholds: a few in a hundred
    seen: dict[int, str] = {}
    for position, (example, reason) in enumerate(judging.read(checked=True)):
        c = candidate(example, reason)
        if not reason and seen.setdefault(c.pair, c.id) != c.id:
            placement.survivors[position] = seen[c.pair]
            c = replace(c, reason="duplicate")
        placement.candidates.append(c)
        if not c.reason and withheld_in(c.group, profile.splits):
            withheld.append(example)
    _mark_leaks(judging, placement, withheld, profile)
    placement.places = place_all(placement.candidates, profile.splits)
    balance(placement.candidates, placement.places, profile.balance)
    return placement


def _mark_leaks(judging: Judging, placement: Placement, withheld: list[Example], profile: Profile) -> None:
    """Leave out what would teach a withheld fact under another name."""
    groups = withheld_groups(placement.candidates, profile.splits)
    facts = withheld_facts(example for example in withheld if example.group in groups)
    for position, (example, _) in enumerate(judging.read()):
        c = placement.candidates[position]
        if not c.reason and c.group not in groups and facts.leaks_in(example):
            placement.candidates[position] = replace(c, reason="leaks_withheld")


def _write(folder: Path, judging: Judging, placement: Placement) -> dict[str, Any]:
    """Write the three splits and the list of what was left out; returns the counts."""
    table: dict[str, Counter[str]] = {}
    with ExitStack() as stack:
        files = {split: stack.enter_context(atomic_file(folder / f"{split}.jsonl")) for split in SPLITS}
        left_out = stack.enter_context(atomic_file(folder / LEFT_OUT))
        separator = b"[\n"
        for position, (example, _) in enumerate(judging.read()):
            place = placement.places[position]
            _count(table, example, place)
            if place.split:
                row = frozen_row(as_placed(example, place), place.probe)
                files[place.split].write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            else:
                left_out.write(
                    separator + orjson.dumps(_left(example, place.reason, placement.survivors.get(position)))
                )
                separator = b",\n"
        left_out.write(b"[]\n" if separator == b"[\n" else b"\n]\n")
    return _totals(table)


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


def _left(example: Example, reason: str, survivor: str | None) -> dict[str, Any]:
    item = {"id": example.id, "template": f"{example.builder}/{example.template}", "reason": reason}
    return item | ({"survivor": survivor} if survivor else {})


def _count(table: dict[str, Counter[str]], example: Example, place: Place) -> None:
    row = table.setdefault(f"{example.builder}/{example.template}", Counter())
    row["made"] += 1
    row["flagged"] += bool(example.flags)
    if not place.split:
        row[f"left out: {place.reason}"] += 1
    else:
        row[place.split if place.split == "train" else f"{place.split}.{place.probe}"] += 1


def _totals(table: Mapping[str, Counter[str]]) -> dict[str, Any]:
    total = sum(table.values(), Counter[str]())
    marker = "left out: "
    return {
        "templates": {name: dict(sorted(row.items())) for name, row in sorted(table.items())},
        "splits": {name: n for name, n in sorted(total.items()) if name.startswith(SPLITS)},
        "left_out": {name.removeprefix(marker): n for name, n in sorted(total.items()) if name.startswith(marker)},
    }


def _generated(folder: Path) -> dict[str, str]:
    return {f"generated/{path.name}": sha256_file(path) for path in generated_files(folder)}
