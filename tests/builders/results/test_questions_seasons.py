"""Questions about a season: tables held against matches, and figures computed from what is sound."""

from dataclasses import replace

from builders.results.questions import questions
from builders.results.questions.wording import season_fields
from builders.results.standings import StandingReading
from records.example import Example
from records.verdicts import Settlement
from tests.builders.results.sample import (
    ACADEMICA,
    BENFICA,
    FARENSE,
    PORTO,
    PROFILE,
    disputed,
    match,
    request,
    results,
    source,
    standing,
)

SEASON = [
    match(FARENSE, BENFICA, "4-1", "1995-04-02"),
    match(BENFICA, FARENSE, "2-0", "1994-11-06"),
    match(FARENSE, PORTO, "1-1", "1994-11-13"),
    match(ACADEMICA, FARENSE, "0-1", "1994-12-04"),
]
TABLE = standing("1994-95", 5, (2, 1, 1), (6, 4))


def asked(matches, tables=(), template: str = "", given=None) -> list[Example]:
    found = questions(results(matches, tables), given or request())
    return [example for example in found if example.template == template]


def answer(matches, tables=(), template: str = "") -> str:
    found = {example.answer for example in asked(matches, tables, template)}
    assert len(found) == 1, found
    return found.pop()


def test_place_and_record_come_from_the_table() -> None:
    assert answer(SEASON, [TABLE], "season.position") == (
        "Na época de 1994/95, na I Divisão, o Farense terminou em 5.º lugar, com 5 pontos."
    )
    assert answer(SEASON, [TABLE], "season.record") == (
        "Na época de 1994/95, na I Divisão, o Farense somou 2 vitórias, 1 empate e 1 derrota em 4 jogos, "
        "com 6 golos marcados e 4 sofridos."
    )


def test_a_table_that_the_complete_matches_contradict_is_a_conflict_for_a_person() -> None:
    wrong = standing("1994-95", 5, (3, 0, 1), (6, 4))
    assert not asked(SEASON, [wrong], "season.record")
    conflict = asked(SEASON, [wrong], "season.record.conflict")
    assert len(conflict) == 1 and conflict[0].flags == ("conflict",) and not conflict[0].facts
    assert conflict[0].answer == (
        "Sobre os jogos do Farense na época de 1994/95, na I Divisão, as fontes não dizem o mesmo: "
        "a tabela dá 3 vitórias, 0 empates e 1 derrota, com 6 golos marcados e 4 sofridos, "
        "e a soma dos jogos registados dá 2 vitórias, 1 empate e 1 derrota, com 6 golos marcados e 4 sofridos."
    )
    assert [option.sources for option in conflict[0].options] == [(0,), (1, 2, 3, 4)]
    assert conflict[0].options[0].said == "3 vitórias, 0 empates e 1 derrota, com 6 golos marcados e 4 sofridos"


def test_a_record_without_a_win_is_told_in_figures() -> None:
    winless = standing("1995-96", 9, (0, 3, 0), (2, 2))
    assert answer([], [winless], "season.record") == (
        "Na época de 1995/96, na I Divisão, o Farense somou 0 vitórias, 3 empates e 0 derrotas em 3 jogos, "
        "com 2 golos marcados e 2 sofridos."
    )


def test_a_settled_record_is_asked_as_chosen_and_one_settled_as_neither_not_at_all() -> None:
    wrong = standing("1994-95", 5, (3, 0, 1), (6, 4))
    conflict = asked(SEASON, [wrong], "season.record.conflict")[0]
    chosen = Settlement(conflict.group, dict(conflict.options[1].facts), "Ana", "2026-03-01T10:00:00Z")
    settled = asked(SEASON, [wrong], "season.record", request(settlements={conflict.group: chosen}))
    assert "2 vitórias, 1 empate e 1 derrota em 4 jogos" in settled[0].answer
    neither = request(settlements={conflict.group: replace(chosen, facts=None)})
    assert not asked(SEASON, [wrong], "season.record", neither)
    assert neither.report.by_reason()["settled_as_neither"] == 1


def test_sources_that_give_two_places_make_one_conflict() -> None:
    record = {"played": 4, "won": 2, "drawn": 1, "lost": 1, "goals_for": 6, "goals_against": 4}
    readings = (StandingReading(5, 37, sources=(0,), **record), StandingReading(6, None, sources=(1,), **record))
    two = replace(TABLE, readings=readings, sources=(*TABLE.sources, source("6.º")))
    conflict = asked([], [two], "season.position.conflict")
    assert [example.answer for example in conflict] == [
        "Sobre a classificação do Farense na época de 1994/95, na I Divisão, as fontes não dizem o mesmo: "
        "uma fonte diz 5.º lugar, com 37 pontos e outra diz 6.º lugar."
    ]
    assert {e.answer for e in asked([], [two], "season.record")} == {answer(SEASON, [TABLE], "season.record")}


def test_a_table_of_a_part_of_its_matches_gives_no_record() -> None:
    made = request()
    part = standing("1994-95", 5, (1, 0, 1), (4, 3))
    assert not asked(SEASON, [part], "season.record", made)
    assert made.report.by_reason()["table_of_a_part"] == 1


def test_a_season_with_two_tables_is_always_asked_by_competition() -> None:
    final = replace(standing("1994-95", 1, (1, 0, 0), (1, 0)), competition="Liguilha")
    examples = asked(SEASON, [TABLE, final], "season.position")
    assert {example.group for example in examples} == {"season/1994-95/i-divisao", "season/1994-95/liguilha"}
    assert all(("Liguilha" in e.prompt or "liguilha" in e.prompt) == ("Liguilha" in e.answer) for e in examples)


def test_the_balance_of_a_season_counts_all_its_matches_and_says_of_what() -> None:
    assert answer(SEASON, template="season.balance") == (
        "Na época de 1994/95, nos 4 jogos do Farense registados no arquivo, em todas as provas, "
        "o Farense venceu 2, empatou 1 e perdeu 1, com 6 golos marcados e 4 sofridos."
    )


def test_no_figure_rests_on_a_match_on_which_sources_differ() -> None:
    made = request()
    in_doubt = disputed(match(PORTO, FARENSE, "3-1", "1995-03-26"), "3-2")
    assert not asked([*SEASON, in_doubt], (), "season.balance", made)
    assert made.report.by_reason()["depends_on_conflict"] > 0


def test_a_disputed_match_too_small_to_matter_spoils_no_biggest_win() -> None:
    small = disputed(match(FARENSE, PORTO, "1-0", "1995-03-26"), "2-0")
    assert answer([*SEASON, small], (), "season.biggest-win") == (
        "Na época de 1994/95, nos jogos registados no arquivo, a maior vitória do Farense foi "
        "a 2 de abril de 1995, no Farense-Benfica, com o resultado de 4-1."
    )
    large = disputed(match(FARENSE, PORTO, "1-0", "1995-03-26"), "6-0")
    assert not asked([*SEASON, large], (), "season.biggest-win")


def test_equal_biggest_wins_are_all_told() -> None:
    again = match(PORTO, FARENSE, "1-4", "1995-05-07")
    assert answer([*SEASON, again], (), "season.biggest-win") == (
        "Na época de 1994/95, nos jogos registados no arquivo, a maior vitória do Farense repetiu-se em dois jogos: "
        "a 2 de abril de 1995, no Farense-Benfica, com o resultado de 4-1; "
        "e a 7 de maio de 1995, no Porto-Farense, com o resultado de 1-4."
    )


def test_the_heaviest_defeat_is_by_goals_between_them() -> None:
    assert "no Benfica-Farense, com o resultado de 2-0." in answer(SEASON, (), "season.heaviest-defeat")


def test_an_unbeaten_run_goes_by_the_days_whatever_the_order_of_reading() -> None:
    assert answer(SEASON, [TABLE], "season.unbeaten") == (
        "Na época de 1994/95, nos jogos registados no arquivo, a maior série do Farense sem perder foi de 3 jogos: "
        "do Farense-Porto de 13 de novembro de 1994 ao Farense-Benfica de 2 de abril de 1995."
    )


def test_a_season_that_is_not_whole_has_no_run() -> None:
    made = request()
    undated = replace(match(PORTO, FARENSE, "0-0"), competition="Taça")
    assert not asked([*SEASON, undated], [TABLE], "season.unbeaten", made)
    assert not asked(SEASON[:3], [TABLE], "season.unbeaten", made)
    assert not asked(SEASON, (), "season.unbeaten", made)
    assert made.report.by_reason()["season_not_whole"] == 3


def test_the_run_of_a_season_that_is_not_whole_is_declined_and_no_other_figure_of_it() -> None:
    part = [match(FARENSE, PORTO, "1-0", f"19{year}-10-02", f"19{year}-{year + 1}") for year in (90, 91)]
    many = request(replace(PROFILE, draw=replace(PROFILE.draw, refusals=30.0)))
    made = list(questions(results([*SEASON, *part], [TABLE]), many))
    runs = {e.answer for e in made if e.template == "no-season.unbeaten"}
    assert "Na época de 1991/92, não tenho registo da maior série do Farense sem perder." in runs
    assert not any("1994/95" in answer for answer in runs)
    others = {e.answer for e in made if e.template in ("no-season.balance", "no-season.biggest-win")}
    assert others and not any(season in answer for answer in others for season in ("1990/91", "1991/92"))


def test_a_run_that_depends_on_a_disputed_match_is_not_told() -> None:
    cup = replace(match(PORTO, FARENSE, "3-1", "1995-03-26"), competition="Taça")
    assert not asked([*SEASON, disputed(cup, "1-1")], [TABLE], "season.unbeaten")


def test_a_run_of_all_time_does_not_cross_seasons_that_are_not_whole() -> None:
    def season(year: int, table: bool = True) -> tuple[list, list]:
        name = f"{year}-{(year + 1) % 100:02}"
        played = [match(FARENSE, club, "1-0", f"{year}-10-{n:02}", name) for n, club in enumerate((BENFICA, PORTO), 1)]
        return played, [standing(name, 1, (2, 0, 0), (2, 0))] if table else []

    years = [season(1950), season(1951, table=False), season(1952), season(1953)]
    matches, tables = ([one for year in years for one in year[part]] for part in (0, 1))
    assert answer(matches, tables, "club.unbeaten") == (
        "Nas épocas que o arquivo tem completas, a maior série do Farense sem perder foi de 4 jogos: "
        "do Farense-Benfica de 1 de outubro de 1952 ao Farense-Porto de 2 de outubro de 1953."
    )


def test_the_first_and_last_match_of_a_run_are_mentioned() -> None:
    example = asked(SEASON, [TABLE], "season.unbeaten")[0]
    assert example.mentions == ("match/1994-11-13_farense_porto", "match/1995-04-02_farense_benfica")


def test_seasons_without_a_record_are_asked_about_in_the_same_words() -> None:
    seasons = [
        match(FARENSE, PORTO, "1-0", f"{year}-{month}-02", f"{year}-{year % 100 + 1}")
        for year in (1950, 1953, 1960)
        for month in (10, 11)
    ]
    unknown = [e for e in asked(seasons, (), "no-season.balance") if not e.held_out]
    assert unknown and all(e.unanswerable and e.refusal is None and not e.facts for e in unknown)
    assert not any(season in e.answer for e in unknown for season in ("1950/51", "1953/54", "1960/61"))
    known = {piece for e in asked(seasons, (), "season.balance") for piece in e.phrasing.split(".")}
    assert len(known & {piece for e in unknown for piece in e.phrasing.split(".")}) > 3


def test_a_season_without_a_table_has_no_record_denied_where_matches_of_its_league_are_known() -> None:
    cup = replace(match(FARENSE, PORTO, "1-0", "1993-12-12", "1993-94"), competition="Taça de Portugal")
    made = [*SEASON, cup, match(FARENSE, PORTO, "1-0", "1995-10-02", "1995-96")]
    tables = [TABLE, *(standing(f"19{year}-{year + 1}", 5, (2, 1, 1), (6, 4)) for year in range(85, 93))]
    denied = {
        kind: {e.answer[12:19] for e in asked(made, tables, f"no-season.{kind}")} for kind in ("record", "position")
    }
    assert denied["position"] - denied["record"] == {"1995/96"} and "1993/94" in denied["record"]


def test_a_season_that_never_was_is_not_called_by_the_short_name_of_one_a_century_later() -> None:
    known = ("1950-51", "2010-11")
    assert not season_fields("1910-11", known)["curta"]
    assert season_fields("1909-10", known)["curta"] == "09/10"
    assert season_fields("2010-11", known)["curta"] == "10/11"
