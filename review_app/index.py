"""A searchable index of the generated examples: a cache in SQLite, made again whenever it does not fit.

The examples themselves stay in `data/generated/*.jsonl`; the index knows where each line begins. Only lines that
changed are indexed again.
"""

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from records.errors import StorageError
from records.example import Example, example_from_row, text_sha256
from records.store import connect, opening_lock, said_plainly, transaction
from records.validation import faults

NAME = "index.sqlite"
VERSION = 1  # of TABLES; an index of another version is thrown away
NO_EXAMPLES = ("rejected.jsonl",)  # what the builders left out stands beside what they made
BATCH = 2000  # lines between two calls of `progress`
CONFLICT, FLAGGED, REST = 0, 1, 2  # ranks: what is worth a look first

TABLES = """
CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER, mtime INTEGER);
CREATE TABLE faults (place TEXT PRIMARY KEY, what TEXT);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE examples (
    n INTEGER PRIMARY KEY,  -- its place in the queue, see `place`
    id TEXT NOT NULL, file TEXT NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL,
    seen TEXT NOT NULL, builder TEXT NOT NULL, template TEXT NOT NULL, grp TEXT NOT NULL, lot INTEGER NOT NULL,
    flags TEXT NOT NULL, source TEXT NOT NULL, length INTEGER NOT NULL, prompt TEXT NOT NULL, answer TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new', curator TEXT NOT NULL DEFAULT '', split TEXT NOT NULL DEFAULT '',
    wrong INTEGER NOT NULL DEFAULT 0, round INTEGER NOT NULL
);
CREATE TABLE opinions (
    curator TEXT, example_id TEXT, verdict TEXT, seen TEXT, moment TEXT, seq INTEGER, PRIMARY KEY (curator, example_id)
) WITHOUT ROWID;
CREATE TABLE settled (grp TEXT PRIMARY KEY, moment TEXT, withdrawn INTEGER);
CREATE VIRTUAL TABLE words USING fts5(
    id, prompt, answer, content='examples', content_rowid='n', tokenize='unicode61 remove_diacritics 2'
);
"""
KEYS = """
CREATE UNIQUE INDEX examples_by_id ON examples (id);
CREATE INDEX examples_by_state ON examples (state, n);
CREATE INDEX examples_by_group ON examples (grp, id);
CREATE INDEX examples_by_template ON examples (builder, template, state, n);
CREATE INDEX examples_by_source ON examples (source, n);
CREATE INDEX examples_by_length ON examples (length, n);
CREATE INDEX examples_wrong ON examples (n) WHERE wrong;
CREATE INDEX opinions_by_example ON opinions (example_id);
"""
COLUMNS = (
    "n",
    "id",
    "file",
    "start",
    "size",
    "digest",
    "seen",
    "builder",
    "template",
    "grp",
    "lot",
    "flags",
    "source",
    "length",
    "prompt",
    "answer",
    "round",
)

Progress = Callable[[int, int], None]
"""Called with bytes read and bytes to read."""


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
                self._index(changed, progress)
        return True

    def example(self, example_id: str) -> Example | None:
        """The example as generated now, or None where there is none of that name.

        Raises StorageError when its file changed since the index was made: refresh, then ask again.
        """
        found = self.rows("SELECT file, start, size, digest FROM examples WHERE id = ?", example_id)
        if not found:
            return None
        file, start, size, digest = found[0]
        line = _read(self.generated / file, start, size)
        if _digest(line) != digest:
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

    def _index(self, changed: list[str], progress: Progress) -> None:
        fresh = not self.rows("SELECT 1 FROM examples LIMIT 1")
        last = self.rows("SELECT coalesce(max(round), 0) FROM examples")[0][0]
        sizes = {name: (self.generated / name).stat().st_size for name in changed if (self.generated / name).exists()}
        done = 0
        for name in changed:
            self._forget_file(name)
            if name in sizes:
                self._index_file(name, last + 1, fresh, lambda read, base=done: progress(base + read, _total(sizes)))
                done += sizes[name]
            self._drop(name, last + 1)
        if fresh:
            self._run(KEYS)
            self.connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
            self.connection.execute("ANALYZE")

    def _index_file(self, name: str, turn: int, fresh: bool, read: Callable[[int], None]) -> None:
        path, batch, start = self.generated / name, [], 0
        stat = path.stat()
        with path.open("rb") as handle:
            for number, line in enumerate(handle, start=1):
                row = self._checked(f"{path.name}:{number}", line)
                if row is not None:
                    batch.append(_columns(row, name, start, line, turn))
                start += len(line)
                if number % BATCH == 0:
                    self._put(batch, fresh)
                    batch.clear()
                    read(start)
        self._put(batch, fresh)
        self.connection.execute("INSERT INTO files VALUES (?, ?, ?)", (name, stat.st_size, stat.st_mtime_ns))

    def _checked(self, where: str, line: bytes) -> dict[str, Any] | None:
        if not line.strip():
            return None
        try:
            row = orjson.loads(line)
            found = faults("example", row)
        except orjson.JSONDecodeError as error:
            found, row = [f"not JSON ({error})"], None
        if found:
            self.connection.execute("INSERT OR REPLACE INTO faults VALUES (?, ?)", (where, "; ".join(found[:3])))
        return None if found else row

    def _put(self, batch: list[tuple[Any, ...]], fresh: bool) -> None:
        if fresh:
            self._insert(batch)
            return
        for row in batch:
            old = self.rows("SELECT n, digest FROM examples WHERE id = ?", row[1])
            if old and old[0] == (row[0], row[5]):
                moved = "UPDATE examples SET file = ?, start = ?, round = ? WHERE n = ?"
                self.connection.execute(moved, (row[2], row[3], row[-1], row[0]))
                continue
            if old:
                self._remove("n = ?", old[0][0])
            self._insert([row])
            words = "INSERT INTO words (rowid, id, prompt, answer) VALUES (?, ?, ?, ?)"
            self.connection.execute(words, (row[0], row[1], row[14], row[15]))

    def _insert(self, batch: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(COLUMNS))
        into = f"INSERT OR IGNORE INTO examples ({', '.join(COLUMNS)}) VALUES ({marks})"
        self.connection.executemany(into, batch)

    def _drop(self, file: str, turn: int) -> None:
        self._remove("file = ? AND round < ?", file, turn)

    def _remove(self, where: str, *values: object) -> None:
        out = (
            "INSERT INTO words (words, rowid, id, prompt, answer) SELECT 'delete', n, id, prompt, answer FROM examples"
        )
        self.connection.execute(f"{out} WHERE {where}", values)
        self.connection.execute(f"DELETE FROM examples WHERE {where}", values)

    def _forget_file(self, name: str) -> None:
        self.connection.execute("DELETE FROM files WHERE name = ?", (name,))
        self.connection.execute("DELETE FROM faults WHERE place GLOB ?", (f"{name}:*",))

    def _run(self, script: str) -> None:
        for statement in script.split(";")[:-1]:
            self.connection.execute(statement)


def place(example_id: str, group: str, flags: list[str]) -> int:
    """Where an example stands in the queue: conflicts, then flags, fact by fact; then the rest as a fair sample.

    A 62-bit number made of the rank and of hashes of names, so that it depends on nothing else in the dataset.
    """
    rank = CONFLICT if "conflict" in flags else FLAGGED if flags else REST
    name, fact = _hash30(example_id), _hash30(group)
    return rank << 60 | (name << 30 | fact if rank == REST else fact << 30 | name)


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
            for statement in TABLES.split(";")[:-1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={VERSION}")
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


def _columns(row: dict[str, Any], file: str, start: int, line: bytes, turn: int) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    prompt, answer = row["messages"][-2]["content"], row["messages"][-1]["content"]
    group, flags = row["group"], row["flags"]
    return (
        place(row["id"], group, flags),
        row["id"],
        file,
        start,
        len(line),
        _digest(line),
        text_sha256(row["messages"]),
        row["builder"],
        row["template"],
        group,
        _hash30(group) % 10_000,
        "".join(f"{flag} " for flag in flags),
        row["sources"][0]["file"],
        len(prompt) + len(answer),
        prompt,
        answer,
        turn,
    )


def _digest(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=8).digest()


def _hash30(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) >> 2


def _total(sizes: dict[str, int]) -> int:
    return max(1, sum(sizes.values()))


def _read(path: Path, start: int, size: int) -> bytes:
    try:
        with path.open("rb") as handle:
            handle.seek(start)
            return handle.read(size)
    except OSError as error:
        raise StorageError(
            path, error.strerror or str(error), "run `make dataset`, then load the page again"
        ) from error
