"""The tables of the sample corpus agree with one another: totals, standings, names, and the one date left to differ."""

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path

from builders.profile import load_profile
from builders.report import Report
from builders.results.reading import read_results
from builders.sources import read_corpus

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
OWN = ("Farense", "SC Farense")


def rows(name: str) -> list[dict[str, str]]:
    delimiter = "\t" if name.endswith(".tsv") else ";"
    with (CORPUS / "results" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def record(scores: Iterator[tuple[int, int]]) -> tuple[int, ...]:
    """Won, drawn, lost, goals for, goals against; from (for, against) of each match."""
    pairs = list(scores)
    won, lost = sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
    return won, len(pairs) - won - lost, lost, sum(a for a, _ in pairs), sum(b for _, b in pairs)


def own_score(score: str, at_home: bool) -> tuple[int, int]:
    home, away = map(int, score.split("-"))
    return (home, away) if at_home else (away, home)


def test_the_league_matches_of_1994_95_add_up_to_the_table() -> None:
    matches = rows("1994-95.csv")
    assert record(own_score(m["Resultado"], m["Casa"] in OWN) for m in matches) == (16, 5, 13, 44, 38)
    assert [m["Jornada"] for m in matches] == [str(n) for n in range(1, 35)]
    assert standing("1994-95") == ("5", "37", "34", "16", "5", "13", "44", "38")


def test_every_opponent_of_1994_95_is_met_once_at_home_and_once_away() -> None:
    pairs = [(match["Casa"], match["Fora"]) for match in rows("1994-95.csv")]
    assert len(set(pairs)) == len(pairs) == 34
    opponents = [name for pair in pairs for name in pair if name not in OWN]
    assert {opponents.count(name) for name in opponents} == {2}


def standing(season: str) -> tuple[str, ...]:
    row = next(row for row in rows("classificacoes.csv") if row["Época"] == season)
    return tuple(row[key] for key in ("Classificação", "Pontos", "J", "V", "E", "D", "GM", "GS"))


def test_complete_standings_are_consistent_with_two_and_three_points_a_win() -> None:
    for row in rows("classificacoes.csv"):
        if not row["GS"]:
            continue
        played, won, drawn, lost, points = (int(row[key]) for key in ("J", "V", "E", "D", "Pontos"))
        assert played == won + drawn + lost, row
        assert points == drawn + won * (2 if row["Época"] < "1995" else 3), row


def test_every_opponent_in_the_results_is_in_the_list_of_clubs() -> None:
    profile = load_profile(CORPUS / "profile.yaml")
    known = {profile.club.name, profile.club.short, *profile.club.aliases, *profile.other_clubs}
    known |= {str(alias) for entry in profile.other_clubs.values() for alias in entry["aliases"]}
    columns = ("Casa", "Fora", "Home", "Away", "Adversário", "Visitado", "Visitante")
    columns += ("Equipa", "Equipa da casa", "Equipa visitante")
    for path in sorted((CORPUS / "results").glob("[!.]*")):
        for row in rows(path.name):
            named = {row[column] for column in columns if column in row}
            assert named and named <= known, (path.name, row)


def test_no_two_clubs_share_a_name() -> None:
    profile = load_profile(CORPUS / "profile.yaml")
    own = [profile.club.name, profile.club.short, *profile.club.aliases]
    names = own + [str(written) for name, entry in profile.other_clubs.items() for written in {name, *entry["aliases"]}]
    folded = [name.casefold() for name in names]
    assert sorted(folded) == sorted(set(folded))
    assert {entry["article"] for entry in profile.other_clubs.values()} == {"o", "a", "os"}


def test_the_two_dates_of_a_match_are_the_only_ones_on_which_the_results_differ() -> None:
    league = {datetime.datetime.strptime(m["Data"], "%d-%m-%Y").date(): m["Resultado"] for m in rows("1994-95.csv")}
    remembered = {m["Data"]: m for m in rows("jogos_historicos.csv")}
    assert league[datetime.date(1995, 4, 2)] == remembered["1 de abril de 1995"]["Resultado"] == "4-1"
    assert datetime.date(1995, 4, 1) not in league
    cup = {m["Data"]: f"{m['Golos casa']}-{m['Golos fora']}" for m in rows("taca_1989-90.csv")}
    assert cup["1990-05-27"] == remembered["27 de maio de 1990"]["Resultado"].removesuffix(" (a.p.)")
    assert cup["1990-06-03"] == remembered["3 de junho de 1990"]["Resultado"]


def test_the_reader_finds_every_match_and_standing_and_the_one_conflict() -> None:
    profile, report = load_profile(CORPUS / "profile.yaml"), Report()
    results = read_results(read_corpus(CORPUS, profile).files["results"], profile, report, {})
    assert not report.rejections and not report.notes
    assert (len(results.matches), len(results.standings)) == (54, 13)
    assert [match.key for match in results.matches if match.readings] == ["1995-04-01_farense_benfica"]
    assert sum(match.at_home == "neutral" for match in results.matches) == 2


def test_home_matches_have_the_profiles_ground_only_within_its_dates() -> None:
    profile = load_profile(CORPUS / "profile.yaml")
    results = read_results(read_corpus(CORPUS, profile).files["results"], profile, Report(), {})
    home = [m for m in results.matches if m.at_home == "home" and not m.readings]
    grounds = {m.season: [ground.name for ground in m.grounds] for m in home}
    assert grounds["1994-95"] == ["Estádio de São Luís"]
    assert grounds["1923-24"] == ["Santo Stadium"]
