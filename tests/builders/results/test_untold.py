"""A match of which a source does not say how it ended is not told, and neither is it denied."""

from pathlib import Path

from builders.results.questions import questions
from builders.results.questions.archive import Archive
from records.example import Example
from tests.builders.results.folder import read
from tests.builders.results.sample import request

HEADER = "Data;Casa;Fora;Resultado;Competição;Jornada;Época\n"
PLAYED = "2015-10-31;Farense;Benfica;1-0;;;\n2015-11-07;Farense;Porto;2-0;;;\n2016-04-02;Porto;Farense;2-2;;;\n"


def asked(folder: Path, rows: str) -> list[Example]:
    results, _ = read(folder, {"a.csv": HEADER + PLAYED + rows})
    return list(questions(results, request()))


def test_a_match_without_a_result_makes_its_day_one_that_is_not_denied(tmp_path: Path) -> None:
    rows = "2016-03-16;Benfica;Farense;DA;;;\n2016-03-20;Farense;Moura;;;;\n2016-05-01;Farense;Silves;-;;;\n"
    results, _ = read(tmp_path, {"a.csv": HEADER + PLAYED + rows})
    archive = Archive(results)
    told = [day.isoformat() for day in sorted(results.days) if not archive.is_empty(day)]
    assert told == ["2015-10-31", "2015-11-07", "2016-03-16", "2016-03-20", "2016-04-02", "2016-05-01"]


def test_a_day_that_stands_on_two_matches_is_no_date_of_either_and_is_not_denied(tmp_path: Path) -> None:
    rows = "1923-04-15;Farense;Moura;1-0;;;\n1923-04-15;Silves;Farense;11-1;;;\n"
    results, _ = read(tmp_path, {"a.csv": HEADER + rows})
    [day] = results.days
    assert all(match.date is None for match in results.matches) and not Archive(results).is_empty(day)


def test_the_matches_of_a_season_are_no_list_where_the_result_of_one_is_owed(tmp_path: Path) -> None:
    told = {e.group for e in asked(tmp_path, "2016-03-16;Benfica;Farense;DA;;;\n") if e.template == "opponent.season"}
    assert told == {"opponent/porto/season-2015-16"}


def test_a_club_of_which_only_a_row_without_a_result_tells_is_no_club_never_met(tmp_path: Path) -> None:
    told = [e for e in asked(tmp_path, "2016-03-20;Farense;Moura;;;;\n") if e.unanswerable]
    assert told and not any("Moura" in example.prompt for example in told)


def test_a_season_is_not_denied_where_a_club_was_met_that_may_be_the_same_by_another_name(tmp_path: Path) -> None:
    rows = "2006-10-28;Farense;Paderne;2-0;;;\n2008-03-01;Farense;Padernense;4-0;;;\n2008-03-08;Farense;Moura;1-0;;;\n"
    archive = Archive(read(tmp_path, {"a.csv": HEADER + rows})[0])
    clubs = {club.name: club for club in archive.against}
    met = {
        name: [archive.may_have_met(club, season) for season in ("2006-07", "2007-08")] for name, club in clubs.items()
    }
    assert met == {"Paderne": [True, True], "Padernense": [True, True], "Moura": [False, True]}


def test_a_fixture_of_which_another_file_tells_the_result_is_told(tmp_path: Path) -> None:
    files = {"a.csv": HEADER + PLAYED, "b.csv": HEADER + "2016-04-03;Porto;Farense;-;;;\n"}
    results, report = read(tmp_path, dict(files))
    assert results.untold == ()
    assert report.by_reason()["no_score"] == 1
