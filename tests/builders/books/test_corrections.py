"""Corrections of a curator: they mend what a source says and undo what a repair did."""

import pytest

from builders.books.cleaning import clean
from builders.books.edits import Edit, Revision
from builders.books.formats.plain import read_plain
from builders.books.reading import Task, read_book
from records.files import read_jsonl
from tests.builders.books.measuring import TRUTH, families
from tests.builders.books.paper import lines, pdf

PAGE = lines("O guarda-fogo da vila apagou o incêndio na sede do clube da", "ribeira. A festa foi adiada.")


def text_of(data: bytes, name: str, corrections: tuple[tuple[str, str], ...]) -> str:
    book = read_book(data, Task("", name, "", 320, corrections))
    return " ".join(p.text for c in book.chapters for p in c.passages)


def test_a_correction_reaches_the_text_of_a_pdf() -> None:
    assert "O guarda-nocturno da vila" in text_of(pdf(PAGE), "a.pdf", (("guarda-fogo", "guarda-nocturno"),))


def test_a_correction_undoes_a_repair() -> None:
    data = "O contra-\nbalanço do campo assustava os jogadores do clube.".encode()
    assert "O contrabalanço do campo" in text_of(data, "a.txt", ())
    undo = (("contrabalanço", "contra-balanço"),)
    assert "O contra-balanço do campo" in text_of(data, "a.txt", undo)


def test_a_correction_that_holds_its_own_beginning_is_applied_once() -> None:
    data = b"O jogo foi em Faro, no campo da ribeira."
    assert text_of(data, "a.txt", (("Faro", "Faro, Algarve"),)) == "O jogo foi em Faro, Algarve, no campo da ribeira."


def test_a_correction_undoes_a_repair_whose_result_the_source_has_elsewhere_too() -> None:
    data = "O contrabalanço doeu. O contra-\nbalanço do campo assustava os jogadores do clube.".encode()
    found = text_of(data, "a.txt", (("contrabalanço", "contra-balanço"),))
    assert found == "O contra-balanço doeu. O contra-balanço do campo assustava os jogadores do clube."


@pytest.mark.parametrize("family", families())
def test_on_every_repaired_place_the_curator_has_the_last_word(family: str) -> None:
    for _, row in read_jsonl(TRUTH / f"{family}.jsonl"):
        before, after = row["before"], row["after"]
        if before != after and after:
            pages = read_plain(f"{after}\n\n{before}\n".encode(), "a.txt")
            assert after not in clean(pages, False, ((after, "(corrigido)"),)).revision.text, row


def test_a_correction_reaches_the_title() -> None:
    data = b"---\ntitle: O clube da ribera\n---\n\nO Ribeirense venceu o Olivais por 3-1.\n"
    assert read_book(data, Task("", "a.md", "", 320, (("ribera", "ribeira"),))).title == "O clube da ribeira"


def test_every_repair_is_listed_with_its_place_and_what_stood_there() -> None:
    book = read_book("A decisão caiu. A deci-\nsão doeu ao clube.".encode(), Task("", "a.txt", "", 320))
    assert [(r.repair, r.before, r.after, r.locator, r.sure) for r in book.repairs] == [
        ("line_ends", "deci-\nsão", "decisão", "line 1, characters 22-23", True)
    ]


def test_a_place_in_a_repaired_text_leads_back_to_the_source() -> None:
    revision = Revision("abc def ghi jkl")
    revision.apply("one", [Edit(4, 7, ""), Edit(12, 15, "JKLM")])
    revision.apply("two", [Edit(0, 3, "xxxxx")])
    assert revision.text == "xxxxx  ghi JKLM"
    assert [revision.origin(revision.text.index(c)) for c in ("x", "g", "J")] == [0, 8, 12]
    assert revision.origins([0, 7, 11]) == [0, 8, 12]


def test_clean_counts_what_each_family_changed() -> None:
    cleaned = clean(read_plain("A decisÃ£o caiu.\nA deci-\nsão doeu.".encode(), "a.txt"), False, ())
    assert (cleaned.counts["mojibake"], cleaned.counts["line_ends"]) == (1, 1)
