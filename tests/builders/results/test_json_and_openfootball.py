"""JSON by season and competition, openfootball's JSON and openfootball's text."""

import json
from pathlib import Path

from tests.builders.results.folder import read, said

SEASONS = """{
  "1976-77": {
    "Taça de Portugal 1976/1977": [
      {"V-E-D": "E", "Data": "1977-03-16", "Hora": "", "Local": "Fora", "Equipa": "Moura",
       "Resultado": "2-2(4-2 g.p.)", "Jornada": "1/8"},
      {"V-E-D": "D", "Data": "1977-01-16", "Hora": "", "Local": "Fora", "Equipa": "Silves", "Resultado": "1-0",
       "Jornada": "1/32"}
    ]
  }
}"""
OPENFOOTBALL = """= Portuguese Segunda Liga 2022/23

# Teams 18

▪ Matchday 1
  Sat Aug 6 2022
    11:00  SC Farense              v SL Benfica  2-1 (1-0)
           Moura                   v Silves      0-1 (0-1)
▪ Matchday 17
  Sun Jan 15
    15:30  Académica               v SC Farense  1-1 (1-0)
▪ Matchday 2
  Fri Aug 12
    15:30  Silves                  v SC Farense
"""


def test_seasons_of_competitions_of_rows_are_read(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.json": SEASONS})
    match = results.matches[1]
    assert said(match) == "1977-03-16 Moura 2-2 Farense"
    assert (match.penalties, match.season, match.competition) == ((4, 2), "1976-77", "Taça de Portugal")
    assert match.round == "oitavos de final"


def test_a_json_row_is_cited_by_its_path_and_line_and_quoted_as_it_stands(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.json": SEASONS})
    source = results.matches[0].sources[0]
    assert source.locator == '$["1976-77"]["Taça de Portugal 1976/1977"][1], line 6'
    assert source.quote.startswith('{"V-E-D": "D", "Data": "1977-01-16", "Hora": ""')


def test_openfootballs_json_nests_its_scores(tmp_path: Path) -> None:
    matches = [
        {"round": "Matchday 1", "date": "2023-08-12", "team1": "SC Farense", "team2": "Moura", "score": {"ft": [0, 3]}},
        {"round": "Final", "date": "2024-05-12", "team1": {"name": "Silves"}, "team2": {"name": "SC Farense"},
         "score": {"p": [5, 4], "et": [2, 2], "ft": [1, 1]}},
        {"round": "Matchday 9", "date": "2023-10-12", "team1": "SC Farense", "team2": "Porto", "score": [1, 0]},
    ]  # fmt: skip
    text = json.dumps({"name": "Portuguese Primeira Liga 2023/24", "matches": matches})
    results, _ = read(tmp_path, {"a.json": text})
    assert [said(match) for match in results.matches] == [
        "2023-08-12 Farense 0-3 Moura",
        "2023-10-12 Farense 1-0 Porto",
        "2024-05-12 Silves 2-2 Farense",
    ]
    assert [m.round for m in results.matches] == ["1.ª jornada", "9.ª jornada", "final"]
    assert results.matches[2].penalties == (5, 4) and results.matches[2].extra_time
    assert {m.competition for m in results.matches} == {"Primeira Liga"}


def test_openfootballs_text_dates_every_match_within_its_season(tmp_path: Path) -> None:
    results, report = read(tmp_path, {"a.txt": OPENFOOTBALL.replace("\n", "\r\n")})
    assert [said(m) for m in results.matches] == ["2022-08-06 Farense 2-1 Benfica", "2023-01-15 Académica 1-1 Farense"]
    assert [m.round for m in results.matches] == ["1.ª jornada", "17.ª jornada"]
    assert [m.competition for m in results.matches] == ["Segunda Liga"] * 2
    assert sorted((r.reason, r.locator) for r in report.rejections) == [
        ("no_score", "line 14"),
        ("other_clubs", "lines 8"),
    ]
