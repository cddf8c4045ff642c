"""What only a comparison with all other examples shows is flagged where it stands, and nothing else is touched."""

from pathlib import Path

import orjson

from builders.doubting import Doubts
from records.example import Example, example_to_row
from records.files import write_jsonl
from tests.making import example

ASKED = (
    example("Como acabou?", "Acabou 1-0.", id="a", facts={"r": "1-0"}),
    example("E depois?", "Nada.", id="b"),
    example("como acabou", "Acabou 2-0.", id="c", facts={"r": "2-0"}),
)
TOLD = (
    example("O que conta o livro?", "Conta que o estádio foi inaugurado em 1923.", id="d", group="book/1"),
    example("O que conta o livro?", "Conta que o estádio foi inagurado em 1923.", id="e", group="book/2"),
)


def flagged(folder: Path, files: dict[str, tuple[Example, ...]]) -> tuple[dict[str, list[str]], list[list[str]]]:
    """The flags of each example after a build would have written these files, and the groups of near-duplicates."""
    doubts = Doubts()
    for name, examples in files.items():
        doubts.begin(name)
        for one in examples:
            doubts.see(one, contradicts=not name.startswith("imported"))
        write_jsonl(folder / name, map(example_to_row, examples))
    groups = doubts.flag(folder, [name for name in files if not name.startswith("imported")])
    lines = [orjson.loads(line) for name in files for line in (folder / name).read_bytes().splitlines()]
    return {row["id"]: row["flags"] for row in lines}, groups


def test_one_question_with_two_facts_is_flagged_on_both_sides_whatever_the_file(tmp_path: Path) -> None:
    flags, _ = flagged(tmp_path, {"results.jsonl": ASKED[:2], "books.jsonl": ASKED[2:]})
    assert flags == {"a": ["contradiction"], "b": [], "c": ["contradiction"]}


def test_a_slip_is_flagged_on_the_second_of_two_and_both_are_named(tmp_path: Path) -> None:
    flags, groups = flagged(tmp_path, {"results.jsonl": ASKED[:2], "books.jsonl": TOLD})
    assert flags == {"a": [], "b": [], "d": [], "e": ["near_duplicate"]}
    assert groups == [["d", "e"]]


def test_an_imported_example_contradicts_nothing_and_its_file_is_left_as_it_is(tmp_path: Path) -> None:
    flags, groups = flagged(tmp_path, {"imported-x.jsonl": (ASKED[0], TOLD[1]), "results.jsonl": (ASKED[2], TOLD[0])})
    assert set(map(len, flags.values())) == {0}
    assert groups == [["d", "e"]]


def test_a_conflict_that_gives_both_values_contradicts_neither(tmp_path: Path) -> None:
    conflict = example("Como acabou?", "As fontes divergem.", id="z", flags=("conflict",))
    flags, _ = flagged(tmp_path, {"results.jsonl": (ASKED[0], conflict)})
    assert flags == {"a": [], "z": ["conflict"]}


def test_lines_without_a_doubt_are_the_very_same_bytes(tmp_path: Path) -> None:
    odd = b'{"flags":[], "id":"spaced  out"}\n'
    doubts = Doubts()
    doubts.begin("results.jsonl")
    for one in (ASKED[1], ASKED[0], ASKED[2]):
        doubts.see(one)
    rows = b"".join(orjson.dumps(example_to_row(one)) + b"\n" for one in (ASKED[0], ASKED[2]))
    (tmp_path / "results.jsonl").write_bytes(odd + rows)
    doubts.flag(tmp_path, ["results.jsonl"])
    after = (tmp_path / "results.jsonl").read_bytes()
    assert after.startswith(odd)
    assert after.count(b'["contradiction"]') == 2
