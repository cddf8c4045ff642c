"""The index follows the generated files, line by line, and what is no example is listed with its line."""

import pytest

from records.errors import StorageError
from review_app.index import NAME, Index
from review_app.search import Filter, count
from tests.review_app.made import conflict, example, examples, generate


def index_of(tmp_path) -> Index:
    index = Index(tmp_path / "data" / "generated", tmp_path / "data" / "review")
    index.refresh()
    return index


def ids(index):
    return {name for (name,) in index.rows("SELECT id FROM examples")}


def test_an_example_is_read_back_as_it_was_generated(tmp_path):
    generate(tmp_path / "data", examples(10))
    found = index_of(tmp_path).example(example(3)["id"])
    assert found and found.prompt == example(3)["messages"][0]["content"]


def test_only_what_changed_is_indexed_again_and_search_finds_the_new_text_alone(tmp_path):
    generate(tmp_path / "data", examples(10))
    index = index_of(tmp_path)
    changed = example(2)
    changed["messages"][1]["content"] = "O Farense jogou no Algarve."
    generate(tmp_path / "data", [example(0), changed, *(example(n) for n in range(3, 12))])
    assert index.refresh()
    assert ids(index) == {example(n)["id"] for n in (0, *range(2, 12))}
    assert count(index, Filter(text="algarve")) == 1
    assert count(index, Filter(text="terminou")) == 10
    index.connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


def test_a_file_that_is_gone_takes_its_examples_along(tmp_path):
    generate(tmp_path / "data", examples(4))
    generate(tmp_path / "data", [conflict()], "books.jsonl")
    index = index_of(tmp_path)
    (tmp_path / "data" / "generated" / "books.jsonl").unlink()
    assert index.refresh()
    assert ids(index) == {example(n)["id"] for n in range(4)}


def test_an_example_that_moves_to_another_file_stays(tmp_path):
    generate(tmp_path / "data", examples(4), "b.jsonl")
    index = index_of(tmp_path)
    generate(tmp_path / "data", examples(4), "a.jsonl")
    (tmp_path / "data" / "generated" / "b.jsonl").unlink()
    index.refresh()
    assert len(ids(index)) == 4
    assert index.example(example(0)["id"])


def test_what_the_builders_left_out_is_no_example(tmp_path):
    generate(tmp_path / "data", examples(4))
    generate(tmp_path / "data", [{"reason": "no_score"}], "rejected.jsonl")
    index = index_of(tmp_path)
    assert len(ids(index)) == 4 and index.fault_list() == []


def test_faulty_lines_are_listed_with_their_place_and_hide_no_other(tmp_path):
    path = generate(tmp_path / "data", [example(0), {"id": "x"}, example(1)])
    path.write_bytes(path.read_bytes() + b"{not json\n")
    index = index_of(tmp_path)
    assert len(ids(index)) == 2
    places = index.fault_list()
    assert [place for place, _ in places] == ["results.jsonl:2", "results.jsonl:4"]
    assert "required" in places[0][1] and "not JSON" in places[1][1]


def test_a_damaged_index_is_made_again(tmp_path):
    generate(tmp_path / "data", examples(4))
    (tmp_path / "data" / "review").mkdir(parents=True)
    (tmp_path / "data" / "review" / NAME).write_bytes(b"nothing of the kind" * 1000)
    assert len(ids(index_of(tmp_path))) == 4


def test_reading_a_line_that_changed_since_says_to_load_again(tmp_path):
    path = generate(tmp_path / "data", examples(4))
    index = index_of(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"terminou", b"finalizo"))
    with pytest.raises(StorageError, match="changed since it was indexed; load the page again"):
        index.example(example(0)["id"])


def test_an_empty_folder_gives_an_empty_index(tmp_path):
    assert ids(index_of(tmp_path)) == set()


def test_an_id_that_stands_twice_is_indexed_once(tmp_path):
    generate(tmp_path / "data", [example(0), example(1), example(0, group="match/other")])
    assert len(index_of(tmp_path).rows("SELECT id FROM examples")) == 2


def test_an_index_emptied_and_filled_again_works(tmp_path):
    path = generate(tmp_path / "data", examples(4))
    index = index_of(tmp_path)
    path.unlink()
    index.refresh()
    generate(tmp_path / "data", examples(8))
    index.refresh()
    assert len(ids(index)) == 8 and count(index, Filter(text="terminou")) == 8
