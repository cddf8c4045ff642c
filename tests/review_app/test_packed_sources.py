"""Sources that are no text as they stand: a row of a spreadsheet, an object of JSON, a paragraph, a part of a book."""

import zipfile

import docx
import pytest

from records.errors import AcervoError
from review_app.json_objects import ObjectView, object_at, quote_in_short
from review_app.places_in_words import place_in_words
from review_app.sources import TextView, look_at
from review_app.tables import TableView
from review_app.texts import texts
from tests.review_app.test_sources import cite

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def zipped(path, parts):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def workbook(path, rows):
    """The smallest workbook: one sheet, `Jogos`, of texts and numbers."""
    cells = [[f"<c><v>{v}</v></c>" if isinstance(v, float) else inline(v) for v in row] for row in rows]
    sheet = "".join(f"<row>{''.join(row)}</row>" for row in cells)
    one = '<Relationship Id="r1" Type="{}" Target="{}"/>'
    parts = {
        "_rels/.rels": RELATED.format(one.format(f"{OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Jogos" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATED.format(one.format(f"{OFFICE}/worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>",
    }
    return zipped(path, parts)


def inline(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_row_of_a_spreadsheet_is_shown_under_its_header_with_its_neighbours(tmp_path):
    rows = [["Lista de jogos"], ["Data", "Casa", "Golos"], ["2 de abril", "Farense", 4.0], ["9 de abril", "Porto", 2.0]]
    path = workbook(tmp_path / "a.xlsx", rows)
    shown = look_at(tmp_path, cite(path, tmp_path, "sheet Jogos, row 3", "2 de abril | Farense | 4")).shown
    around = (("3", "2 de abril", "Farense", "4"), ("4", "9 de abril", "Porto", "2"))
    assert shown == TableView(("", "Data", "Casa", "Golos"), around, marked=0)


@pytest.mark.parametrize("locator", ["sheet Outra, row 3", "sheet Jogos, row 99", "line 3"])
def test_of_a_spreadsheet_without_that_place_the_quote_remains(tmp_path, locator):
    path = workbook(tmp_path / "a.xlsx", [["Data", "Casa"], ["2 de abril", "Farense"]])
    shown = look_at(tmp_path, cite(path, tmp_path, locator, "2 de abril | Farense")).shown
    assert shown == TextView("", "2 de abril | Farense", "", found=False)


def test_a_file_that_is_no_spreadsheet_still_shows_its_quote(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"nada")
    shown = look_at(tmp_path, cite(path, tmp_path, "sheet Jogos, row 3", "2 de abril")).shown
    assert isinstance(shown, TextView) and not shown.found


def test_the_member_of_a_json_object_is_marked_among_its_neighbours():
    text = '{"biografia": {"nome": "Hassan", "clubes": ["Farense", "Benfica"], "golos": 116}}'
    pairs = (("nome", "Hassan"), ("clubes", '["Farense","Benfica"]'), ("golos", "116"))
    assert object_at(text, "$.biografia.golos") == ObjectView(pairs, marked=2)
    assert object_at(text, "$.biografia.clubes[1]") == ObjectView((("0", "Farense"), ("1", "Benfica")), marked=1)


def test_a_json_row_is_shown_whole():
    text = '{"1994-95": {"I Divisão": [{"Data": "2 de abril", "Resultado": "4-1"}]}}'
    shown = object_at(text, '$["1994-95"]["I Divisão"][0], line 1')
    assert shown == ObjectView((("Data", "2 de abril"), ("Resultado", "4-1")), marked=-1)


def test_of_a_json_row_what_says_nothing_is_left_out_and_of_many_rows_only_the_values_stand():
    row = '{"Data": "2 de abril", "Hora": "", "Golos": 0, "Jornada": " "}'
    assert object_at(f"[{row}]", "$[0]") == ObjectView((("Data", "2 de abril"), ("Golos", "0")), marked=-1)
    assert quote_in_short(row) == "2 de abril · 0"
    assert [quote_in_short(quote) for quote in ("a;b", "4", "[]", "{")] == ["a;b", "4", "[]", "{"]


@pytest.mark.parametrize("locator", ["$.outra", "$.a[3]", "$.a.b.c", "line 1"])
def test_of_json_without_that_place_the_text_is_shown(tmp_path, locator):
    path = tmp_path / "a.json"
    path.write_text('{"a": {"b": "Farense"}}', encoding="utf-8")
    shown = look_at(tmp_path, cite(path, tmp_path, locator, '"Farense"')).shown
    assert isinstance(shown, TextView | ObjectView) and "Farense" in str(shown)


def test_a_paragraph_of_a_word_document_is_found_with_those_around_it(tmp_path):
    document = docx.Document()
    for text in ("Antes.", "Nasceu em Faro.", "Depois."):
        document.add_paragraph(text)
    document.save(str(tmp_path / "b.docx"))
    shown = look_at(tmp_path, cite(tmp_path / "b.docx", tmp_path, "paragraph 2", "Nasceu em Faro.")).shown
    assert shown == TextView("Antes.\n", "Nasceu em Faro.", "\nDepois.", found=True)


def test_a_quote_is_found_in_its_part_of_an_epub_without_its_tags(tmp_path):
    page = "<html><body><h1>XVI</h1><p>Era <i>uma</i> vez.</p><script>x</script></body></html>"
    path = zipped(tmp_path / "c.epub", {"OEBPS/c1.html": page})
    shown = look_at(tmp_path, cite(path, tmp_path, "OEBPS/c1.html, characters 0-5", "# XVI")).shown
    assert isinstance(shown, TextView) and shown.found and shown.after.startswith("\nEra uma vez.")


def test_a_quote_is_found_in_an_epub_across_the_mark_of_a_note(tmp_path):
    page = "<html><head><title>Um</title></head><p>Com cento e nove contos<sup>[1]</sup> de renda.</p></html>"
    path = zipped(tmp_path / "c.epub", {"c1.html": page})
    shown = look_at(tmp_path, cite(path, tmp_path, "c1.html, characters 0-5", "cento e nove contos de renda.")).shown
    assert shown == TextView("Com ", "cento e nove contos de renda.", "", found=True)


@pytest.mark.parametrize("name", ["d.docx", "d.epub"])
def test_a_broken_document_is_said_to_be_unreadable(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK nada")
    with pytest.raises(AcervoError, match=rf"{name}: unreadable"):
        look_at(tmp_path, cite(tmp_path / name, tmp_path, "paragraph 1", "x"))


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("lines 7-9, characters 0-28", "linhas 7-9"),
        ("page 2, character 3971, to page 3, character 154", "página 2 a página 3"),
        ("sheet Line 2, row 7", "folha Line 2, linha 7"),
        ('$["Liga"][3]["Data"], line 9', "Liga › 3 › Data, linha 9"),
        ("$.biografia.golos", "biografia › golos"),
        ("OEBPS/line 3.html, characters 0-5", "OEBPS/line 3.html"),
    ],
)
def test_a_place_is_said_in_the_curators_words(locator, said):
    assert place_in_words(locator, lambda group, name: texts("pt")[f"{group}.{name}"]) == said
