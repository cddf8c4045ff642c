"""The archive of real sources: what is recovered from each file, and that tables confirm it."""

from collections import Counter, defaultdict

import pytest

from builders.profile import load_profile
from builders.report import Report
from builders.results.matches import Match
from builders.results.reading import Results, read_results
from builders.sources import read_corpus
from tests.archive import ARCHIVE, ROOT, needs_archive

pytestmark = needs_archive


@pytest.fixture(scope="module")
def archive() -> tuple[Results, Report]:
    profile, report = load_profile(ROOT / "corpus" / "profile.yaml"), Report()
    return read_results(read_corpus(ARCHIVE, profile).files["results"], profile, report, {}), report


def test_matches_are_recovered_from_every_file_that_has_any(archive: tuple[Results, Report]) -> None:
    counts = {name.rpartition("/")[2]: n for (_, name, what), n in archive[1].counts.items() if what == "matches"}
    assert counts == {
        "1994-95.pt.1.csv": 34,
        "2001-02.pt.1.csv": 34,
        "2022-23_pt2.txt": 34,
        "2023-24.pt.1.json": 34,
        "farense_dados_jogos.json": 2597,
        "farense_resultados.txt": 2653,
    }


def test_the_two_lists_of_one_owner_tell_of_the_same_matches(archive: tuple[Results, Report]) -> None:
    files = [frozenset(source.file for source in match.sources) for match in archive[0].matches]
    assert sum(len(names) > 1 for names in files) > 2500


def test_files_that_are_no_results_are_named_with_a_remedy(archive: tuple[Results, Report]) -> None:
    unreadable = [r.file.rpartition("/")[2] for r in archive[1].rejections if r.reason == "unreadable_file"]
    assert unreadable == ["enc_semicolon-delimited.csv", "enc_stanley-cups-utf-16.csv"]
    assert len(archive[1].notes) == 2


def test_few_sources_contradict_each_other(archive: tuple[Results, Report]) -> None:
    conflicts = [match for match in archive[0].matches if match.readings]
    assert 15 <= len(conflicts) <= 40
    assert any(match.key == "1995-04-01_farense_benfica" for match in conflicts)


def test_keys_are_natural_and_unique(archive: tuple[Results, Report]) -> None:
    keys = Counter(match.key for match in archive[0].matches)
    assert max(keys.values()) == 1
    assert not [key for key in keys if not key.isascii() or " " in key]


def test_no_day_has_two_matches_of_the_club(archive: tuple[Results, Report]) -> None:
    days = Counter(match.date for match in archive[0].matches if match.date)
    assert max(days.values()) == 1


def _record(matches: list[Match]) -> tuple[int, ...]:
    goals = [(match.goals_for or 0, match.goals_against or 0) for match in matches]
    won, drawn = sum(a > b for a, b in goals), sum(a == b for a, b in goals)
    return won, drawn, len(goals) - won - drawn, sum(a for a, _ in goals), sum(b for _, b in goals)


def test_the_matches_add_up_to_the_league_tables(archive: tuple[Results, Report]) -> None:
    """Tables were typed by other hands than the matches: that they agree says that rows are read and turned right."""
    seasons: dict[str, dict[str, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in archive[0].matches:
        if match.score is not None:
            seasons[match.season][match.competition].append(match)
    own = [standing for standing in archive[0].standings if standing.own]
    agree = 0
    for table in own:
        line = (table.won, table.drawn, table.lost, table.goals_for, table.goals_against)
        agree += any(_record(played) == line for played in seasons[table.season].values())
    assert (agree, len(own)) == (85, 93)
