"""What the examples are like as a whole: lengths, coverage, near-duplicates, splits, and what `make audit` found."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from records.files import read_json
from review_app.index import Index

PERCENTILES = (50, 90, 99, 100)
YEARLY = ("match", "season")
MOST = 40  # names shown one by one


def newest_audit(data: Path) -> dict[str, Any] | None:
    """What `make audit` found of the latest frozen version, else of whatever it looked at last; None before any."""
    found = sorted(data.glob("audit/*/audit.json"), key=lambda path: (path.stat().st_mtime_ns, path.parent.name))
    version = (data / "frozen" / "latest").resolve().name
    of_latest = [path for path in found if path.parent.name.startswith(f"{version}-")]
    newest = (of_latest or found or [None])[-1]
    content: Any = _audit(newest, newest.stat().st_mtime_ns) if newest else None
    return content if isinstance(content, dict) and {"dataset", "lengths", "verdict"} <= content.keys() else None


@lru_cache(maxsize=4)
def _audit(path: Path, _mtime: int) -> Any:
    return read_json(path)


def audited_version(data: Path, audited: dict[str, Any]) -> tuple[str, bool]:
    """The version that was audited, and whether it is the latest frozen."""
    version = str(audited["dataset"]["version"])
    return version, version == (data / "frozen" / "latest").resolve().name


def length_percentiles(index: Index) -> list[tuple[str, int, dict[int, int]]]:
    """(builder, examples, percentile -> characters of question and answer)."""
    builders = index.rows("SELECT builder, count(*) FROM examples GROUP BY builder ORDER BY builder")
    return [(name, count, {p: _at(index, name, count, p) for p in PERCENTILES}) for name, count in builders]


def length_histogram(index: Index, width: int = 20, widest: int = 2000) -> list[tuple[str, int, int]]:
    """(builder, characters from, examples); what is longer than `widest` counts there."""
    query = """
        SELECT builder, min(length, ?) / ? * ?, count(*) FROM examples GROUP BY 1, 2 ORDER BY 1, 2
    """
    return index.rows(query, widest, width, width)  # type: ignore[return-value]


def coverage(index: Index) -> list[tuple[str, str, int, int]]:
    """(kind, part, facts, examples): matches and seasons by year, people and opponents by name, books by chapter.

    Read off the names of the groups, whose first part says what they are about. Where there are more than MOST names
    they are counted by their initial; a year of which nothing is known counts 0.
    """
    counted: dict[str, dict[str, list[int]]] = {}
    for group, examples in index.rows("SELECT grp, count(*) FROM examples GROUP BY grp ORDER BY grp"):
        kind, part = _part(group)
        tally = counted.setdefault(kind, {}).setdefault(part, [0, 0])
        tally[:] = tally[0] + 1, tally[1] + examples
    parts = ((kind, part, tally) for kind in sorted(counted) for part, tally in _parts(kind, counted[kind]))
    return [(kind, part, facts, examples) for kind, part, (facts, examples) in parts]


def splits(index: Index) -> list[tuple[str, str, int]]:
    """(builder, split, examples) of the latest frozen version; split is empty for what it left out."""
    query = "SELECT builder, split, count(*) FROM examples GROUP BY builder, split ORDER BY builder, split"
    return index.rows(query)  # type: ignore[return-value]


def near_duplicates(data: Path) -> list[list[str]] | None:
    """Groups of ids that say almost the same, as the build found them; None where no build wrote them down."""
    path = data / "generated" / "near_duplicates.json"
    content: Any = read_json(path) if path.is_file() else None
    return content if isinstance(content, list) else None


def _at(index: Index, builder: str, count: int, percentile: int) -> int:
    query = "SELECT length FROM examples WHERE builder = ? ORDER BY length LIMIT 1 OFFSET ?"
    return index.rows(query, builder, min(count - 1, count * percentile // 100))[0][0]


def _part(group: str) -> tuple[str, str]:
    kind, _, rest = group.partition("/")
    if kind in YEARLY:
        return kind, rest[:4]
    if kind == "book":
        book, _, chapter = rest.partition("/")
        return f"book {book}", chapter.split("/")[0]
    return kind, rest.split("/")[0]


def _parts(kind: str, tallies: dict[str, list[int]]) -> list[tuple[str, list[int]]]:
    if kind in YEARLY and all(year.isdecimal() for year in tallies):
        years = range(int(min(tallies)), int(max(tallies)) + 1)
        return [(str(year), tallies.get(str(year), [0, 0])) for year in years]
    if len(tallies) > MOST and not kind.startswith("book "):
        initials: dict[str, list[int]] = {}
        for part, (facts, examples) in tallies.items():
            tally = initials.setdefault(part[:1], [0, 0])
            tally[:] = tally[0] + facts, tally[1] + examples
        tallies = initials
    return sorted(tallies.items(), key=lambda item: (len(re.sub(r"\D", "", item[0])), item[0]))  # chapter 10 after 9
