"""What reading mended by itself: listed by source, and undone by a correction."""

import pytest

from records.files import write_jsonl
from records.ledger import Ledger
from records.repair import RepairMade
from review_app.repairs import as_it_was, read_repairs, undone
from tests.review_app.made import example, generate
from tests.review_app.pages import button, html, opened

JOINED = {
    "builder": "books", "file": "books/clube.pdf", "locator": "page 3, characters 7-8", "repair": "line_ends",
    "before": "O contra-\nbalanço do campo", "after": "O contrabalanço do campo", "sure": False,
}  # fmt: skip
NOTHING_TO_SEE = {**JOINED, "repair": "glyphs", "before": "a \n", "after": "a"}
HEAD = {
    **JOINED,
    "file": "books/outro.md",
    "locator": "line 9",
    "repair": "furniture",
    "before": "Página 9 Foi",
    "after": "Foi",
}


@pytest.fixture
def mended(folder):
    generate(folder / "data", [example(n) for n in range(4)])
    rows = [JOINED, NOTHING_TO_SEE, {**HEAD, "sure": True}]
    write_jsonl(folder / "data" / "generated" / "repairs" / "repairs.jsonl", rows)
    return folder


def test_repairs_are_read_but_for_those_that_nobody_could_see(mended):
    found = read_repairs(mended / "data")
    assert [(repair.file, repair.repair) for repair in found] == [
        ("books/clube.pdf", "line_ends"), ("books/outro.md", "furniture"),
    ]  # fmt: skip
    assert read_repairs(mended) == ()


def test_a_word_put_back_keeps_the_hyphen_of_the_line_end():
    assert (
        as_it_was(RepairMade("books", "a", "line 1", "line_ends", "O contra-\nbalanço", "O contrabalanço", True))
        == "O contra-balanço"
    )


def test_undoing_a_repair_keeps_a_correction_from_what_reading_made_to_what_stood_there(mended):
    page = opened("corrections", lang="pt")
    assert "palavras partidas no fim da linha · " in html(page) and " · linha 9\nbooks/outro.md" in html(page)
    button(page, f"undo books/clube.pdf {JOINED['locator']} {JOINED['after']}").click().run()
    button(page, "undo_save").click().run()
    with Ledger(mended / "data" / "review") as ledger:
        [correction] = ledger.corrections()
    assert (correction.file, correction.before) == ("books/clube.pdf", JOINED["after"])
    assert correction.after == "O contra-balanço do campo"
    assert undone(read_repairs(mended / "data")[0], [correction])
    assert not undone(read_repairs(mended / "data")[1], [correction])
    button(page, "correction_back 1 0").click().run()
    with Ledger(mended / "data" / "review") as ledger:
        assert ledger.corrections() == ()


def test_only_the_doubtful_repairs_are_listed_on_demand(mended):
    page = opened("corrections", lang="en")
    page.toggle(key="repairs_unsure").set_value(True).run()
    assert "books/clube.pdf" in html(page) and "books/outro.md" not in html(page)
