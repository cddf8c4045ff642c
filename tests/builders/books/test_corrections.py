"""Corrections of a curator: they mend what a source says and undo what a repair did."""

import pytest

from builders.books.book import Repair
from builders.books.cleaning import clean
from builders.books.edits import Edit, Revision
from builders.books.formats.pdf import read_pdf
from builders.books.formats.plain import read_plain
from builders.books.reading import Task, read_book
from builders.books.undoing import undoable
from records.files import read_jsonl
from tests.archive import ARCHIVE, needs_archive
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


def repairs_of(data: bytes, name: str = "a.txt", corrections: tuple[tuple[str, str], ...] = ()) -> list[Repair]:
    return list(read_book(data, Task("", name, "", 320, corrections)).repairs)


def test_every_repair_is_listed_with_its_place_and_what_stood_there() -> None:
    repairs = repairs_of("O clube ganhou. A deci-\nsão doeu ao clube.".encode())
    assert [(r.repair, r.before, r.after, r.locator, r.sure) for r in repairs] == [
        ("line_ends", "deci-\nsão", "decisão", "line 1, characters 22-23", True)
    ]


def test_a_repair_is_shown_in_words_that_stand_nowhere_else() -> None:
    (repair,) = repairs_of("A decisão caiu. A deci-\nsão doeu ao clube.".encode())
    assert (repair.before, repair.after) == ("caiu. A deci-\nsão doeu ao clube.", "caiu. A decisão doeu ao clube.")


def test_one_of_two_equal_repairs_is_undone_and_the_other_stays() -> None:
    data = "O contra-\nbalanço do campo assustava. O contra-\nbalanço da casa caiu.".encode()
    _, second = repairs_of(data)
    undo = ((second.after, second.before),)
    assert text_of(data, "a.txt", undo) == "O contrabalanço do campo assustava. O contra- balanço da casa caiu."
    assert [r.locator for r in repairs_of(data, "a.txt", undo) if r.repair == "line_ends"] == ["line 1, characters 8-9"]


def test_a_paragraph_joined_over_a_pages_end_is_parted_again() -> None:
    data = pdf(
        lines("O guarda-redes da vila defendeu na sede do clube da"), lines("ribeira a bola que vinha do campo.")
    )
    (repair,) = repairs_of(data, "a.pdf")
    assert (repair.repair, repair.before, repair.after) == ("paragraphs", "da\n\nribeira", "da ribeira")
    book = read_book(data, Task("", "a.pdf", "", 320, ((repair.after, repair.before),)))
    (passage,) = book.chapters[0].passages
    assert [len(paragraph) for paragraph in passage.paragraphs] == [1, 1]


def test_a_line_taken_for_a_running_head_comes_back_where_it_stood() -> None:
    pages = [lines("A vila e o clube", f"O jogo {n} foi ganho pela equipa da casa.") for n in ("um", "dois", "três")]
    repairs = [r for r in repairs_of(pdf(*pages), "a.pdf") if r.repair == "furniture"]
    assert len(repairs) == 3
    found = text_of(pdf(*pages), "a.pdf", ((repairs[1].after, repairs[1].before),))
    assert found.count("A vila e o clube") == 1
    assert "A vila e o clube O jogo dois foi ganho" in " ".join(found.split())


def test_the_lines_of_a_table_of_contents_come_back_together() -> None:
    entries = "\n".join(f"Capítulo {n} ........ {n}" for n in (1, 2, 3))
    (repair,) = repairs_of(f"Índice\n\n{entries}\n\nO clube da vila venceu.\n".encode())
    assert (repair.repair, repair.before.count("Capítulo")) == ("furniture", 3)


@pytest.mark.parametrize("family", [name for name in families() if name != "machine_text"])
def test_every_repair_is_undone_by_the_correction_that_it_shows(family: str) -> None:
    for _, row in read_jsonl(TRUTH / f"{family}.jsonl"):
        source = f"{row['before']}\n\nOutro texto, que nada disto repete.\n"
        cleaned = clean(read_plain(source.encode(), "a.txt"), False, ())
        for change, before, after in undoable(cleaned.revision, cleaned.revision.changes):
            undone = clean(read_plain(source.encode(), "a.txt"), False, ((after, before),)).revision.text
            assert cleaned.revision.text.count(after) == 1, (row, change)
            assert undone == cleaned.revision.text.replace(after, before), (row, change)


@needs_archive
def test_repairs_of_a_real_book_are_undone_one_by_one() -> None:
    name = "diario_republica_duas_colunas.pdf"
    extracted = read_pdf((ARCHIVE / "books" / name).read_bytes(), name, "")
    whole = clean(extracted, False, ()).revision
    repairs = list(undoable(whole, whole.changes))
    assert len(repairs) == len(whole.changes)
    for _, before, after in repairs[::8]:
        undone = clean(extracted, False, ((after, before),)).revision
        assert undone.text == whole.text.replace(after, before)


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
