"""The arrows of ARCHITECTURE.md: which room may import which."""

import ast
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {"records", "builders", "train", "review_app"}
ARROWS = {"records": set(), "builders": {"records"}, "train": {"records"}, "review_app": {"records", "train"}}
ONLY_DOORS = {("review_app", "train"): {"train.encoding"}}
MODULES = [(room, path) for room in sorted(ROOMS) for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file; `from train import encoding` counts as train.encoding."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            bare = node.module in ROOMS
            names.update(f"{node.module}.{alias.name}" if bare else node.module for alias in node.names)
    return names


@pytest.mark.parametrize(("room", "path"), MODULES, ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_room_imports_only_where_its_arrows_point(room: str, path: Path) -> None:
    for name in imported(path):
        target = name.split(".")[0]
        if target not in ROOMS - {room}:
            continue
        assert target in ARROWS[room], f"{path} imports {name}"
        doors = ONLY_DOORS.get((room, target))
        assert doors is None or name in doors, f"{path} imports {name}, allowed are {doors}"


def test_readers_and_phrasing_know_nothing_of_each_other() -> None:
    readers = [
        *ROOT.glob("builders/*/reading*.py"),
        *ROOT.glob("builders/results/[!q_]*.py"),
        *ROOT.glob("builders/books/extraction*.py"),
    ]
    assert readers
    for path in readers:
        assert not any("phrasing" in name for name in imported(path)), path


def test_the_training_loop_knows_no_command_line() -> None:
    for name in ("loop", "loss", "batching", "encoding", "checkpoint"):
        assert not imported(ROOT / "train" / f"{name}.py") & {"argparse", "sys"}, name


def said_in_code(path: Path) -> str:
    """Everything a module does: its code without docstrings and comments, in which examples may name names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(body, list):
                body[:] = [one for one in body if not _is_text(one)] or [ast.Pass()]
    return ast.unparse(tree).casefold()


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_no_code_and_no_phrasing_names_the_club_whose_archive_it_is() -> None:
    for _, path in MODULES:
        assert "farense" not in said_in_code(path), path
    for path in (ROOT / "builders").rglob("*.yaml"):
        words = str(yaml.safe_load(path.read_text(encoding="utf-8")))
        assert "farense" not in words.casefold(), path
