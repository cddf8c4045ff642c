"""The ledger: what it keeps, in which order it counts, and that nothing kept is ever lost."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from records.decision_lines import stored
from records.errors import RecordError, StorageError
from records.example import text_sha256
from records.ledger import EXPORT, MIGRATIONS, STORE, Ledger
from records.store import connect, upgrade
from records.verdicts import Correction, Settlement, Verdict

SEEN = "a" * 64
ROOT = Path(__file__).parents[2]


def verdict(example_id: str, decision: str = "approved", at: str = "2026-03-01T10:00:00Z", **fields) -> Verdict:
    return Verdict(example_id, SEEN, decision, fields.pop("curator", "Ana"), at, **fields)  # type: ignore[arg-type]


def mixed() -> list:
    edited = (
        {"role": "user", "content": "Quem ganhou?"},
        {"role": "assistant", "content": "O Farense ganhou por 2-1."},
    )
    return [
        verdict("results/a/1/x"),
        verdict("results/a/2/x", "edited", messages=edited, note="acentos"),
        verdict("results/a/3/x", "rejected", reason="wrong", curator="Rui"),
        Settlement("match/1995-04-02_farense_benfica", {"score": "2-1"}, "Ana", "2026-03-01T10:00:01Z"),
        Correction("books/livro.txt", "oárbitro", "o árbitro", "Rui", "2026-03-01T10:00:02Z"),
    ]


def test_the_last_word_stands_and_a_withdrawn_verdict_is_none(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append(verdict("b", "approved"))
    ledger.append(verdict("b", "rejected", "2026-03-01T10:00:00.5Z", reason="wrong"))
    ledger.append_all([verdict("a"), verdict("c"), verdict("c", "withdrawn")])
    assert [(key, v.verdict) for key, v in ledger.latest_verdicts().items()] == [("a", "approved"), ("b", "rejected")]
    assert [v.verdict for v in ledger.history("verdict", "c")] == ["approved", "withdrawn"]  # type: ignore[union-attr]


def test_an_older_decision_taken_in_late_does_not_overrule_a_newer_one(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append(verdict("a", "rejected", "2026-03-02T00:00:00Z"))
    ledger.append(verdict("a", "approved", "2026-03-01T23:59:59.999Z"))
    assert ledger.latest_verdicts()["a"].verdict == "rejected"


def test_a_new_time_is_later_than_any_decision_even_when_the_clock_was_set_back(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append(verdict("a", at="2999-12-31T23:59:59.999999Z"))
    assert ledger.now() == "3000-01-01T00:00:00.000000Z"


def test_settlements_and_corrections_can_be_withdrawn(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append_all(mixed())
    assert ledger.settlements()["match/1995-04-02_farense_benfica"].facts == {"score": "2-1"}
    assert [c.after for c in ledger.corrections()] == ["o árbitro"]
    ledger.append(Settlement("match/1995-04-02_farense_benfica", None, "Ana", ledger.now(), withdrawn=True))
    ledger.append(Correction("books/livro.txt", "oárbitro", "", "Rui", ledger.now(), withdrawn=True))
    assert ledger.settlements() == {} and ledger.corrections() == ()


def test_the_export_rebuilds_the_same_ledger_and_the_same_bytes(tmp_path):
    ledger = Ledger(tmp_path / "one")
    ledger.append_all(mixed())
    export = ledger.export()
    again = Ledger.rebuild(tmp_path / "two", export)
    assert again.latest_verdicts() == ledger.latest_verdicts()
    assert again.digest() == ledger.digest()
    assert again.export().read_bytes() == export.read_bytes()


def test_opening_rebuilds_a_store_that_was_deleted(tmp_path):
    with Ledger(tmp_path) as ledger:
        ledger.append_all(mixed())
        ledger.export()
    for path in tmp_path.glob(f"{STORE}*"):
        path.unlink()
    assert len(Ledger(tmp_path).latest_verdicts()) == 3


def test_decisions_that_came_with_git_are_taken_in_and_none_is_overwritten(tmp_path):
    mine, theirs = Ledger(tmp_path / "mine"), Ledger(tmp_path / "theirs")
    mine.append(verdict("a"))
    theirs.append(verdict("b", at="2026-02-01T00:00:00Z", curator="Rui"))
    lines = theirs.export().read_text() + mine.export().read_text()
    (tmp_path / "mine" / EXPORT).write_text(lines)
    mine.append(verdict("c"))
    mine.export()
    assert list(mine.latest_verdicts()) == ["a", "b", "c"]
    assert (tmp_path / "mine" / EXPORT).read_text().startswith(lines)


def test_two_equal_decisions_are_two_and_taking_in_the_export_again_adds_none(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append_all([verdict("a"), verdict("a", "withdrawn"), verdict("a")])
    export = ledger.export()
    assert ledger.latest_verdicts()["a"].verdict == "approved"
    assert Ledger(tmp_path).take_in(export) == 0
    assert len(export.read_text().splitlines()) == 3


def test_the_digest_ignores_who_and_when_and_sees_what(tmp_path):
    one, two, three = (Ledger(tmp_path / name) for name in "123")
    one.append(verdict("a"))
    two.append_all([verdict("a", "rejected"), verdict("a", at="2027-01-01T00:00:00Z", curator="Rui")])
    three.append(verdict("a", "unsure"))
    assert one.digest() == two.digest() != three.digest()


def test_a_decision_that_breaks_its_schema_is_refused_and_nothing_of_its_action_kept(tmp_path):
    ledger = Ledger(tmp_path)
    with pytest.raises(RecordError, match=r"decision on b: .*not valid under any|decision on b: .*oneOf|decision on b"):
        ledger.append_all([verdict("a"), verdict("b", "edited")])
    assert ledger.latest_verdicts() == {}


def test_a_faulty_export_is_named_with_its_line(tmp_path):
    (tmp_path / EXPORT).write_text('{"kind":"verdict","curator":"Ana","at":"2026-03-01T10:00:00Z"}\n')
    with pytest.raises(RecordError, match=rf"{EXPORT}:1: "):
        Ledger(tmp_path)


def test_what_a_curator_saw_is_kept_and_carried_by_its_own_export(tmp_path):
    messages = [{"role": "user", "content": "Quem ganhou?"}, {"role": "assistant", "content": "O Farense."}]
    ledger = Ledger(tmp_path / "one")
    sha256 = text_sha256(messages)  # type: ignore[arg-type]
    ledger.append(Verdict("a", sha256, "approved", "Ana", ledger.now()), seen=messages)  # type: ignore[arg-type]
    again = Ledger.rebuild(tmp_path / "two", ledger.export())
    assert again.seen(sha256) == messages
    assert again.seen("b" * 64) is None


def test_a_seen_text_that_is_not_what_its_fingerprint_says_is_named_with_its_line(tmp_path):
    (tmp_path / "seen.jsonl").write_text('{"sha256":"aa","messages":[{"role":"user","content":"x"}]}\n')
    with pytest.raises(RecordError, match=r"seen\.jsonl:1: not a text and its fingerprint"):
        Ledger(tmp_path)


def test_decisions_cannot_be_changed_or_deleted(tmp_path):
    Ledger(tmp_path).append(verdict("a"))
    raw = sqlite3.connect(tmp_path / STORE)
    for change in ("UPDATE decisions SET curator = 'Eva'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever appended"):
            raw.execute(change)


def test_a_damaged_store_says_how_to_recover(tmp_path):
    (tmp_path / STORE).write_bytes(b"not a database at all" * 500)
    with pytest.raises(StorageError, match=r"decisions\.sqlite: is damaged .*move it away"):
        Ledger(tmp_path)


def test_a_store_of_a_later_program_is_refused(tmp_path):
    Ledger(tmp_path).close()
    with sqlite3.connect(tmp_path / STORE) as raw:
        raw.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(StorageError, match="update Acervo"):
        Ledger(tmp_path)


def test_the_first_schema_upgrades_with_a_backup_made_before(tmp_path):
    path = tmp_path / STORE
    connection = connect(path)
    upgrade(connection, path, MIGRATIONS[:1])
    connection.execute(
        "INSERT INTO decisions (kind, subject, curator, moment, line) VALUES (?, ?, ?, ?, ?)", stored(verdict("a"))
    )
    connection.close()
    with Ledger(tmp_path) as ledger:
        assert ledger.latest_verdicts() == {"a": verdict("a")}
        assert ledger.seen(SEEN) is None
    backup = sqlite3.connect(tmp_path / f"{STORE}.v1.backup")
    assert backup.execute("SELECT subject FROM decisions").fetchall() == [("a",)]
    assert backup.execute("SELECT count(*) FROM sqlite_master WHERE name = 'seen'").fetchone() == (0,)


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(tmp_path):
    path = tmp_path / STORE
    connection = connect(path)
    upgrade(connection, path, MIGRATIONS)
    with pytest.raises(sqlite3.OperationalError):
        upgrade(connection, path, (*MIGRATIONS, "CREATE TABLE extra (x); SELECT nothing FROM nowhere;"))
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone()[0] == 0


WRITER = """
import sys
from pathlib import Path
from records.ledger import Ledger
from records.verdicts import Verdict
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
ledger = Ledger(folder)
for n in range(count):
    ledger.append(Verdict(f"{name}/{n}", "a" * 64, "approved", name, ledger.now()))
    print(n, flush=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_four_writers_at_once_lose_nothing(tmp_path):
    writers = [writer(tmp_path, name, 100) for name in "abcd"]
    outputs = [process.communicate(timeout=120) for process in writers]
    assert [process.returncode for process in writers] == [0] * 4, outputs
    assert len(Ledger(tmp_path).latest_verdicts()) == 400


@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_writer_killed_at_once_has_kept_all_it_said_was_kept(tmp_path, after):
    process = writer(tmp_path, "a", 100_000)
    assert process.stdout
    said = [process.stdout.readline() for _ in range(after)]
    os.kill(process.pid, signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait()
    whole = [int(line) for line in said if line.endswith("\n")]
    kept = Ledger(tmp_path).latest_verdicts()
    assert all(f"a/{n}" in kept for n in whole)
    assert len(kept) <= len(whole) + 1
