"""A SQLite file that does not lose what it was told: how it is opened, upgraded and backed up before."""

import fcntl
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from records.errors import StorageError

BUSY_SECONDS = 30.0  # how long one writer waits for another before it gives up


@contextmanager
def opening_lock(path: Path) -> Iterator[None]:
    """Hold off other processes that open the same store: switching to WAL and upgrading want it to themselves."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f"{path.name}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise StorageError(path, error.strerror or str(error), "give a folder that can be written to") from error


def connect(path: Path) -> sqlite3.Connection:
    """Open or create a store whose commits are on the disk when they return.

    WAL lets readers go on while one process writes; `synchronous=FULL` waits for the disk at each commit, and
    `fullfsync` makes macOS wait for the platter too (it has no effect elsewhere).
    """
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=1", "checkpoint_fullfsync=1"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def upgrade(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> int:
    """Bring a store to the last of `migrations`; returns the version it had (0: it was empty).

    Each migration is a script that leads from its index to the next version. A store that holds something is
    copied to `<name>.v<version>.backup` first. Raises StorageError for a store of a later program.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(migrations):
        raise StorageError(path, f"is of version {version}; this program knows {len(migrations)}", "update Acervo")
    if 0 < version < len(migrations):
        back_up(connection, path.with_name(f"{path.name}.v{version}.backup"))
    for number in range(version, len(migrations)):
        with transaction(connection):
            for statement in statements(migrations[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number + 1}")
    return version


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a store, whole or not at all, to `target`."""
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    copy = sqlite3.connect(partial)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    partial.replace(target)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the write lock is taken at the beginning so that two writers cannot deadlock half-way."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a StorageError that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(path, str(error), "nothing was changed; free space or permissions, then repeat") from error
    except sqlite3.DatabaseError as error:
        raise StorageError(
            path, f"is damaged ({error})", "move it away: it is made again from verdicts.jsonl, its last export"
        ) from error


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would commit the transaction it stands in."""
    rest = ""
    for piece in script.split(";")[:-1]:
        rest += f"{piece};"
        if sqlite3.complete_statement(rest):
            yield rest
            rest = ""
