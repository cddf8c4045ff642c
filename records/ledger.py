"""Ledger: every decision people took, in order, never changed; in SQLite, with a text export that git carries."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain, groupby
from pathlib import Path
from typing import Any, Self

import orjson

from records.decision_lines import Record, matter, moment, next_moment, read_decisions, spend, stored, subject_of
from records.example import Message
from records.files import sha256_file, write_jsonl
from records.seen import SEEN, export_seen, keep_seen, take_in_seen
from records.store import connect, opening_lock, said_plainly, transaction, upgrade
from records.verdicts import Correction, Settlement, Verdict, record_from_row, record_to_row

STORE = "decisions.sqlite"
EXPORT = "verdicts.jsonl"

MIGRATIONS = (
    """
    CREATE TABLE decisions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,  -- what it decides: an example, a group, a passage of a file
        curator TEXT NOT NULL,
        moment TEXT NOT NULL,   -- `at` with six decimals, so that text order is time order
        line TEXT NOT NULL      -- the record, as in the export
    );
    CREATE INDEX decisions_bysubject_of ON decisions (kind, subject);
    CREATE INDEX decisions_by_moment ON decisions (moment, seq);
    CREATE INDEX decisions_by_curator ON decisions (curator, moment);
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
        BEGIN SELECT RAISE(ABORT, 'decisions are only ever appended'); END;
    CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
        BEGIN SELECT RAISE(ABORT, 'decisions are only ever appended'); END;
    """,
    """
    CREATE TABLE seen (sha256 TEXT PRIMARY KEY, messages TEXT NOT NULL);
    """,
)
"""What leads from each version of the store to the next; never edit one, add one."""

# Of decisions on the same subject the latest `at` holds, then the one appended last.
LATER_LAST = "ORDER BY moment, seq"
ONE_BY_ONE = "SELECT seq, line FROM decisions"


class Ledger:
    """The decisions in a folder (`data/review/`). Usable from several threads and, at once, several processes.

    Opening takes in what the export holds and the store does not: a store that was deleted, or a colleague's
    decisions that came with git. Raises StorageError when the store cannot be opened, RecordError with
    `verdicts.jsonl:line` when the export is faulty.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / STORE
        self._lock = threading.RLock()
        with said_plainly(self.path), opening_lock(self.path):
            self._connection = connect(self.path)
            upgrade(self._connection, self.path, MIGRATIONS)
        self.take_in(folder / EXPORT)
        self._take_in_seen()

    @classmethod
    def rebuild(cls, folder: Path, export: Path) -> "Ledger":
        """A ledger in a folder that holds none, made from an export. Opening one does the same by itself."""
        ledger = cls(folder)
        ledger.take_in(export)
        with ledger._lock, said_plainly(ledger.path), transaction(ledger._connection):
            take_in_seen(ledger._connection, export.with_name(SEEN))
        return ledger

    def append(self, record: Record, seen: Sequence[Message] = ()) -> None:
        """Keep a decision; on the disk when this returns. Raises RecordError when it breaks its schema.

        `seen`: the messages that the curator saw, kept so that they can be shown when the example reads otherwise.
        """
        self.append_all([record], [seen] if seen else [])

    def append_all(self, records: Iterable[Record], seen: Iterable[Sequence[Message]] = ()) -> None:
        """Keep several decisions, all or none of them."""
        rows = [stored(record) for record in records]
        with self._lock, said_plainly(self.path), transaction(self._connection):
            self._insert(rows)
            keep_seen(self._connection, seen)

    def seen(self, sha256: str) -> list[Message] | None:
        """The messages that bear a fingerprint, or None where nobody kept them."""
        with self._lock, said_plainly(self.path):
            row = self._connection.execute("SELECT messages FROM seen WHERE sha256 = ?", (sha256,)).fetchone()
        return orjson.loads(row[0]) if row else None

    def verdicts(self) -> Iterator[Verdict]:
        """The standing verdict of each example that has one, whoever gave it, in order of example.

        One at a time, for callers that read to the end: the store is theirs alone until then.
        """
        told = self._read("WHERE kind = 'verdict' ORDER BY subject, moment, seq")
        for _, on_one_example in groupby(told, key=lambda numbered: subject_of(numbered[1])):
            *_, (_, last) = on_one_example
            if isinstance(last, Verdict) and last.verdict != "withdrawn":
                yield last

    def latest_verdicts(self) -> dict[str, Verdict]:
        """The same by example, all at once: some 700 bytes each."""
        return {verdict.example_id: verdict for verdict in self.verdicts()}

    def settlements(self) -> dict[str, Settlement]:
        """The standing settlement of each group that has one, in order of group."""
        latest: dict[str, Settlement] = self._last_words("settlement")
        return {key: latest[key] for key in sorted(latest) if not latest[key].withdrawn}

    def corrections(self) -> tuple[Correction, ...]:
        """The standing corrections, by file, then as they were made: the order in which they apply."""
        latest: dict[str, Correction] = self._last_words("correction")
        standing = [correction for correction in latest.values() if not correction.withdrawn]
        return tuple(sorted(standing, key=lambda correction: (correction.file, moment(correction.at))))

    def history(self, kind: str, subject: str) -> list[Record]:
        """All decisions on one example (`verdict`) or group (`settlement`), the first one first."""
        return [record for _, record in self._read(f"WHERE kind = ? AND subject = ? {LATER_LAST}", kind, subject)]

    def action(self, curator: str, at: str) -> list[Record]:
        """What one curator decided in one go: decisions taken together bear the same time."""
        where = "WHERE curator = ? AND moment = ? ORDER BY seq"
        return [record for _, record in self._read(where, curator, moment(at))]

    def last_action(self, curator: str) -> str | None:
        """The time that names what a curator decided last, or None where they decided nothing."""
        with self._lock, said_plainly(self.path):
            query = "SELECT moment FROM decisions WHERE curator = ? ORDER BY seq DESC LIMIT 1"
            row = self._connection.execute(query, (curator,)).fetchone()
        return f"{row[0]}Z" if row else None

    def since(self, seq: int) -> list[tuple[int, Record]]:
        """The decisions appended after number `seq`, numbered."""
        return list(self._read("WHERE seq > ? ORDER BY seq", seq))

    def now(self) -> str:
        """The time for a new decision: UTC to the microsecond, and later than any decision kept.

        So a clock that was set back cannot make an undo come before what it undoes.
        """
        with self._lock, said_plainly(self.path):
            last = self._connection.execute("SELECT max(moment) FROM decisions").fetchone()[0] or ""
        present = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
        return f"{present if present > last else next_moment(last)}Z"

    def digest(self) -> str:
        """SHA-256 of what stands and matters to a build: not of who decided it, nor when, nor in which order."""
        standing = chain(self.verdicts(), self.settlements().values(), self.corrections())
        found = sha256()
        for record in standing:
            found.update(orjson.dumps(matter(record), option=orjson.OPT_SORT_KEYS))
        return found.hexdigest()

    def export(self) -> Path:
        """Write the text export, oldest decision first, after taking in what it holds and the store does not."""
        path = self.folder / EXPORT
        with said_plainly(self.path), opening_lock(self.path):
            self.take_in(path)
            self._take_in_seen()
            write_jsonl(path, (record_to_row(record) for _, record in self._read(LATER_LAST)))
            with self._lock:
                export_seen(self._connection, self.folder / SEEN)
            self._remember(path)
            self._remember(self.folder / SEEN)
        return path

    def take_in(self, export: Path) -> int:
        """Append the decisions of an export that the store lacks, checked; returns how many."""
        if not export.is_file() or self._knows(export):
            return 0
        incoming = [stored(record) for record in read_decisions(export)]
        with self._lock, said_plainly(self.path), transaction(self._connection):
            held = Counter(line for (line,) in self._connection.execute("SELECT line FROM decisions"))
            fresh = [row for row in incoming if not spend(held, row[-1])]
            self._insert(fresh)
        self._remember(export)
        return len(fresh)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _insert(self, rows: Iterable[tuple[str, ...]]) -> None:
        into = "INSERT INTO decisions (kind, subject, curator, moment, line) VALUES (?, ?, ?, ?, ?)"
        self._connection.executemany(into, rows)

    def _read(self, where: str, *values: object) -> Iterator[tuple[int, Record]]:
        """Decisions one by one, for callers here that read to the end: the store is theirs alone until then."""
        with self._lock, said_plainly(self.path):
            for seq, line in self._connection.execute(f"{ONE_BY_ONE} {where}", values):
                yield seq, record_from_row(orjson.loads(line))

    def _last_words(self, kind: str) -> dict[str, Any]:
        return {subject_of(record): record for _, record in self._read(f"WHERE kind = ? {LATER_LAST}", kind)}

    def _take_in_seen(self) -> None:
        path = self.folder / SEEN
        if path.is_file() and not self._knows(path):
            with self._lock, said_plainly(self.path), transaction(self._connection):
                take_in_seen(self._connection, path)
            self._remember(path)

    def _knows(self, export: Path) -> bool:
        """Whether the store has taken in this very export, or written it."""
        with self._lock, said_plainly(self.path):
            row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (export.name,)).fetchone()
        return row is not None and row[0] == sha256_file(export)

    def _remember(self, export: Path) -> None:
        with self._lock, said_plainly(self.path):
            value = sha256_file(export)
            self._connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (export.name, value))
