"""The surroundings of a quote: in a text, in a table, on a page; and files that should not be opened."""

import hashlib
from dataclasses import asdict

import pypdfium2 as pdfium
import pytest

from records.errors import AcervoError
from records.example import Source, example_from_row
from review_app.correcting import correctable
from review_app.pdf_pages import PageView, quote_boxes
from review_app.places_in_words import place_in_words
from review_app.sources import TextView, look_at, text_around
from review_app.tables import TableView, table_around
from tests.archive import ROOT
from tests.review_app.made import example

BOOK = ROOT / "corpus" / "books" / "uma_breve_historia_do_farense.pdf"


def cite(path, root, locator, quote):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Source(path.relative_to(root).as_posix(), digest, locator, quote)


def test_a_quote_is_found_whatever_its_spacing_with_text_on_both_sides():
    view = text_around("Antes.\nO Farense\n  ganhou   ao Benfica.\nDepois.", "O Farense ganhou ao Benfica.")
    assert view == TextView("Antes.\n", "O Farense\n  ganhou   ao Benfica.", "\nDepois.", found=True)


def test_of_equal_quotes_the_one_at_the_line_is_shown():
    assert text_around("um\nigual\ndois\nigual\ntrês", "igual", line=3).before == "um\nigual\ndois\n"


def test_a_quote_that_is_not_there_is_shown_alone():
    assert text_around("Outra coisa.", "O Farense") == TextView("", "O Farense", "", found=False)


def test_many_short_lines_around_a_quote_do_not_push_it_out_of_its_box():
    text = "".join(f"linha {number}\n \n\n" for number in range(40))
    view = text_around(text, "linha 20")
    assert view.before == "linha 16\n\nlinha 17\n\nlinha 18\n\nlinha 19\n\n"
    assert view.after == "\n\nlinha 21\n\nlinha 22\n\nlinha 23\n\nlinha 24"


def test_a_line_far_down_a_table_in_a_text_is_shown_under_its_title():
    table = "II Divisão 1985/86\nPosição  Equipa\n" + "".join(f"{n}  Equipa {n}.\n" for n in range(1, 12))
    view = text_around(f"II Divisão 1984/85\n1  Outra.\n\n{table}", "11  Equipa 11.", around=45)
    assert view.before == "II Divisão 1985/86\nPosição  Equipa\n…\n8  Equipa 8.\n9  Equipa 9.\n10  Equipa 10.\n"
    view = text_around(table, "4  Equipa 4.", around=320)
    assert view.before == "II Divisão 1985/86\nPosição  Equipa\n1  Equipa 1.\n2  Equipa 2.\n3  Equipa 3.\n"


def test_a_paragraph_on_one_line_is_not_shown_from_its_beginning():
    view = text_around("Muito antes. " * 20 + "O Farense ganhou.", "O Farense ganhou.", around=30)
    assert view.before == "Muito antes. Muito antes. "


def test_a_row_is_shown_under_the_nearest_header_with_its_neighbours():
    text = "Data;Casa;Fora\n1;a;b\n2;c;d\nData;Local;Visita\n3;e;f\n4;g;h\n"
    assert table_around(text, 5) == TableView(
        ("", "Data", "Local", "Visita"), (("5", "3", "e", "f"), ("6", "4", "g", "h")), marked=0
    )
    assert table_around("só texto\noutra linha", 2) is None
    assert table_around(text, 99) is None and table_around(text, 1) is None


def test_a_file_that_changed_is_shown_and_said_to_have_changed(tmp_path):
    path = tmp_path / "bio.md"
    path.write_text("Hassan nasceu em 1966.", encoding="utf-8")
    source = cite(path, tmp_path, "line 1", "Hassan nasceu")
    assert not look_at(tmp_path, source).changed
    path.write_text("Hassan nasceu em 1967.", encoding="utf-8")
    assert look_at(tmp_path, source).changed


def test_an_old_encoding_is_read_and_a_correction_applied_before_looking(tmp_path):
    path = tmp_path / "velho.txt"
    path.write_bytes("O guarda-redes não sofreu golos na época. oárbitro apitou.".encode("cp1252"))
    shown = look_at(tmp_path, cite(path, tmp_path, "line 1", "o árbitro apitou"), [("oárbitro", "o árbitro")]).shown
    assert isinstance(shown, TextView) and shown.found and "época" in shown.before


def test_what_a_file_says_of_itself_outside_its_text_is_shown_alone(tmp_path):
    path = tmp_path / "livro.epub"
    path.write_bytes(b"PK")
    shown = look_at(tmp_path, cite(path, tmp_path, "metadata", "Ana Matos")).shown
    assert shown == TextView("", "Ana Matos", "", found=True)
    assert place_in_words("metadata", lambda _, name: {"metadata": "propriedades do ficheiro"}[name]) == (
        "propriedades do ficheiro"
    )


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", "link.txt", "builders/../README.md", "builders/../../x"]
)
def test_nothing_outside_the_corpus_is_opened(tmp_path, name):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "secret.txt").write_text("segredo")
    (corpus / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(AcervoError, match="outside"):
        look_at(corpus, Source(name, "0" * 64, "line 1", "segredo"))


def test_a_missing_file_is_said_to_be_gone(tmp_path):
    with pytest.raises(AcervoError, match=r"nada\.txt: gone; put the file back"):
        look_at(tmp_path, Source("nada.txt", "0" * 64, "line 1", "x"))


@pytest.mark.skipif(not BOOK.is_file(), reason="the sample corpus has no book in PDF")
def test_the_quote_is_marked_on_its_page_of_a_pdf():
    document = pdfium.PdfDocument(BOOK)
    text = document[1].get_textpage().get_text_range()
    quote = " ".join(text.split()[20:60]).replace("\ufffe", "")
    view = look_at(BOOK.parents[1], cite(BOOK, BOOK.parents[1], "page 2, characters 0-9", quote)).shown
    assert isinstance(view, PageView) and view.found and view.number == 2
    assert view.png.startswith(b"\x89PNG")
    boxes = quote_boxes(document[1].get_textpage(), quote)
    width, height = document[1].get_size()
    assert 1 < len(boxes) < 20
    assert all(0 <= left < right <= width and 0 <= low < up <= height for left, low, right, up in boxes)


@pytest.mark.skipif(not BOOK.is_file(), reason="the sample corpus has no book in PDF")
def test_a_page_that_does_not_exist_is_said_so():
    with pytest.raises(AcervoError, match=r"page 999: it has \d+ pages"):
        look_at(BOOK.parents[1], cite(BOOK, BOOK.parents[1], "page 999", "x"))


def test_a_broken_pdf_is_said_to_be_broken(tmp_path):
    path = tmp_path / "livro.pdf"
    path.write_bytes(b"%PDF-1.7 nada")
    with pytest.raises(AcervoError, match=r"livro\.pdf: cannot be opened"):
        look_at(tmp_path, cite(path, tmp_path, "page 1", "x"))


def test_neither_a_spreadsheet_nor_the_profile_is_offered_for_correction():
    row = example(0)
    files = ["results/a.csv", "profile.yaml", "results/b.xlsx", "results/a.csv"]
    row["sources"] = [{**row["sources"][0], "file": file} for file in files]
    assert correctable(example_from_row(row)) == ["results/a.csv"]


def test_a_question_that_comes_with_the_project_is_shown_in_its_file_and_offered_for_no_correction(tmp_path):
    path = ROOT / "builders" / "rehearsal" / "questions.yaml"
    line = path.read_text(encoding="utf-8").splitlines()[-1].strip()
    source = cite(path, ROOT, "line 1", line)
    view = look_at(tmp_path, source)
    assert isinstance(view.shown, TextView) and view.shown.found and not view.changed
    row = example(0, sources=[asdict(source)])
    assert correctable(example_from_row(row)) == []
