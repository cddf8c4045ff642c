"""Delimited text and spreadsheets, with the headers that people give them."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.builders.results.folder import read, rejected, said

MATCH = ["1995-04-02 Farense 4-1 Benfica"]


@pytest.mark.parametrize(
    "text",
    [
        "Data;Casa;Fora;Resultado\n02-04-1995;Farense;Benfica;4-1\n",
        "Date,Team 1,FT,HT,Team 2\nSun Apr 2 1995,Farense,4-1,?,Benfica\n",
        "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR\nP1,02/04/95,Farense,Benfica,4,1,H\n",
        "date\thome_team\taway_team\thome_score\taway_score\n1995-04-02\tFarense\tBenfica\t4\t1\n",
        "Época|Dia|Equipa da casa|Equipa visitante|Golos casa|Golos fora\n1994-95|2/4/1995|Farense|Benfica|4|1\n",
        "Data,Local,Adversário,Golos marcados,Golos sofridos\n2 de abril de 1995,Casa,Benfica,4,1\n",
        "Data;Jogo;Resultado\n1995-04-02;Farense - Benfica;4-1\n",
        "Resultados de sempre;;\n;;\nData;Jogo;Resultado\n1995-04-02;Farense x Benfica;4 - 1\n",
        'Data,Jogo,Resultado\n1995-04-02,"Farense\nv Benfica",4-1\n',
    ],
)
def test_a_match_is_read_under_the_headers_that_people_write(tmp_path: Path, text: str) -> None:
    results, report = read(tmp_path, {"a.csv": text})
    assert [said(match) for match in results.matches] == MATCH
    assert not report.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    rows = (
        "02-04-1995;Farense;Académica;4-1\n09-04-1995;Vitória SC;Farense;1-0\n16-04-1995;Farense;Juventude Évora;2-0\n"
    )
    text = f"Data;Casa;Fora;Resultado;Observações\n{rows}"
    results, _ = read(tmp_path, {"a.csv": text.encode(encoding)})
    assert {m.opponent.name for m in results.matches} == {"Académica", "Vitória de Guimarães", "Juventude de Évora"}


def test_what_is_quoted_is_the_line_as_it_stands(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.csv": "Data;Casa;Fora;Resultado\n02-04-1995; SC Farense ;Benfica;4-1\n"})
    [source] = results.matches[0].sources
    assert (source.locator, source.quote) == ("line 2", "02-04-1995; SC Farense ;Benfica;4-1")


def test_a_header_repeated_among_the_rows_is_skipped_and_counted(tmp_path: Path) -> None:
    text = "Data;Casa;Fora;Resultado\n1995-04-02;Farense;Benfica;4-1\n" * 2
    results, report = read(tmp_path, {"a.csv": text})
    assert [said(match) for match in results.matches] == MATCH
    assert report.counts["results", "results/a.csv", "repeated headers"] == 1


@pytest.mark.parametrize("after", [1, 4, 12])
def test_a_quotation_mark_that_nothing_closes_swallows_no_rows_and_is_told(tmp_path: Path, after: int) -> None:
    rows = "".join(f"1995-04-{day:02d};Farense;Benfica;4-{day};\n" for day in range(2, 2 + after))
    text = f'Data;Casa;Fora;Resultado;Notas\n1995-04-01;Farense;Porto;1-0;"golo\n{rows}'
    results, report = read(tmp_path, {"a.csv": text})
    assert len(results.matches) == 1 + after
    assert [note.partition(";")[0] for note in report.notes] == [
        "results/a.csv:2: a quotation mark opens that nothing closes"
    ]


def test_an_unclosed_mark_costs_no_other_row_its_own(tmp_path: Path) -> None:
    text = (
        'Data,Casa,Fora,Resultado,Notas\n1995-04-01,"Farense,Porto,1-0,\n'
        '1995-04-02,Farense,"Benfica",4-1,"dois golos,\num de cabeça"\n1995-04-09,Farense,"Silves" ,1-0,"sol\n'
    )
    results, report = read(tmp_path, {"a.csv": text})
    assert [said(m) for m in results.matches] == [
        "1995-04-01 Farense 1-0 Porto",
        "1995-04-02 Farense 4-1 Benfica",
        "1995-04-09 Farense 1-0 Silves",
    ]
    assert [note.split(":")[1] for note in report.notes] == ["2", "5"]
    assert results.matches[1].sources[0].quote.endswith('um de cabeça"')


def test_a_sidecar_states_columns_that_no_header_tells(tmp_path: Path) -> None:
    text = "Quando,Contra,Onde,Acabou\n1995-04-02,Benfica,Casa,4-1\n"
    sidecar = (
        "columns: {date: Quando, opponent: Contra, side: 3, score: Acabou}\nseason: 1994-95\ncompetition: I Divisão\n"
    )
    results, _ = read(tmp_path, {"a.csv": text, "a.csv.yaml": sidecar})
    assert [said(match) for match in results.matches] == MATCH
    assert results.matches[0].competition == "I Divisão"


def test_a_sidecar_reads_a_file_without_a_header(tmp_path: Path) -> None:
    files = {
        "a.csv": "1995-04-02,Benfica,C,4-1\n",
        "a.yaml": "header: 0\ncolumns: {date: 1, opponent: 2, side: 3, score: 4}\n",
    }
    results, _ = read(tmp_path, dict(files))
    assert [said(match) for match in results.matches] == MATCH


@pytest.mark.parametrize(
    ("sidecar", "sentence"),
    [
        ("colums: {}", "a.yaml: colums: unknown key; the keys here are columns, header"),
        ("columns: {when: Data}", "a.yaml: columns.when: unknown column; the columns are"),
        ("away_score: theirs", "a.yaml: away_score: neither of the two orders; write home_first or club_first"),
        ("columns: [Data]", "a.yaml: columns: expected a role for each column; write"),
        ("header: primeira", "a.yaml: header: not the number of a line; write 1, or 0 where there is none"),
        ("header: 0", "results/a.csv: its columns are not stated; with `header: 0` name each"),
        ("columns: {date: Dia}", "results/a.csv:1: the columns stated in YAML are not among"),
        ("- Data", "a.yaml: expected keys and values"),
        ("columns: {date: [", "a.yaml: not YAML"),
    ],
)
def test_a_sidecar_at_fault_is_named_with_its_key(tmp_path: Path, sidecar: str, sentence: str) -> None:
    results, report = read(
        tmp_path, {"a.csv": "Data;Casa;Fora;Resultado\n1995-04-02;Farense;Benfica;4-1\n", "a.yaml": sidecar}
    )
    assert not results.matches
    assert rejected(report) == [("unreadable_file", "")]
    assert report.notes[0].startswith(sentence)


def _xlsx(rows: list[list[str | float]], more: str = "") -> bytes:
    """The smallest workbook that spreadsheets open: one sheet, texts inline, numbers as numbers; `more` is XML."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    sheet = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="Jogos" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{sheet}{more}</sheetData></worksheet>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_a_spreadsheet_is_read_with_its_sheet_and_row(tmp_path: Path) -> None:
    rows = [["Data", "Casa", "Fora", "Golos casa", "Golos fora"], ["02-04-1995", "Farense", "Benfica", 4.0, 1.0]]
    results, report = read(tmp_path, {"a.xlsx": _xlsx([list(row) for row in rows])})
    assert [said(match) for match in results.matches] == MATCH
    assert results.matches[0].sources[0].locator == "sheet Jogos, row 2"
    assert not report.notes


def test_a_spreadsheet_that_is_none_is_reported_with_what_to_do(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"a.xlsx": b"not a workbook"})
    assert report.notes[0].startswith("results/a.xlsx: not a spreadsheet (")
    assert report.notes[0].endswith("; save it again, as XLSX or CSV")


def test_a_cell_far_from_the_table_costs_the_file_and_not_the_build(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'  # 17 thousand million cells in a few bytes
    rows = [["Data", "Casa", "Fora", "Golos casa", "Golos fora"], ["02-04-1995", "Farense", "Benfica", 4.0, 1.0]]
    good = _xlsx([list(row) for row in rows])
    results, report = read(tmp_path, {"a.xlsx": _xlsx([["Data"]], far), "b.xlsx": good})
    assert [said(match) for match in results.matches] == MATCH
    assert rejected(report) == [("unreadable_file", "")]
    assert report.notes[0].startswith("results/a.xlsx: its reader failed, or took more than 2048 MB of memory")
    assert report.notes[0].endswith("; delete the cells far from the table, or save the table as CSV")


def test_a_spreadsheet_named_csv_is_told_its_right_ending(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"a.csv": _xlsx([["Data"]])})
    assert report.notes == [
        "results/a.csv: binary content in a file named as text; is it a spreadsheet? end it in .xlsx"
    ]
