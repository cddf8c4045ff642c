"""NAME.yaml beside a results file: what its owner states where recognition fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from builders.results.headers import ROLES
from builders.sources import SIDECAR, SourceError, SourceFile

ORDERS = ("home_first", "club_first")
CONSTANTS = ("competition", "season", "venue", "round")


@dataclass(frozen=True)
class Sidecar:
    """The statements of one NAME.yaml; the defaults are those of a file without one."""

    columns: Mapping[str, str | int] = field(default_factory=dict)
    """Role -> header as written, or number of the column from 1."""
    header: int | None = None
    """Line (or sheet row) of the header from 1; 0: there is none; None: to be found."""
    away_score: str = ""
    """Whose goals come first in away rows that no letter decides: home_first, club_first or not stated."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """competition, season, venue or round of every row that does not state its own."""


def read_sidecar(file: SourceFile) -> Sidecar:
    """Read `results.csv.yaml` or `results.yaml`. Raises SourceError naming the key at fault."""
    try:
        for path in (file.path.with_name(file.path.name + SIDECAR), file.path.with_suffix(SIDECAR)):
            if path.is_file():
                return _sidecar(_load(path), path.name)
    except OSError as error:
        what = f"its file of columns cannot be opened ({error.strerror})"
        raise SourceError(file.name, what, "see that you may read it, or give both shorter names") from error
    return Sidecar()


def _load(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(path.name, f"not YAML ({error})".replace("\n", " "), "mend it or remove it") from error
    if not isinstance(content, dict):
        raise SourceError(path.name, "expected keys and values", "write for example `columns: {date: Quando}`")
    return content


def _sidecar(content: dict[str, Any], where: str) -> Sidecar:
    known = ("columns", "header", "away_score", *CONSTANTS)
    for key in content:
        if key not in known:
            raise SourceError(f"{where}: {key}", "unknown key", f"the keys here are {', '.join(known)}")
    columns = content.get("columns", {})
    if not isinstance(columns, dict):
        remedy = "write for example `columns: {date: Quando, opponent: 2}`"
        raise SourceError(f"{where}: columns", "expected a role for each column", remedy)
    if not isinstance(content.get("header", 0), int):
        raise SourceError(f"{where}: header", "not the number of a line", "write 1, or 0 where there is none")
    for role in columns:
        if role not in ROLES:
            raise SourceError(
                f"{where}: columns.{role}", "unknown column", f"the columns are {', '.join(sorted(ROLES))}"
            )
    if content.get("away_score", ORDERS[0]) not in ORDERS:
        raise SourceError(f"{where}: away_score", "neither of the two orders", f"write {' or '.join(ORDERS)}")
    constants = {key: str(content[key]) for key in CONSTANTS if key in content}
    return Sidecar(columns, content.get("header"), content.get("away_score", ""), constants)


def stated_columns(sidecar: Sidecar, header: list[str], where: str) -> dict[str, int]:
    """Role -> column, of the columns that a sidecar states. Raises SourceError for one that the file has not."""
    found = {}
    for role, column in sidecar.columns.items():
        if isinstance(column, int) and 1 <= column <= len(header):
            found[role] = column - 1
        elif str(column) in header:
            found[role] = header.index(str(column))
        else:
            raise SourceError(where, f"there is no column {column!r}", f"its columns are {', '.join(header)}")
    return found
