"""Files and folders appear whole or not at all."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from records.errors import RecordError, StorageError
from records.files import atomic_file, atomic_folder, read_jsonl, sweep_partials, write_json, write_jsonl

ROOT = Path(__file__).resolve().parents[2]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_rows_come_back_as_they_went_with_their_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [{"id": "07", "text": "Época de 1994/95 — “Leões”"}, {"id": "8", "text": "2026-01-01"}]
    assert write_jsonl(path, rows) == 2
    assert list(read_jsonl(path)) == [(1, rows[0]), (2, rows[1])]


def test_a_line_that_is_not_json_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\n{"a": \n', encoding="utf-8")
    with pytest.raises(RecordError, match=r"rows\.jsonl:2: not a line of JSON"):
        list(read_jsonl(path))


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    write_json(path, {"old": True})
    with pytest.raises(KeyboardInterrupt), atomic_file(path) as handle:
        handle.write(b"half")
        raise KeyboardInterrupt
    assert path.read_text() == '{\n  "old": true\n}\n'
    assert names(tmp_path) == ["kept.json"]


def test_an_interrupted_folder_leaves_the_old_one(tmp_path: Path) -> None:
    with atomic_folder(tmp_path / "made") as folder:
        (folder / "a").write_text("1")
    with pytest.raises(KeyboardInterrupt), atomic_folder(tmp_path / "made") as folder:
        (folder / "a").write_text("2")
        raise KeyboardInterrupt
    assert (tmp_path / "made" / "a").read_text() == "1"
    assert names(tmp_path) == ["made"]


def test_a_full_disk_is_said_plainly_and_leaves_nothing(tmp_path: Path) -> None:
    """A limit on file size stands in for the disk's: the system refuses the write in the same way."""
    code = (
        "import resource, signal, sys; from pathlib import Path; from records.files import write_jsonl\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from records.errors import StorageError\n"
        "try: write_jsonl(Path(sys.argv[1]), ({'n': n} for n in range(10000)))\n"
        "except StorageError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "big.jsonl")], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "big.jsonl" in done.stdout and "free space" in done.stdout
    assert names(tmp_path) == []


def test_a_killed_write_leaves_no_file_under_the_final_name(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from records.files import atomic_folder\n"
        "with atomic_folder(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'a').write_text('1'); print('writing', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "made")], stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None and process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not (tmp_path / "made").exists()
    assert len(sweep_partials(tmp_path)) == 1
    assert names(tmp_path) == []


def test_a_folder_where_one_may_not_write_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="file"), atomic_file(tmp_path / "file" / "below") as handle:
        handle.write(b"")
