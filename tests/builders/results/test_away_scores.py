"""Whose goals come first: away rows turn by their letter, home rows must agree with theirs."""

from pathlib import Path

from tests.builders.results.folder import read, rejected, said

HEADER = "Data;Local;Equipa;Resultado;V-E-D\n"


def test_away_row_with_swapped_score_is_turned_by_its_letter(tmp_path: Path) -> None:
    rows = "1995-04-02;Fora;Benfica;1-2;V\n02-05-1995;Fora;Porto;2-1;V\n"
    results, report = read(tmp_path, {"a.csv": HEADER + rows})
    assert [said(m) for m in results.matches] == ["1995-04-02 Benfica 1-2 Farense", "1995-05-02 Porto 1-2 Farense"]
    assert not report.rejections


def test_a_draw_away_needs_no_deciding(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.csv": HEADER + "1995-04-02;Fora;Benfica;1-1;E\n1995-04-09;Fora;Porto;0-0;\n"})
    assert [m.score for m in results.matches] == [(1, 1), (0, 0)]


def test_a_row_that_fits_neither_order_is_rejected(tmp_path: Path) -> None:
    rows = "1995-04-02;Fora;Benfica;1-2;E\n1995-04-09;Fora;Porto;1-1;V\n1995-04-16;Casa;Moura;0-1;V\n"
    results, report = read(tmp_path, {"a.csv": HEADER + rows})
    assert not results.matches
    assert rejected(report) == [("score_contradicts_letter", f"line {line}") for line in (2, 3, 4)]


def test_an_away_row_without_a_letter_follows_the_others_of_its_file(tmp_path: Path) -> None:
    rows = "1995-04-02;Fora;Benfica;2-1;D\n1995-04-09;Fora;Porto;3-0;\n"
    results, _ = read(tmp_path, {"a.csv": HEADER + rows})
    assert said(results.matches[1]) == "1995-04-09 Porto 3-0 Farense"


def test_an_away_row_that_nothing_decides_is_rejected(tmp_path: Path) -> None:
    results, report = read(tmp_path, {"a.csv": HEADER + "1995-04-02;Fora;Benfica;2-1;\n"})
    assert not results.matches
    assert rejected(report) == [("order_unknown", "line 2")]


def test_the_owner_may_state_the_order_of_away_rows(tmp_path: Path) -> None:
    files = {
        "a.csv": "Data;Local;Equipa;Resultado\n1995-04-02;Fora;Benfica;2-1\n",
        "a.csv.yaml": "away_score: club_first",
    }
    results, _ = read(tmp_path, dict(files))
    assert said(results.matches[0]) == "1995-04-02 Benfica 1-2 Farense"


def test_penalties_of_an_away_draw_follow_the_order_of_the_file(tmp_path: Path) -> None:
    rows = "1979-04-02;Fora;Benfica;2-1;D\n1980-01-09;Fora;Moura;0-0(5-6 g.p.);E\n"
    results, _ = read(tmp_path, {"a.csv": HEADER + rows})
    assert results.matches[1].penalties == (5, 6)


def test_penalties_of_an_away_draw_are_left_out_where_nothing_tells_their_order(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.csv": HEADER + "1980-01-09;Fora;Moura;0-0(5-6 g.p.);E\n"})
    assert results.matches[0].score == (0, 0)
    assert results.matches[0].penalties is None


def test_english_letters_make_d_a_draw(tmp_path: Path) -> None:
    rows = "1995-04-02,A,Benfica,1-2,W\n1995-04-09,H,Porto,1-1,D\n1995-04-16,A,Moura,3-0,L\n"
    results, report = read(tmp_path, {"a.csv": f"Date,H/A,Opponent,Score,Result\n{rows}"})
    assert [m.goals_for for m in results.matches] == [2, 1, 0]
    assert not report.rejections


def test_pairs_name_both_sides_and_the_place_says_who_was_at_home(tmp_path: Path) -> None:
    rows = "04-10-1914;Fora;Sporting Clube Farense vs. Sporting Clube Olhanense;3-0;V\n"
    results, _ = read(tmp_path, {"a.csv": HEADER + rows})
    assert said(results.matches[0]) == "1914-10-04 Olhanense 0-3 Farense"


def test_a_row_without_a_place_is_of_unknown_ground_with_the_club_first(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.csv": HEADER + "1969-05-22;;Moura;1-0;D\n"})
    assert results.matches[0].at_home == "unknown"
    assert said(results.matches[0]) == "1969-05-22 Farense 0-1 Moura"
