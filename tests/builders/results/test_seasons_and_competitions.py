from datetime import date
from pathlib import Path

import pytest

from builders.results.competitions import competition_of_file, kind, may_be_one, open_competition, open_round
from builders.results.seasons import find_season, is_within, season_of, without_season
from tests.builders.results.folder import read


@pytest.mark.parametrize(
    ("text", "season"),
    [
        ("1994-95", "1994-95"),
        ("Taça de Portugal 1999/2000", "1999-00"),
        ("II Divisão Fase Final 38/39", "1938-39"),
        ("LP Betclic 24/25", "2024-25"),
        ("results/1994-95.pt.1.csv", "1994-95"),
        ("1935 -2024  Calendário de Jogos", ""),
        ("1994-96", ""),
        ("Zona Sul", ""),
        ("05-10-1913", ""),
    ],
)
def test_a_season_is_two_years_that_follow_each_other(text: str, season: str) -> None:
    assert find_season(text) == season


def test_a_season_begins_on_the_first_of_july() -> None:
    assert season_of(date(1995, 6, 30)) == "1994-95"
    assert season_of(date(1999, 7, 1)) == "1999-00"


def test_a_season_may_end_as_late_as_september() -> None:
    assert is_within(date(1948, 9, 20), "1947-48")
    assert not is_within(date(1948, 10, 1), "1947-48")
    assert not is_within(date(1947, 6, 30), "1947-48")


def test_a_heading_is_left_without_its_season() -> None:
    assert (
        without_season("II Divisão Grupo D Série 13 Sub-Série 3 1943/44") == "II Divisão Grupo D Série 13 Sub-Série 3"
    )


@pytest.mark.parametrize(
    "written",
    [
        "Taça de Honra 1999-2000",
        "1999/2000 Taça de Honra",
        "Taça de Honra (época de 1954/55)",
        "Taça de Honra da época 54/55",
        "Taça de Honra de 1954-55",
    ],
)
def test_a_competition_is_left_without_the_words_that_give_its_season(written: str) -> None:
    assert without_season(written) == "Taça de Honra"


def test_a_competition_that_names_its_season_is_the_one_that_does_not(tmp_path: Path) -> None:
    matches = "Data;Casa;Resultado;Fora;Prova\n22-08-1999;Farense;2-1;Moura;III Divisão Série E 1999-2000\n"
    table = (
        "Época;Prova;Posição;Pontos\n1999-2000;III Divisão Série E;5;28\n1999-2000;III Divisão Série E (1999/00);5;28\n"
    )
    results, _ = read(tmp_path, {"a.csv": matches, "b.csv": table})
    assert (results.matches[0].competition, results.matches[0].season) == ("III Divisão Série E", "1999-00")
    assert [standing.competition for standing in results.standings] == ["III Divisão Série E"]


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("Camp. II Div. ZD 1ªF G8", "II Divisão Zona D 1.ª Fase Grupo 8"),
        ("Campeonato Nacional da I Divisão", "I Divisão"),
        ("III Série F", "III Divisão Série F"),
        ("Taça Portugal", "Taça de Portugal"),
        ("Algarve 2ª", "AF Algarve 2.ª Divisão"),
        ("Campeonato de Portugal SE", "Campeonato de Portugal Série E"),
        ("Taça UEFA", "Taça UEFA"),
        ("Segunda Liga", "Segunda Liga"),
    ],
)
def test_abbreviations_of_competitions_are_opened(written: str, opened: str) -> None:
    assert open_competition(written) == opened


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("J10", "10.ª jornada"),
        ("10", "10.ª jornada"),
        ("Matchday 3", "3.ª jornada"),
        ("34.ª jornada", "34.ª jornada"),
        ("QF", "quartos de final"),
        ("1/16", "dezasseis avos de final"),
        ("3E", "3.ª eliminatória"),
        ("Oitavos de final", "oitavos de final"),
        ("Final", "final"),
        ("", ""),
    ],
)
def test_rounds_are_said_in_words(written: str, opened: str) -> None:
    assert open_round(written) == opened


def test_a_cup_is_never_a_league() -> None:
    assert (kind("Taça de Portugal"), kind("Allianz Cup"), kind("II Divisão"), kind("")) == ("cup", "cup", "league", "")
    assert may_be_one("Liga Portuguesa", "Primeira Liga")
    assert may_be_one("", "Taça de Portugal")
    assert not may_be_one("Liga Portuguesa", "Taça de Portugal")


def test_a_file_named_by_a_league_code_says_its_competition() -> None:
    assert competition_of_file("results/1994-95.pt.1.csv") == "Primeira Liga"
    assert competition_of_file("results/jogos.csv") == ""
