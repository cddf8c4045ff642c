"""What a killed process left is removed by the next that writes the same; what a living one writes is not."""

import os
import subprocess
import sys
from pathlib import Path

from records.files import atomic_folder, write_json


def a_dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_only_what_dead_processes_left_of_the_same_name_is_removed(tmp_path: Path) -> None:
    dead, living = a_dead_process(), os.getppid()
    names = [f".a.json.{dead}.partial", f".a.json.{living}.partial", f".b.json.{dead}.partial", ".a.json.old.partial"]
    for name in names:
        (tmp_path / name).write_text("half")
    write_json(tmp_path / "a.json", {})
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*names[1:], "a.json"])


def test_folders_that_a_dead_process_left_are_removed_with_all_they_hold(tmp_path: Path) -> None:
    left = tmp_path / f".made.{a_dead_process()}.partial"
    left.mkdir()
    (left / "half").write_text("x")
    with atomic_folder(tmp_path / "made") as partial:
        (partial / "whole").write_text("y")
    assert [p.name for p in tmp_path.iterdir()] == ["made"]


def test_folder_that_stepped_aside_when_its_writer_was_killed_comes_back(tmp_path: Path) -> None:
    aside = tmp_path / ".made.old.partial"
    aside.mkdir()
    (aside / "kept").write_text("x")
    with atomic_folder(tmp_path / "made") as partial:
        assert (tmp_path / "made" / "kept").read_text() == "x"
        (partial / "whole").write_text("y")
    assert [p.name for p in tmp_path.rglob("*")] == ["made", "whole"]
