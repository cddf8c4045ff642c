"""Every repair against the hand-made truth: what it changes is right, what it should change it does, digits stay."""

import re

import pytest

from builders.books.cleaning import clean
from builders.books.formats.pdf import read_pdf
from records.files import read_jsonl
from tests.archive import ARCHIVE, needs_archive
from tests.builders.books.measuring import TRUTH, families, measure, measure_machine_text, repaired

PRECISION, RECALL = 0.99, 0.99


@pytest.mark.parametrize("family", families())
def test_a_repair_is_right_where_it_changes_and_misses_little(family: str) -> None:
    found = measure(family)
    assert found.precision >= PRECISION, found.wrong
    assert found.recall >= RECALL, found.wrong


def test_instructions_to_an_assistant_are_told_from_talk_of_texts() -> None:
    found = measure_machine_text()
    assert (found.precision, found.recall) == (1.0, 1.0), found.wrong


def test_the_truth_has_its_three_hundred_lines() -> None:
    assert sum(1 for path in TRUTH.glob("*.jsonl") for _ in read_jsonl(path)) >= 300


@pytest.mark.parametrize("family", [name for name in families() if name != "furniture"])
def test_no_repair_changes_a_digit(family: str) -> None:
    for _, row in read_jsonl(TRUTH / f"{family}.jsonl"):
        assert _digits(repaired(family, row["before"])) == _digits(row["before"]), row


@needs_archive
@pytest.mark.parametrize("name", ["dom_casmurro.pdf", "diario_republica_duas_colunas.pdf"])
def test_on_real_pages_the_only_digits_that_go_are_those_of_page_furniture(name: str) -> None:
    extracted = read_pdf((ARCHIVE / "books" / name).read_bytes(), name, "")
    revision = clean(extracted, False, ()).revision
    for change in revision.changes:
        if change.repair != "furniture":
            assert _digits(change.before) == _digits(change.after), change
    assert len(_digits(revision.text)) + _in_furniture(revision.changes) == len(_digits(revision.source))


def _in_furniture(changes) -> int:
    lost = (len(_digits(c.before)) - len(_digits(c.after)) for c in changes if c.repair == "furniture")
    return sum(lost)


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))
