"""Writing the index: its tables, and the lines of changed files put into them."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from records.example import text_sha256
from records.validation import faults
from review_app.places import hash30, place

BATCH = 2000  # lines between two calls of `progress`
LOTS = 10_000  # groups are dealt into so many lots by a hash, and lots to curators

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
CREATE UNIQUE INDEX IF NOT EXISTS examples_by_id ON examples (id);
CREATE INDEX IF NOT EXISTS examples_by_state ON examples (state, n);
CREATE INDEX IF NOT EXISTS examples_by_group ON examples (grp, id);
CREATE INDEX IF NOT EXISTS examples_by_template ON examples (builder, template, state, n);
CREATE INDEX IF NOT EXISTS examples_by_source ON examples (source, n);
CREATE INDEX IF NOT EXISTS examples_by_length ON examples (length, n);
CREATE INDEX IF NOT EXISTS examples_by_split ON examples (split, n);
CREATE INDEX IF NOT EXISTS examples_by_curator ON examples (curator, n) WHERE curator != '';
CREATE INDEX IF NOT EXISTS examples_wrong ON examples (n) WHERE wrong;
CREATE INDEX IF NOT EXISTS opinions_by_example ON opinions (example_id);
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

# An id that stands twice is a fault of the builders; the index keeps the one that comes first in the queue.
ONE_OF_EACH = """
DELETE FROM examples WHERE n IN (
    SELECT n FROM (SELECT n, row_number() OVER (PARTITION BY id ORDER BY n) AS k FROM examples) WHERE k > 1)
"""


def write_changes(connection: sqlite3.Connection, generated: Path, changed: list[str], progress: Progress) -> None:
    """Index the lines of the changed files that are new or differ, and drop those that are gone."""
    fresh = not connection.execute("SELECT 1 FROM examples LIMIT 1").fetchall()
    last = connection.execute("SELECT coalesce(max(round), 0) FROM examples").fetchall()[0][0]
    sizes = {name: (generated / name).stat().st_size for name in changed if (generated / name).exists()}
    done = 0
    for name in changed:
        _forget_file(connection, name)
        if name in sizes:
            _index_file(
                connection,
                generated / name,
                (last + 1, fresh),
                lambda read, base=done: progress(base + read, _total(sizes)),
            )
            done += sizes[name]
        _drop(connection, name, last + 1)
    if fresh:
        connection.execute(ONE_OF_EACH)
        run_script(connection, KEYS)
        connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
        connection.execute("ANALYZE")


def _index_file(
    connection: sqlite3.Connection, path: Path, round_: tuple[int, bool], read: Callable[[int], None]
) -> None:
    (turn, fresh), batch, start = round_, [], 0
    stat = path.stat()
    with path.open("rb") as handle:
        for number, line in enumerate(handle, start=1):
            row = _checked(connection, f"{path.name}:{number}", line)
            if row is not None:
                batch.append(_columns(row, path.name, start, line, turn))
            start += len(line)
            if number % BATCH == 0:
                _put(connection, batch, fresh)
                batch.clear()
                read(start)
    _put(connection, batch, fresh)
    connection.execute("INSERT INTO files VALUES (?, ?, ?)", (path.name, stat.st_size, stat.st_mtime_ns))


def _checked(connection: sqlite3.Connection, where: str, line: bytes) -> dict[str, Any] | None:
    if not line.strip():
        return None
    try:
        row = orjson.loads(line)
        found = faults("example", row)
    except orjson.JSONDecodeError as error:
        found, row = [f"not JSON ({error})"], None
    if found:
        connection.execute("INSERT OR REPLACE INTO faults VALUES (?, ?)", (where, "; ".join(found[:3])))
    return None if found else row


def _put(connection: sqlite3.Connection, batch: list[tuple[Any, ...]], fresh: bool) -> None:
    if fresh:
        _insert(connection, batch)
        return
    for row in batch:
        old = connection.execute("SELECT n, digest FROM examples WHERE id = ?", (row[1],)).fetchall()
        if old and old[0] == (row[0], row[5]):
            moved = "UPDATE examples SET file = ?, start = ?, round = ? WHERE n = ?"
            connection.execute(moved, (row[2], row[3], row[-1], row[0]))
            continue
        if old:
            _remove(connection, "n = ?", old[0][0])
        _insert(connection, [row])
        words = "INSERT INTO words (rowid, id, prompt, answer) VALUES (?, ?, ?, ?)"
        connection.execute(words, (row[0], row[1], row[14], row[15]))


def _insert(connection: sqlite3.Connection, batch: list[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    into = f"INSERT OR IGNORE INTO examples ({', '.join(COLUMNS)}) VALUES ({marks})"
    connection.executemany(into, batch)


def _drop(connection: sqlite3.Connection, file: str, turn: int) -> None:
    _remove(connection, "file = ? AND round < ?", file, turn)


def _remove(connection: sqlite3.Connection, where: str, *values: object) -> None:
    out = "INSERT INTO words (words, rowid, id, prompt, answer) SELECT 'delete', n, id, prompt, answer FROM examples"
    connection.execute(f"{out} WHERE {where}", values)
    connection.execute(f"DELETE FROM examples WHERE {where}", values)


def _forget_file(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM files WHERE name = ?", (name,))
    connection.execute("DELETE FROM faults WHERE place GLOB ?", (f"{name}:*",))


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Execute statements that hold no semicolon, inside the transaction that stands."""
    for statement in script.split(";")[:-1]:
        connection.execute(statement)


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
        digest(line),
        text_sha256(row["messages"]),
        row["builder"],
        row["template"],
        group,
        hash30(group) % LOTS,
        "".join(f"{flag} " for flag in flags),
        row["sources"][0]["file"],
        len(prompt) + len(answer),
        prompt,
        answer,
        turn,
    )


def digest(line: bytes) -> bytes:
    """What tells whether a line is still the one that was indexed."""
    return hashlib.blake2b(line, digest_size=8).digest()


def _total(sizes: dict[str, int]) -> int:
    return max(1, sum(sizes.values()))
