"""The same match in several files is one; where they disagree it is a conflict; two matches stay two."""

import dataclasses
import itertools
from datetime import date
from pathlib import Path

import pytest

from builders.report import Report
from builders.results.reading import read_results
from records.errors import AcervoError
from records.verdicts import Settlement
from tests.builders.results.folder import profile, read, said, source_files

HEADER = "Data;Casa;Fora;Resultado;Competição;Jornada;Época\n"
OWN = "Data;Local;Equipa;Resultado;V-E-D;Competição;Jornada;Época\n"


def test_one_match_in_two_files_has_two_sources(tmp_path: Path) -> None:
    files = {
        "a.csv": HEADER + "1995-04-02;Farense;Benfica;4-1;I Divisão;J27;\n",
        "b.csv": OWN + "02-04-1995;Casa;SL Benfica;4-1;V;;;\n",
    }
    results, _ = read(tmp_path, dict(files))
    [match] = results.matches
    assert [source.file for source in match.sources] == ["results/a.csv", "results/b.csv"]
    assert not match.readings
    assert (match.competition, match.round, match.season) == ("I Divisão", "27.ª jornada", "1994-95")


def test_two_scores_of_one_match_are_readings_and_no_score_is_true(tmp_path: Path) -> None:
    files = {
        "a.csv": HEADER + "1995-04-02;Farense;Benfica;4-1;;;\n",
        "b.csv": HEADER + "1995-04-02;Farense;Benfica;3-1;;;\n",
        "c.csv": HEADER + "1995-04-02;Farense;Benfica;4-1;;;\n",
    }
    results, _ = read(tmp_path, dict(files))
    [match] = results.matches
    assert match.score is None and match.date == date(1995, 4, 2)
    assert [(reading.score, reading.sources) for reading in match.readings] == [((4, 1), (0, 2)), ((3, 1), (1,))]


def test_dates_within_three_days_are_readings_keyed_by_the_earlier(tmp_path: Path) -> None:
    files = {
        "a.csv": HEADER + "1995-04-02;Farense;Benfica;4-1;Taça de Portugal;;\n",
        "b.csv": HEADER + "1995-03-31;Farense;Benfica;4-1;;;\n",
    }
    results, _ = read(tmp_path, dict(files))
    [match] = results.matches
    assert match.key == "1995-03-31_farense_benfica"
    assert match.date is None and match.score == (4, 1) and not match.undated
    assert {reading.date for reading in match.readings} == {date(1995, 4, 2), date(1995, 3, 31)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1995-04-02;Farense;Benfica;4-1;Taça de Portugal;;", "1995-04-06;Farense;Benfica;1-0;Taça de Portugal;;"),
        ("1995-04-02;Farense;Benfica;4-1;I Divisão;;", "1995-04-05;Farense;Benfica;4-1;Taça de Portugal;;"),
        ("1995-04-02;Farense;Benfica;4-1;;J27;", "1995-04-03;Farense;Benfica;4-1;;J28;"),
        ("1995-04-02;Farense;Benfica;4-1;;;", "1995-04-05;Benfica;Farense;1-4;;;"),
    ],
)
def test_two_matches_a_few_days_apart_stay_two(tmp_path: Path, first: str, second: str) -> None:
    results, _ = read(tmp_path, {"a.csv": f"{HEADER}{first}\n", "b.csv": f"{HEADER}{second}\n"})
    assert len(results.matches) == 2
    assert not any(match.readings for match in results.matches)


@pytest.mark.parametrize("second", ["1923-05-02;Académica;Farense;3-1;;;", "1923-05-05;Académica;Farense;3-2;;;"])
def test_a_file_that_has_both_days_knows_two_matches(tmp_path: Path, second: str) -> None:
    both = f"1923-05-01;Académica;Farense;3-2;;;\n{second}\n"
    files = {"a.csv": HEADER + both, "b.csv": f"{HEADER}{second}\n"}
    results, _ = read(tmp_path, dict(files))
    assert [len(match.sources) for match in results.matches] == [1, 2]
    assert not any(match.readings for match in results.matches)


TWICE = {"a.csv": HEADER + "1923-05-01;Académica;Farense;3-2;;;\n1923-05-02;Académica;Farense;3-2;;;\n"}
TWICE_GROUP = "match/1923-05-01_academica_farense"


def test_the_same_score_in_one_file_on_days_that_follow_is_asked_about(tmp_path: Path) -> None:
    [match] = read(tmp_path, dict(TWICE))[0].matches
    assert match.date is None and [reading.sources for reading in match.readings] == [(0,), (1,)]


def test_two_cup_matches_of_two_rounds_are_two_though_their_score_is_one(tmp_path: Path) -> None:
    rows = "1990-06-02;Moura;Farense;3-2;Taça;QF;\n1990-06-04;Moura;Farense;3-2;Taça;MF;\n"
    assert len(read(tmp_path, {"a.csv": HEADER + rows})[0].matches) == 2


def test_a_person_may_say_that_two_days_are_two_matches(tmp_path: Path) -> None:
    two = Settlement(TWICE_GROUP, {"matches": "2"}, "ana", "2026-01-01T00:00:00Z")
    results, _ = read(tmp_path, dict(TWICE), {TWICE_GROUP: two})
    assert [said(m) for m in results.matches] == [
        "1923-05-01 Académica 3-2 Farense",
        "1923-05-02 Académica 3-2 Farense",
    ]
    assert not any(match.readings for match in results.matches)
    undated = HEADER + "-;Académica;Farense;3-2;;;1922/23\n"
    assert [len(m.sources) for m in read(tmp_path, {**TWICE, "b.csv": undated}, {TWICE_GROUP: two})[0].matches] == [
        2,
        1,
    ]
    taken_back = dataclasses.replace(two, withdrawn=True)
    assert len(read(tmp_path, dict(TWICE), {TWICE_GROUP: taken_back})[0].matches) == 1


@pytest.mark.parametrize(("day", "score", "matches"), [("1995-11-02", "2-1", 1), ("1995-11-02", "2-0", 2)])
def test_day_and_month_exchanged_in_another_file_are_asked_about(
    tmp_path: Path, day: str, score: str, matches: int
) -> None:
    files = {
        "a.csv": HEADER + "1995-02-11;Farense;Moura;2-1;;;\n1995-02-25;Farense;Silves;1-0;;;\n",
        "b.csv": HEADER + f"{day};Farense;Moura;{score};;;\n1995-02-25;Farense;Silves;1-0;;;\n",
    }
    results, _ = read(tmp_path, dict(files))
    assert len([m for m in results.matches if m.opponent.slug == "moura"]) == matches


def test_a_league_match_of_the_same_score_weeks_apart_is_a_conflict_of_dates(tmp_path: Path) -> None:
    files = {
        "a.csv": HEADER + "1994-12-17;Benfica;Farense;2-1;I Divisão;;\n",
        "b.csv": HEADER + "1995-01-01;Benfica;Farense;2-1;Primeira Liga;;\n",
    }
    results, _ = read(tmp_path, dict(files))
    assert [len(match.readings) for match in results.matches] == [2]


def test_one_matchday_of_one_season_is_one_match_whatever_sources_say_of_it(tmp_path: Path) -> None:
    files = {
        "a.csv": HEADER + "1994-12-17;Benfica;Farense;2-1;I Divisão;J15;\n",
        "b.csv": HEADER + "1995-03-01;Benfica;Farense;2-2;Primeira Liga;15;\n",
    }
    results, _ = read(tmp_path, dict(files))
    assert [len(match.readings) for match in results.matches] == [2]


def test_a_date_that_stands_on_several_matches_is_no_date(tmp_path: Path) -> None:
    rows = "".join(f"1943-12-12;Farense;{club};1-0;II Divisão;J1;1943/44\n" for club in ("Moura", "Silves", "Benfica"))
    results, _ = read(tmp_path, {"a.csv": HEADER + rows})
    assert [match.date for match in results.matches] == [None] * 3
    assert {match.undated for match in results.matches} == {"1943-12-12, repetida em vários jogos"}
    assert {match.round for match in results.matches} == {""}
    assert results.matches[0].key == "1943-44_ii-divisao_farense_benfica"


def test_a_date_outside_the_stated_season_is_no_date(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.csv": HEADER + "1956-10-16;Farense;Moura;1-0;II Divisão;;1955/56\n"})
    assert results.matches[0].date is None
    assert results.matches[0].undated == "1956-10-16, fora da época de 1955-56"


def test_an_undated_row_joins_the_one_dated_match_that_it_can_be(tmp_path: Path) -> None:
    files = {
        "a.csv": HEADER + "1951-11-11;Farense;Moura;3-1;II Div. ZS;;51/52\n",
        "b.csv": HEADER + "-;Farense;Moura;3-1;II Divisão Zona Sul;;1951/52\n",
    }
    results, _ = read(tmp_path, dict(files))
    [match] = results.matches
    assert (match.date, match.undated, len(match.sources)) == (date(1951, 11, 11), "", 2)


def test_an_undated_row_that_could_be_either_of_two_stays_alone(tmp_path: Path) -> None:
    dated = "1951-11-11;Farense;Moura;1-1;Taça;;51/52\n1951-11-18;Farense;Moura;1-1;Taça;;51/52\n"
    files = {"a.csv": HEADER + dated, "b.csv": HEADER + "-;Farense;Moura;1-1;Taça;;51/52\n"}
    results, _ = read(tmp_path, dict(files))
    assert sorted(len(match.sources) for match in results.matches) == [1, 1, 1]


def test_an_undated_league_row_of_another_score_is_a_conflict(tmp_path: Path) -> None:
    files = {
        "a.csv": HEADER + "1951-11-11;Farense;Moura;3-1;II Divisão;;51/52\n",
        "b.csv": HEADER + "-;Farense;Moura;3-2;II Divisão;;51/52\n",
    }
    results, _ = read(tmp_path, dict(files))
    [match] = results.matches
    assert [(r.date, r.score) for r in match.readings] == [(date(1951, 11, 11), (3, 1)), (None, (3, 2))]


def test_files_that_differ_on_who_was_at_home_leave_the_place_unknown(tmp_path: Path) -> None:
    files = {
        "a.csv": OWN + "1950-02-19;Casa;Moura;1-2;D;;;\n",
        "b.csv": OWN + "1950-02-19;Fora;Moura;2-1;D;;;\n",
    }
    results, _ = read(tmp_path, dict(files))
    [match] = results.matches
    assert (match.at_home, match.goals_for, match.goals_against, match.grounds) == ("unknown", 1, 2, ())
    assert [reading.other_order for reading in match.readings] == [False, True]


def test_undated_matches_of_one_season_have_keys_of_their_own(tmp_path: Path) -> None:
    rows = "-;Farense;Moura;2-2;Taça;QF;47/48\n-;Farense;Moura;0-1;Taça;QF;47/48\n"
    results, _ = read(tmp_path, {"a.csv": HEADER + rows})
    assert [match.key for match in results.matches] == [
        "1947-48_taca_farense_moura_quartos-de-final_0-1",
        "1947-48_taca_farense_moura_quartos-de-final_2-2",
    ]


CONFLICT = {
    "a.csv": HEADER + "1995-04-02;Farense;Benfica;4-1;;;\n1995-05-02;Farense;Porto;0-0;;;\n",
    "b.csv": HEADER + "1995-04-01;Farense;Benfica;3-1;;;\n",
}


def _settled(facts: dict[str, str] | None) -> dict[str, Settlement]:
    group = "match/1995-04-01_farense_benfica"
    return {group: Settlement(group, facts, "ana", "2026-01-01T00:00:00Z")}


@pytest.mark.parametrize("day", ["1995-04-01", "1 de abril de 1995"])
def test_a_settled_match_is_a_plain_one_under_the_same_key(tmp_path: Path, day: str) -> None:
    results, _ = read(tmp_path, dict(CONFLICT), _settled({"score": "3-1", "date": day}))
    assert said(results.matches[0]) == "1995-04-01 Farense 3-1 Benfica"
    assert results.matches[0].key == "1995-04-01_farense_benfica"
    assert not results.matches[0].readings


def test_settling_one_value_settles_the_other_that_only_its_sources_give(tmp_path: Path) -> None:
    results, _ = read(tmp_path, dict(CONFLICT), _settled({"score": "4-1"}))
    assert said(results.matches[0]) == "1995-04-02 Farense 4-1 Benfica"


def test_a_match_settled_as_neither_is_left_out_by_name(tmp_path: Path) -> None:
    results, report = read(tmp_path, dict(CONFLICT), _settled(None))
    assert [match.opponent.name for match in results.matches] == ["Porto"]
    assert [rejection.reason for rejection in report.rejections] == ["settled_as_neither"]


def test_a_withdrawn_settlement_settles_nothing(tmp_path: Path) -> None:
    [(group, settlement)] = _settled({"score": "3-1"}).items()
    results, _ = read(tmp_path, dict(CONFLICT), {group: dataclasses.replace(settlement, withdrawn=True)})
    assert results.matches[0].readings


def test_a_settlement_that_is_no_score_is_an_error_that_names_the_match(tmp_path: Path) -> None:
    with pytest.raises(AcervoError, match="match/1995-04-01_farense_benfica: the settled score 'três a um' is not one"):
        read(tmp_path, dict(CONFLICT), _settled({"score": "três a um"}))


OTHER_HOME = {
    "a.csv": OWN + "1950-03-05;Casa;Benfica;1-2;D;;;\n",
    "b.csv": OWN + "1950-03-05;Fora;Benfica;3-1;D;;;\n",
}


def _order_settled(facts: dict[str, str]) -> dict[str, Settlement]:
    group = "match/1950-03-05_farense_benfica"
    return {group: Settlement(group, facts, "ana", "2026-01-01T00:00:00Z")}


def test_sources_that_differ_on_the_score_and_on_who_was_at_home_say_both(tmp_path: Path) -> None:
    results, _ = read(tmp_path, dict(OTHER_HOME))
    [match] = results.matches
    assert [(reading.score, reading.other_order) for reading in match.readings] == [((1, 2), False), ((1, 3), True)]


def test_who_was_at_home_is_settled_with_the_score(tmp_path: Path) -> None:
    chosen = _order_settled({"order": "Benfica-Farense", "date": "5 de março de 1950", "score": "3-1"})
    [match] = read(tmp_path, dict(OTHER_HOME), chosen)[0].matches
    assert said(match) == "1950-03-05 Benfica 3-1 Farense" and match.at_home == "away" and not match.readings
    assert match.goals_for == 1 and match.key == "1950-03-05_farense_benfica"


def test_the_order_that_most_sources_have_is_settled_as_it_stands(tmp_path: Path) -> None:
    chosen = _order_settled({"order": "Farense-Benfica", "date": "5 de março de 1950", "score": "1-2"})
    [match] = read(tmp_path, dict(OTHER_HOME), chosen)[0].matches
    assert said(match) == "1950-03-05 Farense 1-2 Benfica" and match.at_home == "home" and not match.readings


def test_the_order_of_the_files_makes_no_difference(tmp_path: Path) -> None:
    rows = {
        "a.csv": HEADER + "1995-04-02;Farense;Benfica;4-1;I Divisão;;\n-;Farense;Moura;1-1;II Divisão;;51/52\n",
        "b.csv": HEADER
        + "1995-03-31;Farense;Benfica;4-1;I Divisão;;\n1951-11-11;Farense;Moura;1-1;II Divisão;;51/52\n",
        "c.csv": HEADER + "1995-04-03;Farense;Benfica;4-0;I Divisão;;\n-;Moura;Farense;1-1;II Divisão;;51/52\n",
    }
    own, files = profile(tmp_path), source_files(tmp_path, dict(rows))
    readings = [read_results(order, own, Report(), {}) for order in itertools.permutations(files)]
    assert all(reading == readings[0] for reading in readings)
