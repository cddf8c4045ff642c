"""League tables as text pulled out of a PDF, and season records as people list them."""

from pathlib import Path

from tests.builders.results.folder import read, rejected

TABLES = """Caderno de classificações
  II Liga 1934/35
II 1ªF Zona D Grupo 8 34/35
Posição    Equipa  Pontos  V E D GM GS DG
1  Olhanense  14 8 7 0 1 19 12
2  Juventude
Évora
1911  6 8 2 2 4 13 20
3  Farense 5 8 1 3 4 12 18
4  Moura  7 8 3 1 5 12 14

  AF Algarve 2006/07
Posição   Equipa  Pontos  V E D GM GS DG
1  Farense  81 25 6 1 73 15 58
2  Silves  64 18 10 4 69 41 29
3  Sem
Fim

"""


def test_lines_are_read_with_and_without_games_under_one_header(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.txt": TABLES})
    own = [standing for standing in results.standings if standing.own]
    first, second = own
    assert (first.season, first.position, first.points, first.played, first.lost) == ("1934-35", 3, 5, 8, 4)
    assert (second.points, second.played, second.won, second.goals_for, second.goals_against) == (81, None, 25, 73, 15)
    assert first.competition == "II Divisão 1.ª Fase Zona D Grupo 8"


def test_a_name_over_three_lines_that_ends_in_figures_is_one_club(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.txt": TABLES})
    standing = next(s for s in results.standings if s.position == 2 and s.season == "1934-35")
    assert (standing.club.name, standing.points, standing.goals_against) == ("Juventude Évora 1911", 6, 20)
    assert standing.sources[0].locator == "lines 6-8"


def test_lines_whose_figures_contradict_each_other_are_left_out(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"a.txt": TABLES})
    assert sorted(rejected(report)) == [
        ("figures_contradict", "line 10"),
        ("figures_contradict", "line 15"),
        ("incomplete_row", "lines 16-17"),
        ("unrecognised_line", "line 1"),
    ]


POINTS_LAST = """II Divisão 1954/55
Pos Equipa J V E D Golos Pts
1 Olhanense 18 12 3 3 40-20 27
2.º Farense 18 10 4 4 35 - 22 24
3. Juventude Évora 1911 18 9 3 6 30-25 20

III Divisão 1999-2000
Lugar  Equipa  J V E D GM GS DG Pts
1  Farense 18 12 2 4 33 15 +18 38
8  Moura 18 3 4 11 15 33 −18 13
"""


def test_tables_as_web_pages_write_them_have_points_last_and_goals_in_one_column(tmp_path: Path) -> None:
    results, report = read(tmp_path, {"a.txt": POINTS_LAST})
    said = {(s.season, s.club.name, s.position, s.points, s.played, s.goals_against) for s in results.standings}
    assert said == {
        ("1954-55", "Olhanense", 1, 27, 18, 20),
        ("1954-55", "Farense", 2, 24, 18, 22),
        ("1954-55", "Juventude Évora 1911", 3, 20, 18, 25),
        ("1999-00", "Farense", 1, 38, 18, 15),
        ("1999-00", "Moura", 8, 13, 18, 33),
    }
    assert rejected(report) == []


def test_season_records_of_the_club_need_no_column_of_clubs(tmp_path: Path) -> None:
    text = "Época;Competição;Posição;Pontos;J;V;E;D;GM;GS\n1994-95;I Divisão;5;37;34;16;5;13;44;38\n"
    results, _ = read(tmp_path, {"a.csv": text})
    [standing] = results.standings
    assert standing.own
    assert (standing.position, standing.won, standing.drawn, standing.lost) == (5, 16, 5, 13)


def test_english_tables_have_d_for_drawn(tmp_path: Path) -> None:
    text = "Season,League,Pos,Team,Pld,W,D,L,GF,GA,Pts\n1994-95,I Divisão,5,Farense,34,16,5,13,44,38,37\n"
    results, _ = read(tmp_path, {"a.csv": text})
    assert (results.standings[0].drawn, results.standings[0].lost) == (5, 13)


def test_season_records_that_differ_are_a_conflict_with_both_places(tmp_path: Path) -> None:
    header = "Época;Competição;Posição;Equipa;Pontos\n"
    files = {"a.csv": header + "1994-95;I Divisão;5;Farense;37\n", "b.csv": header + "1994-95;I Divisão;6;Farense;37\n"}
    results, _ = read(tmp_path, dict(files))
    [standing] = results.standings
    assert [(r.position, r.sources) for r in standing.readings] == [(5, (0,)), (6, (1,))]
    assert [source.file for source in standing.sources] == ["results/a.csv", "results/b.csv"]


def test_records_without_a_season_or_position_are_left_out_by_name(tmp_path: Path) -> None:
    text = "Época;Competição;Posição;Pontos\n;I Divisão;5;37\n1994-95;I Divisão;?;37\n"
    _, report = read(tmp_path, {"a.csv": text})
    assert rejected(report) == [("no_season", "line 2"), ("no_position", "line 3")]
