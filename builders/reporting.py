"""What was left out of the last build and of the latest version: counted by reason, or every piece of one reason."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from builders.building import REJECTED, BuildError, read_state
from builders.tables import reasons_table
from builders.versions import LEFT_OUT, latest
from records.files import read_json, read_jsonl

REASONS = Path(__file__).parent / "reasons.yaml"


def reason_words() -> dict[str, str]:
    """Every reason for leaving something out, and what it means."""
    return yaml.safe_load(REASONS.read_text(encoding="utf-8"))


def summarise(data: Path) -> int:
    """Print what each file gave, and what was left out for which reason, at building and at freezing."""
    state = read_state(data / "generated")
    _print_files(state)
    rejected = Counter(f"{row['builder']}: {row['reason']}" for row in _rejected(data))
    words = reason_words()
    print("\nleft out at building")
    print(reasons_table(rejected, {name: words.get(name.split(": ")[1], "") for name in rejected}))
    print("\nleft out at freezing")
    print(reasons_table(Counter(row["reason"] for row in _left_out(data)), words))
    print("\n`python -m builders report --reason NAME` lists every piece of one reason")
    return 0


def list_reason(data: Path, reason: str) -> int:
    """Print every piece left out for one reason. Raises BuildError, naming those that occur, for one that does not."""
    read_state(data / "generated")
    found = 0
    for row in _rejected(data):
        if row["reason"] == reason:
            found += 1
            print(f"{row['file']}: {row['locator']}: {' '.join(row['text'].split())}")
    for row in _left_out(data):
        if row["reason"] == reason:
            found += 1
            print(row["id"] + (f" (as {row['survivor']})" if "survivor" in row else ""))
    if not found:
        occurring = sorted({row["reason"] for row in (*_rejected(data), *_left_out(data))})
        raise BuildError(reason, "nothing was left out for this reason", f"the reasons here are {', '.join(occurring)}")
    return 0


def _print_files(state: dict[str, Any]) -> None:
    files: dict[str, list[str]] = {}
    for row in state["counts"]:
        files.setdefault(f"{row['builder']}: {row['file']}", []).append(f"{row['what']} {row['count']}")
    for name, figures in files.items():
        print(f"{name}: {', '.join(figures)}")


def _rejected(data: Path) -> Iterator[dict[str, Any]]:
    return (row for _, row in read_jsonl(data / "generated" / REJECTED))


def _left_out(data: Path) -> list[dict[str, Any]]:
    folder = latest(data / "frozen")
    return read_json(folder / LEFT_OUT) if folder else []
