"""A searchable index of the generated examples: a cache in SQLite, made again whenever it does not fit.

The examples themselves stay in `data/generated/*.jsonl`; the index knows where each line begins. Only lines that
changed are indexed again.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from records.errors import StorageError
from records.example import Example, example_from_row
from records.store import connect, opening_lock, said_plainly, transaction
from review_app.indexing import TABLES, Progress, digest, run_script, write_changes

NAME = "index.sqlite"
VERSION = 2  # of TABLES and KEYS; an index of another version is thrown away
NO_EXAMPLES = ("rejected.jsonl",)  # what the builders left out stands beside what they made


class Index:
    """The index of `generated`, kept in `folder`. Usable from several threads."""

    def __init__(self, generated: Path, folder: Path) -> None:
        self.generated, self.path = generated, folder / NAME
        self.lock = threading.RLock()
        with opening_lock(self.path):
            self.connection = _opened(self.path)

    def refresh(self, progress: Progress = lambda done, total: None) -> bool:
        """Bring the index up to date with the generated files; returns whether anything had changed."""
        with self.lock, opening_lock(self.path), said_plainly(self.path), _build_at_work(self.generated):
            changed = self._changed_files()
            if not changed:
                return False
            with transaction(self.connection):
                write_changes(self.connection, self.generated, changed, progress)
        return True

    def is_behind(self) -> bool:
        """Whether generated files have changed since they were indexed."""
        return bool(self._changed_files())

    def example(self, example_id: str) -> Example | None:
        """The example as generated now, or None where there is none of that name.

        Raises StorageError when its file changed since the index was made: refresh, then ask again.
        """
        found = self.rows("SELECT file, start, size, digest FROM examples WHERE id = ?", example_id)
        if not found:
            return None
        file, start, size, indexed = found[0]
        line = _read(self.generated / file, start, size)
        if digest(line) != indexed:
            raise StorageError(self.generated / file, "changed since it was indexed", "load the page again")
        return example_from_row(orjson.loads(line))

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.lock:
            return self.connection.execute(query, values).fetchall()

    def fault_list(self) -> list[tuple[str, str]]:
        """Lines that are no examples: place (`file:line`) and what is wrong."""
        return self.rows("SELECT place, what FROM faults ORDER BY place")  # type: ignore[return-value]

    def version(self) -> str:
        """A text that changes when the examples or their splits do."""
        files = self.rows("SELECT name, size, mtime FROM files ORDER BY name")
        return f"{files} {self.meta('frozen')}"

    def meta(self, key: str) -> str | None:
        found = self.rows("SELECT value FROM meta WHERE key = ?", key)
        return found[0][0] if found else None

    def set_meta(self, key: str, value: str) -> None:
        with self.lock:
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def close(self) -> None:
        with self.lock:
            self.connection.close()

    def _changed_files(self) -> list[str]:
        """Names of the files that are new, changed or gone."""
        paths = [path for path in sorted(self.generated.glob("*.jsonl")) if path.name not in NO_EXAMPLES]
        stats = {path.name: path.stat() for path in paths}
        now = {name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}
        then = {name: (size, mtime) for name, size, mtime in self.rows("SELECT name, size, mtime FROM files")}
        return sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))


@contextmanager
def _build_at_work(generated: Path) -> Iterator[None]:
    """A file that is gone while it is read: a build has just put its own in its place."""
    try:
        yield
    except OSError as error:
        raise StorageError(generated, str(error), "a build may be at work: load the page again") from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = _connected(path)
    if connection is None:
        for file in path.parent.glob(f"{path.name}*"):
            if not file.name.endswith(".lock"):
                file.unlink()
        connection = connect(path)
    connection.execute("PRAGMA synchronous=NORMAL")  # it can be made again
    connection.execute("PRAGMA cache_size=-65536")  # 64 MB
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        with transaction(connection):
            run_script(connection, TABLES)
            connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, instance)")
    return connection


def _connected(path: Path) -> sqlite3.Connection | None:
    """A connection to an index that can be used, or None where what stands there must be made again."""
    try:
        connection = connect(path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError:
        return None
    if version in (0, VERSION):
        return connection
    connection.close()
    return None


def _read(path: Path, start: int, size: int) -> bytes:
    try:
        with path.open("rb") as handle:
            handle.seek(start)
            return handle.read(size)
    except OSError as error:
        raise StorageError(
            path, error.strerror or str(error), "run `make dataset`, then load the page again"
        ) from error
