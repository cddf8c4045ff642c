"""Files that cannot be used: each a sentence with file and remedy, and the others are read all the same."""

from pathlib import Path

import pytest

from builders.sources import SourceError
from tests.builders.results.folder import read, rejected, said

GOOD = "Data;Casa;Fora;Resultado\n1995-04-02;Farense;Benfica;4-1\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bad.csv", b"", "results/bad.csv: the file is empty; remove it or put its content back"),
        ("bad.csv", b"\x89PNG\r\n\x1a\n\x00\x01\x02\xff", "results/bad.csv: binary content in a file named as text; "),
        (
            "bad.csv",
            b"Data;Casa;Fora\n1995-04-02;Farense;Benfica\n",
            "results/bad.csv:1: no score column among 'Data', ",
        ),
        (
            "bad.csv",
            b"Data;Resultado\n1995-04-02;4-1\n",
            "results/bad.csv:1: no column of clubs among 'Data', 'Resultado'",
        ),
        ("bad.csv", b"Lorem;ipsum\ndolor;sit\n", "results/bad.csv:1: no columns of dates, clubs and scores recognised"),
        (
            "bad.csv",
            b"Data;Casa\n" + b"x" * 200_000,
            "results/bad.csv:2: a line of 200000 characters; give each match its",
        ),
        ("bad.json", b'{"a": [1,\n2', "results/bad.json:2: not JSON ("),
        (
            "bad.json",
            b'{"a": [1, 2]}',
            "results/bad.json: no object in it has the keys of a match or of a league table; ",
        ),
        ("bad.json", b"[" * 5000 + b"]" * 5000, "results/bad.json: JSON nested too deeply; "),
        ("bad.pdf", b"%PDF-1.4", "results/bad.pdf: .pdf is not a form of results; save it as CSV, XLSX, JSON or text"),
    ],
)
def test_one_bad_file_is_named_with_its_remedy_and_stops_no_other(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    results, report = read(tmp_path, {name: content, "good.csv": GOOD})
    assert [said(match) for match in results.matches] == ["1995-04-02 Farense 4-1 Benfica"]
    assert report.notes[0].startswith(sentence)
    assert rejected(report) == [("unreadable_file", "")]


def test_strict_stops_at_the_first_bad_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the file is empty"):
        read(tmp_path, {"bad.csv": b"", "good.csv": GOOD}, strict=True)


def test_a_file_without_a_score_column_is_told_both_remedies(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"bad.csv": "Data;Casa;Fora\n1995-04-02;Farense;Benfica\n"})
    assert "head it Resultado or Score, or name the columns in bad.csv.yaml" in report.notes[0]


def test_a_date_that_does_not_exist_is_said_with_its_line(tmp_path: Path) -> None:
    results, report = read(tmp_path, {"a.csv": GOOD + "31-02-1995;Farense;Porto;1-0\n"})
    assert len(results.matches) == 1
    assert report.notes == ["results/a.csv:3: date '31-02-1995' does not exist; use YYYY-MM-DD or DD-MM-YYYY"]
    assert rejected(report) == [("impossible_date", "line 3")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1995-05-02;Farense;Porto;", "future_fixture"),
        ("1995-05-02;Farense;Porto;- -", "future_fixture"),
        ("1995-03-02;Farense;Porto;", "no_score"),
        ("1995-05-02;Farense;Porto;DA", "awarded_without_score"),
        ("1995-05-02;Farense;Porto;Jogo ND", "not_played"),
        ("1995-05-02;Farense;Porto;2-1-0", "unreadable_score"),
        ("1995-05-02;Farense;Porto;02/jan", "unreadable_score"),
        ("1995-05-02;Farense;Académico de;2-0", "truncated_name"),
        ("1995-05-02;Farense;;2-0", "no_opponent"),
        ("1995-05-02;Farense;SC Farense;2-0", "club_against_itself"),
        ("0195-05-02;Farense;Porto;2-0", "impossible_date"),
        ("I Divisão;;;", "not_a_row"),
    ],
)
def test_a_row_that_is_no_match_is_left_out_by_name_with_its_text(tmp_path: Path, row: str, reason: str) -> None:
    results, report = read(tmp_path, {"a.csv": f"{GOOD}{row}\n"})
    assert len(results.matches) == 1
    assert rejected(report) == [(reason, "line 3")]
    assert report.rejections[0].text == row


def test_rows_of_other_clubs_are_one_rejection_with_their_lines(tmp_path: Path) -> None:
    others = "1995-04-02;Porto;Benfica;1-1\n" * 3
    _, report = read(tmp_path, {"a.csv": f"{GOOD}{others}1995-04-09;Farense;Porto;0-0\n{others}"})
    assert rejected(report) == [("other_clubs", "lines 3-5, 7-9")]
    assert report.counts["results", "results/a.csv", "rows of other clubs"] == 6


def test_a_name_like_the_clubs_own_is_pointed_at(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"a.csv": "Data;Casa;Fora;Resultado\n1995-04-02;FC Farense;Benfica;4-1\n"})
    assert report.notes == [
        "results/a.csv: 'FC Farense' is not among the club's names; add it to club.aliases if it is the club"
    ]


def test_a_column_of_dates_that_are_none_is_said_in_few_words(tmp_path: Path) -> None:
    rows = "".join(f"{34000 + day};Farense;Benfica;1-0\n" for day in range(20))
    _, report = read(tmp_path, {"a.csv": "Data;Casa;Fora;Resultado\n" + rows})
    assert len(report.rejections) == 20
    assert len(report.notes) == 6
    assert report.notes[-1] == "results/a.csv: 15 more dates do not exist; `report` lists them"


def test_two_opponents_on_one_day_are_pointed_at(tmp_path: Path) -> None:
    files = {"a.csv": GOOD, "b.csv": "Data;Casa;Fora;Resultado\n1995-04-02;Farense;Encarnados;4-1\n"}
    _, report = read(tmp_path, dict(files))
    assert report.notes == [
        "1995-04-02: two matches on one day, Benfica (results/a.csv, line 2) and Encarnados (results/b.csv, line 2); "
        "if they are one club, list its names in the clubs file"
    ]


def test_half_a_character_in_json_harms_nothing(tmp_path: Path) -> None:
    text = '[{"date": "1995-04-02", "team1": "Farense", "team2": "Ben\\ud83dfica", "score": "4-1"}]'
    results, _ = read(tmp_path, {"a.json": text})
    assert results.matches[0].opponent.name.encode() == "Ben\ufffdfica".encode()


def test_a_name_too_long_for_a_file_of_columns_beside_it_costs_that_file_only(tmp_path: Path) -> None:
    name = "n" * 250 + ".csv"
    results, report = read(tmp_path, {name: GOOD, "good.csv": GOOD})
    assert len(results.matches) == 1 and rejected(report) == [("unreadable_file", "")]
    assert "its file of columns cannot be opened (File name too long); see that you may read it" in report.notes[0]


def test_a_file_of_columns_nested_without_end_is_named(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"a.csv": GOOD, "a.csv.yaml": "[" * 5000})
    assert report.notes[0].startswith("a.csv.yaml: not YAML (")
