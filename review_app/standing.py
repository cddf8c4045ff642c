"""What people decided, as the index shows it: the state of each example, kept level with the ledger."""

from pathlib import Path

from records.decision_lines import Record, moment
from records.files import read_jsonl
from records.ledger import Ledger
from records.store import transaction
from records.verdicts import Settlement, Verdict
from review_app.index import Index
from review_app.places import FIRST_OF_REST

SEQ, SPLITS = "ledger", "frozen"  # keys of `meta`: what the index has taken in

# Of the opinions on an example the latest holds, as in the ledger.
LAST_WORD = """
    SELECT verdict, seen, curator FROM opinions AS o WHERE o.example_id = examples.id
    ORDER BY moment DESC, seq DESC LIMIT 1
"""
STATE = f"""
    UPDATE examples SET (state, curator) = (
        SELECT CASE WHEN verdict = 'withdrawn' THEN 'new' WHEN seen = examples.seen THEN verdict ELSE 'stale' END,
               CASE WHEN verdict = 'withdrawn' THEN '' ELSE curator END
        FROM ({LAST_WORD}))
"""
SETTLED = "UPDATE examples SET state = ?, curator = '' WHERE grp = ? AND n < ? AND instr(' ' || flags, ' conflict ')"


def follow(index: Index, ledger: Ledger) -> int:
    """Take in the decisions that the index has not seen; returns how many."""
    with index.lock:
        fresh = ledger.since(int(index.meta(SEQ) or 0))
        if fresh:
            with transaction(index.connection):
                _note(index, fresh)
                _mark(index, [record for _, record in fresh])
                index.set_meta(SEQ, str(fresh[-1][0]))
    return len(fresh)


def follow_all(index: Index, ledger: Ledger) -> None:
    """Set the state of every example anew: the examples themselves have changed."""
    follow(index, ledger)
    with index.lock, transaction(index.connection):
        index.connection.execute("UPDATE examples SET state = 'new', curator = '' WHERE state != 'new'")
        index.connection.execute(f"{STATE} WHERE id IN (SELECT example_id FROM opinions)")
        for (group,) in index.rows("SELECT grp FROM settled WHERE NOT withdrawn"):
            index.connection.execute(SETTLED, ("settled", group, FIRST_OF_REST))


def follow_splits(index: Index, frozen: Path, anew: bool = False) -> bool:
    """Note which split of the latest frozen version each example is in; returns whether that was news.

    `anew`: the examples themselves have changed.
    """
    folder = frozen / "latest"
    version = folder.resolve().name if folder.exists() else ""
    if version == (index.meta(SPLITS) or "") and not anew:
        return False
    with index.lock, transaction(index.connection):
        index.connection.execute("UPDATE examples SET split = '' WHERE split != ''")
        for split in ("train", "valid", "test"):
            rows = ((split, row["id"]) for _, row in read_jsonl(folder / f"{split}.jsonl")) if version else ()
            index.connection.executemany("UPDATE examples SET split = ? WHERE id = ?", rows)
        index.set_meta(SPLITS, version)
    return True


def _note(index: Index, fresh: list[tuple[int, Record]]) -> None:
    later = "ON CONFLICT DO UPDATE SET {} WHERE excluded.moment >= moment"
    opinion = "verdict = excluded.verdict, seen = excluded.seen, moment = excluded.moment, seq = excluded.seq"
    settled = "moment = excluded.moment, withdrawn = excluded.withdrawn"
    for seq, record in fresh:
        match record:
            case Verdict():
                values = (record.curator, record.example_id, record.verdict, record.seen_sha256, moment(record.at), seq)
                into = f"INSERT INTO opinions VALUES (?, ?, ?, ?, ?, ?) {later.format(opinion)}"
                index.connection.execute(into, values)
            case Settlement():
                values = (record.group, moment(record.at), record.withdrawn)
                index.connection.execute(f"INSERT INTO settled VALUES (?, ?, ?) {later.format(settled)}", values)


def _mark(index: Index, records: list[Record]) -> None:
    for record in records:
        match record:
            case Verdict():
                index.connection.execute(f"{STATE} WHERE id = ?", (record.example_id,))
            case Settlement():
                state = "settled" if _is_settled(index, record.group) else "new"
                index.connection.execute(SETTLED, (state, record.group, FIRST_OF_REST))


def _is_settled(index: Index, group: str) -> bool:
    return bool(index.rows("SELECT 1 FROM settled WHERE grp = ? AND NOT withdrawn", group))
