"""What the examples are like as a whole: lengths, near-duplicates, splits, and what `make audit` found."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from records.files import read_json
from review_app.index import Index

PERCENTILES = (50, 90, 99, 100)


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
