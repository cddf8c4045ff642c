"""Questions about one opponent: lists, totals, first and last meeting, each only where nothing unknown can upset it."""

from dataclasses import replace

import pytest

from builders.results.clubs import Club
from builders.results.questions import questions, wording
from records.example import Example
from tests.builders.results.sample import ACADEMICA, BENFICA, FARENSE, PORTO, disputed, match, request, results

HOME = match(FARENSE, BENFICA, "4-1", "1995-04-02")
AWAY = match(BENFICA, FARENSE, "2-0", "1994-11-06")
LATER = match(FARENSE, BENFICA, "1-1", "2001-09-15", "2001-02")


def asked(*matches, template: str, given=None) -> list[Example]:
    return [e for e in questions(results(matches), given or request()) if e.template == template]


def answers(*matches, template: str) -> set[str]:
    return {example.answer for example in asked(*matches, template=template)}


def test_the_matches_of_a_season_are_listed_in_order_with_their_scores() -> None:
    assert answers(HOME, AWAY, LATER, template="opponent.season") == {
        "Na época de 1994/95, com o Benfica, o arquivo regista 2 jogos: "
        "Benfica-Farense, 2-0, a 6 de novembro de 1994; e Farense-Benfica, 4-1, a 2 de abril de 1995.",
        "Na época de 2001/02, com o Benfica, o arquivo regista 1 jogo: Farense-Benfica, 1-1, a 15 de setembro de 2001.",
    }


def test_a_list_mentions_each_of_its_matches() -> None:
    example = asked(HOME, AWAY, template="opponent.season")[0]
    assert example.group == "opponent/benfica/season-1994-95"
    assert example.mentions == (AWAY.group, HOME.group)
    assert example.sources == (*AWAY.sources, *HOME.sources)


def test_a_month_is_asked_where_it_has_several_matches() -> None:
    assert not asked(HOME, AWAY, template="opponent.month")
    cup = match(BENFICA, FARENSE, "0-0", "1995-04-20")
    assert answers(HOME, cup, template="opponent.month") == {
        "Em abril de 1995, com o Benfica, o arquivo regista 2 jogos: "
        "Farense-Benfica, 4-1, a 2 de abril de 1995; e Benfica-Farense, 0-0, a 20 de abril de 1995."
    }
    made = request()
    assert not asked(HOME, cup, match(FARENSE, BENFICA, "2-0"), template="opponent.month", given=made)
    assert made.report.by_reason()["depends_on_undated"] > 0


def test_totals_are_on_the_side_of_the_club_and_penalties_count_as_draws() -> None:
    assert answers(HOME, AWAY, LATER, template="opponent.record") == {
        "Contra o Benfica, nos 3 jogos registados no arquivo, o Farense venceu 1, empatou 1 e perdeu 1, "
        "com 5 golos marcados e 4 sofridos."
    }
    assert (
        "o Farense venceu 1, empatou 1 e não perdeu nenhum, com"
        in answers(HOME, LATER, template="opponent.record").pop()
    )
    shootout = replace(LATER, penalties=(3, 4))
    assert (
        answers(HOME, AWAY, shootout, template="opponent.record")
        .pop()
        .endswith("com 5 golos marcados e 4 sofridos. Os jogos decididos por penáltis contam como empates.")
    )


def test_totals_over_one_match_say_so_and_mention_it() -> None:
    example = asked(match(ACADEMICA, FARENSE, "0-1", "1994-12-04"), template="opponent.record")[0]
    assert example.answer == (
        "Contra a Académica, no único jogo registado no arquivo, o Farense venceu, com 1 golo marcado e nenhum sofrido."
    )
    assert example.mentions == ("match/1994-12-04_academica_farense",)


def test_first_and_last_meeting_are_told_with_their_scores() -> None:
    assert answers(HOME, AWAY, LATER, template="opponent.first") == {
        "Contra o Benfica, o primeiro jogo do Farense registado no arquivo foi a 6 de novembro de 1994, "
        "no Benfica-Farense, com o resultado de 2-0."
    }
    assert answers(HOME, AWAY, LATER, template="opponent.last") == {
        "Contra o Benfica, o último jogo do Farense registado no arquivo foi a 15 de setembro de 2001, "
        "no Farense-Benfica, com o resultado de 1-1."
    }


def test_an_undated_match_that_may_have_come_first_leaves_the_first_unsaid() -> None:
    made = request()
    early = match(FARENSE, BENFICA, "0-3", season="1940-41")
    assert not asked(HOME, AWAY, early, template="opponent.first", given=made)
    assert made.report.by_reason()["depends_on_undated"] == 1
    assert asked(HOME, AWAY, early, template="opponent.last")


def test_nothing_is_said_that_a_disputed_match_could_change() -> None:
    in_doubt = disputed(match(FARENSE, BENFICA, "5-0", "1980-01-06", "1979-80"), "3-1")
    made = request()
    found = list(questions(results([HOME, AWAY, in_doubt]), made))
    told = {e.template for e in found if e.group.startswith("opponent/benfica")}
    assert "opponent.record" not in told and "opponent.first" not in told and "opponent.biggest-win" not in told
    assert {"opponent.last", "opponent.heaviest-defeat", "opponent.season"} <= told


def test_clubs_and_seasons_never_met_are_declined() -> None:
    matches = [HOME, AWAY, LATER, match(FARENSE, PORTO, "1-0", "1996-10-02", "1996-97")]
    found = [e for e in questions(results(matches), request()) if e.template == "no-opponent.season"]
    pairs = {e.answer for e in found}
    assert pairs <= {
        "Na época de 1996/97, com o Benfica, não tenho registo desses jogos.",
        "Na época de 1994/95, com o Porto, não tenho registo desses jogos.",
    }
    assert pairs
    strangers = [e for e in questions(results(matches), request()) if e.template == "no-opponent.record"]
    assert strangers and not any(name in e.answer for e in strangers for name in ("Benfica", "Porto"))
    assert all(e.unanswerable and e.answer.endswith("do saldo dos jogos do Farense.") for e in strangers)


def declined(*matches, kind: str) -> set[str]:
    """The clubs met of which this is declined: as many near misses are wanted as there are answers."""
    answered = [
        match(*pair, "3-0", f"19{year}-{month}-02", f"19{year}-{year + 1}")
        for year, club in enumerate((Club(f"Clube {n}", "o", f"clube-{n}") for n in range(80)), 10)
        for month, pair in enumerate(((FARENSE, club), (club, FARENSE)), 10)
    ]
    found = asked(*matches, *answered, template=f"no-{kind}")
    assert all(e.unanswerable and not e.facts for e in found)
    return {club for club in ("Benfica", "Porto", "Académica") for e in found if club in e.answer}


def test_what_no_match_against_a_club_that_was_met_tells_is_declined() -> None:
    beaten_by = match(FARENSE, PORTO, "0-1", "1996-10-02", "1996-97")
    won = match(FARENSE, ACADEMICA, "2-0", "1996-10-09", "1996-97")
    assert declined(HOME, AWAY, beaten_by, won, kind="opponent.biggest-win") == {"Porto"}
    assert declined(HOME, AWAY, beaten_by, won, kind="opponent.heaviest-defeat") == {"Académica"}
    in_doubt = disputed(match(FARENSE, PORTO, "0-2", "1997-10-02", "1997-98"), "1-0")
    assert not declined(HOME, AWAY, beaten_by, in_doubt, kind="opponent.biggest-win")


def test_the_first_match_is_declined_where_one_without_a_day_may_have_been_before() -> None:
    undated = match(PORTO, FARENSE, "1-1", season="1990-91")
    dated = match(FARENSE, PORTO, "0-1", "1996-10-02", "1996-97")
    assert declined(HOME, AWAY, undated, dated, kind="opponent.first") == {"Porto"}
    assert not declined(HOME, AWAY, undated, dated, kind="opponent.last")
    both = match(FARENSE, PORTO, "2-1", season="1991-92")
    assert declined(HOME, AWAY, undated, both, kind="opponent.last") == {"Porto"}


def test_goals_end_a_sentence_as_a_person_says_them() -> None:
    told = [wording.with_goals(wording.goals_text(*goals)) for goals in ((4, 1), (1, 0), (0, 3), (0, 0))]
    assert told == [
        "com 4 golos marcados e 1 sofrido",
        "com 1 golo marcado e nenhum sofrido",
        "sem golos marcados e com 3 sofridos",
        "sem golos marcados nem sofridos",
    ]


@pytest.mark.parametrize(("undated", "told"), [("1929", "em 1929"), ("Meados de Abril", "em data não registada")])
def test_a_match_of_no_known_season_is_told_by_its_year_or_as_of_no_recorded_date(undated: str, told: str) -> None:
    old = replace(match(FARENSE, BENFICA, "0-8", season=""), undated=undated)
    assert answers(HOME, old, template="opponent.heaviest-defeat") == {
        f"Contra o Benfica, a maior derrota do Farense registada no arquivo foi {told}, no Farense-Benfica, "
        "com o resultado de 0-8."
    }
