"""A profile with a mistake is told so, with the key and the remedy."""

from pathlib import Path

import pytest

from builders.profile import ProfileError, load_profile


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    return path


CLUB = "club: {name: SC Leões, short: Leões}\n"


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, CLUB))
    assert (profile.club.article, profile.draw.refusals, profile.folders["books"]) == ("o", 1.0, ("books",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CLUB + "colour: black\n", r"profile\.yaml: colour: unknown key; the keys here are club, assistant"),
        (CLUB + "draw: {phrasing: 3}\n", r"profile\.yaml: draw: phrasing: unknown key; the keys here are phrasings"),
        (CLUB + "draw: {phrasings: many}\n", r"draw: phrasings: 'many' is not a whole number"),
        (CLUB + "draw: {refusals: half}\n", r"draw: refusals: 'half' is not a number"),
        (CLUB + "draw: {phrasings: true}\n", r"draw: phrasings: True is not a whole number"),
        ("club: {name: no}\n", r"club: short is missing|name: False is not a text"),
        ("club: [\n", r"profile\.yaml:\d+: not YAML"),
        ("", r"expected keys and values"),
        ("language: pt-PT\n", r"club is missing"),
        ("club: {name: A, short: A, ground_since: 21-09-1924}\n", r"ground_since: '21-09-1924' is no day"),
        ('club: {name: A, short: " "}\n', r"club: short: a name of nothing; write the club's name, or take it out"),
        ('club: {name: A, short: A, aliases: [""]}\n', r"club: aliases: a name of nothing"),
        (
            "club: {name: A, short: A, article: os}\n",
            r"club: article: 'os' is not o or a; write the one of the club as",
        ),
        (CLUB + "draw: {phrasings: 0}\n", r"draw: phrasings: 0 cannot be; write a number from 1 to 1000"),
        (CLUB + "draw: {some: {match.score: 7}}\n", r"draw: some.match.score: 7.0 cannot be; .* from 0 to 1"),
        (CLUB + "draw: {times: {match.score: 0}}\n", r"draw: times.match.score: 0.0 cannot be; .* from 0.01 to 100"),
        (CLUB + "splits: {test: .nan}\n", r"splits: test: nan cannot be; write a number from 0 to 1"),
        (CLUB + "balance: {refusal_share: -1}\n", r"balance: refusal_share: -1.0 cannot be"),
        (CLUB + "clubs: nada.yaml\n", r"clubs: there is no file nada.yaml; write its name, beside this file"),
        (CLUB + "folders: {resultados: [x]}\n", r"folders: resultados is no builder; there are results, biographies"),
        ("[" * 5000, r"profile\.yaml: nested too deeply"),
        ('club: {name: A, short: A, ground_since: "2004-06-30", ground_until: "1924-09-21"}\n', r"before ground_since"),
    ],
)
def test_a_mistake_is_named_with_its_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        load_profile(written(tmp_path, text))


@pytest.mark.parametrize(
    ("clubs", "message"),
    [
        ("- Olhanense\n", r"clubs\.yaml: expected names of clubs; write `Olhanense: "),
        ("1908: {article: o}\n", r"clubs\.yaml: 1908 is no name of a club; put it in quotes"),
        ("No: {article: o}\n", r"clubs\.yaml: False is no name of a club; put it in quotes"),
        (
            "sc leões: {article: o}\n",
            r"clubs\.yaml: sc leões: 'sc leões' is your own club in the profile; take the",
        ),
        ("Louletano: {article: o, aliases: [Leões]}\n", r"Louletano: 'Leões' is your own club in the profile"),
        ("Olhanense: {article: la}\n", r"clubs\.yaml: Olhanense: 'la' is no article; write one of o, a, os, as"),
    ],
)
def test_a_mistake_in_the_list_of_clubs_is_named(tmp_path: Path, clubs: str, message: str) -> None:
    path = written(tmp_path, CLUB)
    (tmp_path / "clubs.yaml").write_text(clubs, encoding="utf-8")
    with pytest.raises(ProfileError, match=message):
        _ = load_profile(path).other_clubs


def test_a_missing_profile_says_what_to_copy(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"copy corpus/profile\.yaml"):
        load_profile(tmp_path / "profile.yaml")
