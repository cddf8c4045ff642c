"""The texts that curators saw when they decided, by fingerprint: what stale verdicts are compared with."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import orjson

from records.errors import RecordError
from records.example import Message, text_sha256
from records.files import read_jsonl, write_jsonl

SEEN = "seen.jsonl"
KEEP = "INSERT OR IGNORE INTO seen (sha256, messages) VALUES (?, ?)"


def keep_seen(connection: sqlite3.Connection, seen: Iterable[Sequence[Message]]) -> None:
    """Keep the messages of each conversation under their `text_sha256`."""
    rows = ((text_sha256(list(messages)), orjson.dumps(list(messages)).decode()) for messages in seen)
    connection.executemany(KEEP, rows)


def export_seen(connection: sqlite3.Connection, path: Path) -> None:
    """Write all texts as JSONL, by fingerprint."""
    rows = connection.execute("SELECT sha256, messages FROM seen ORDER BY sha256")
    write_jsonl(path, ({"sha256": sha256, "messages": orjson.loads(messages)} for sha256, messages in rows))


def take_in_seen(connection: sqlite3.Connection, path: Path) -> None:
    """Add the texts of an export. Raises RecordError with `file:line` where a text is not what its fingerprint says."""
    if path.is_file():
        connection.executemany(KEEP, (_checked(f"{path}:{number}", row) for number, row in read_jsonl(path)))


def _checked(where: str, row: object) -> tuple[str, str]:
    match row:
        case {"sha256": str(sha256), "messages": list(messages)} if _are_messages(messages):
            if text_sha256(messages) == sha256:
                return sha256, orjson.dumps(messages).decode()
    raise RecordError(where, "not a text and its fingerprint", "restore the file from git, or remove the line")


def _are_messages(messages: list[object]) -> bool:
    texts = [m for m in messages if isinstance(m, dict) and m.keys() == {"role", "content"}]
    return len(texts) == len(messages) and all(isinstance(value, str) for m in texts for value in m.values())
