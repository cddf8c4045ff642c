"""Files and folders that appear whole or not at all, and JSONL read and written as streams."""

import hashlib
import os
import shutil
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from records.errors import RecordError, StorageError

PARTIAL = ".partial"  # the mark of what a killed process leaves behind; no reader looks at it


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a binary file that takes the name `path` only when the block ends well.

    Written beside its place, flushed to the disk, renamed. An exception, Ctrl-C included, leaves `path` as it was.
    Raises StorageError when the system refuses (full disk, no permission).
    """
    partial = _partial_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep_dead(path)
        with partial.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _storage_error(path, error) from error
    finally:
        if partial.exists():
            partial.unlink()


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the name `path` only when the block ends well.

    Where `path` exists already it is replaced: the old folder steps aside for the moment of the rename.
    A reader that finds `path` finds a whole folder.
    """
    partial = _partial_name(path)
    old = path.with_name(f".{path.name}.old{PARTIAL}")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _sweep_dead(path)
        if old.exists() and not path.exists():  # killed between the two renames below: what was there is put back
            old.rename(path)
        yield partial
        for file in sorted(partial.rglob("*")):
            if file.is_file():
                _sync_file(file)
        shutil.rmtree(old, ignore_errors=True)
        if path.exists():
            path.rename(old)
        partial.rename(path)
        _sync_folder(path.parent)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise _storage_error(path, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_json(path: Path, value: Any) -> None:
    """Write one JSON document, indented, keys in the order given, with a final newline."""
    with atomic_file(path) as handle:
        handle.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def read_json(path: Path) -> Any:
    """Read one JSON document. Raises RecordError naming the file, StorageError if it cannot be read."""
    try:
        return orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise RecordError(path, f"not JSON ({error})", "restore the file or make it again") from error
    except OSError as error:
        raise _storage_error(path, error) from error


def write_jsonl(path: Path, rows: Iterable[Any]) -> int:
    """Write one JSON value a line, atomically. Returns the number of lines."""
    count = 0
    with atomic_file(path) as handle:
        for row in rows:
            handle.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def read_jsonl(path: Path, wanted: Container[int] | None = None) -> Iterator[tuple[int, Any]]:
    """Yield (line number from 1, value) for each line that is not blank, holding one line in memory at a time.

    Where `wanted` is given only the lines of these numbers are parsed, and only they are yielded.
    Raises RecordError with `file:line` at the first line that is not JSON.
    """
    try:
        with path.open("rb") as handle:
            for number, line in enumerate(handle, start=1):
                if (wanted is None or number in wanted) and not line.isspace():
                    yield number, _parse_line(path, number, line)
    except OSError as error:
        raise _storage_error(path, error) from error


def sha256_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal, read in blocks."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise _storage_error(path, error) from error


def sweep_partials(folder: Path) -> list[Path]:
    """Remove what killed processes left under `folder`; returns what was removed.

    Only for folders that no other process is writing to.
    """
    left = sorted(folder.glob(f".*{PARTIAL}")) if folder.is_dir() else []
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return left


def _parse_line(path: Path, number: int, line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise RecordError(f"{path}:{number}", f"not a line of JSON ({error})", "one JSON object a line") from error


def _partial_name(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")


def _sweep_dead(path: Path) -> None:
    """Remove what killed processes left when they were writing `path`; what a living one is writing stays."""
    head = f".{path.name}."
    for left in list(path.parent.iterdir()):
        process = left.name.removeprefix(head).removesuffix(PARTIAL)
        if left.name == f"{head}{process}{PARTIAL}" and process.isdigit() and not _lives(int(process)):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True


def _sync_file(path: Path) -> None:
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _storage_error(path: Path, error: OSError) -> StorageError:
    place = error.filename or path
    return StorageError(
        place, f"{error.strerror or error}", "nothing was changed; free space or permissions, then repeat"
    )
