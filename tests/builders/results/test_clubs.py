from pathlib import Path

import pytest

from builders.profile import Club as OwnClub
from builders.profile import Profile
from builders.results.clubs import Clubs, is_truncated
from builders.sources import SourceError
from tests.builders.results.folder import profile


@pytest.fixture
def clubs(tmp_path: Path) -> Clubs:
    return Clubs(profile(tmp_path))


@pytest.mark.parametrize(
    "name", ["Olhanense", "SC Olhanense", "S.C. Olhanense", "S. C. Olhanense", "Sporting Olhanense", "Sp. Olhanense"]
)
def test_one_club_is_one_however_it_is_written(clubs: Clubs, name: str) -> None:
    assert clubs.resolve(name).name == "Olhanense"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Sporting Olhanense (Segundas Categorias)", "Olhanense (segundas categorias)"),
        ("SL Benfica B", "Benfica B"),
        ("Benfica (juniores)", "Benfica (juniores)"),
        ("Olhanense Reservas", "Olhanense (reservas)"),
    ],
)
def test_other_teams_of_a_club_are_not_the_club(clubs: Clubs, name: str, meant: str) -> None:
    assert clubs.resolve(name).name == meant


@pytest.mark.parametrize("name", ["Vitória", "União"])
def test_a_name_that_may_be_several_clubs_is_kept_as_written(clubs: Clubs, name: str) -> None:
    assert clubs.resolve(name).name == name


def test_variants_are_told_apart_where_they_differ(clubs: Clubs) -> None:
    assert clubs.resolve("Vitória SC").name == "Vitória de Guimarães"
    assert clubs.resolve("Vitória FC").name == "Vitória de Setúbal"


def test_namesakes_and_second_teams_are_not_the_profiles_club(clubs: Clubs) -> None:
    assert all(clubs.is_own(name) for name in ("Farense", "SC FARENSE", "S.C. Farense", "sporting farense"))
    assert not any(clubs.is_own(name) for name in ("Farense B", "Académica Farense", "FC Farense"))
    assert clubs.is_like_own("FC Farense")


def test_articles_come_from_the_list_or_from_the_first_word(clubs: Clubs) -> None:
    assert clubs.resolve("Académica OAF").article == "a"
    assert clubs.resolve("Associação Naval").article == "a"
    assert clubs.resolve("Estrelas do Sul").article == "o"


def test_unlisted_names_that_differ_in_the_kind_of_club_are_one(tmp_path: Path) -> None:
    clubs = Clubs(profile(tmp_path), ["FC Ferreiras", "Ferreiras", "Ferreiras"])
    assert clubs.resolve("FC Ferreiras") == clubs.resolve("Ferreiras")


def test_unlisted_names_stay_apart_when_a_third_makes_it_doubtful(tmp_path: Path) -> None:
    clubs = Clubs(profile(tmp_path), ["FC Ferreiras", "Ferreiras", "SC Ferreiras"])
    assert len({clubs.resolve(name).slug for name in ("FC Ferreiras", "Ferreiras", "SC Ferreiras")}) == 3


@pytest.mark.parametrize("name", ["Académico de", "Est.", "Beira-", "Casa Pia ("])
def test_a_name_that_breaks_off_is_known_by_its_end(name: str) -> None:
    assert is_truncated(name)


def test_a_name_under_two_clubs_is_an_error_that_names_both(tmp_path: Path) -> None:
    text = "Benfica: {article: o, aliases: [Encarnados]}\nPenafiel: {article: o, aliases: [Encarnados]}\n"
    (tmp_path / "clubs.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="'Encarnados' stands for Benfica and Penafiel; leave it under one"):
        Clubs(Profile(OwnClub("SC Farense", "Farense"), path=tmp_path / "profile.yaml"))


def test_an_entry_that_is_no_entry_is_an_error_that_shows_one(tmp_path: Path) -> None:
    (tmp_path / "clubs.yaml").write_text("Benfica: [SL Benfica]\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"clubs\.yaml: Benfica: .*article: o, aliases"):
        Clubs(Profile(OwnClub("SC Farense", "Farense"), path=tmp_path / "profile.yaml"))
