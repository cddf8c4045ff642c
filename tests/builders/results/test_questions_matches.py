"""Questions about one match: only what names it alone is asked, and only what all sources say is stated."""

import re
from dataclasses import replace

import pytest

from builders.results.clubs import Club
from builders.results.questions import questions
from builders.results.questions.archive import Archive
from builders.results.questions.match_questions import question_fields
from records.example import Example, example_to_row
from records.validation import check_row
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
)

HOME = match(FARENSE, BENFICA, "4-1", "1995-04-02", venue="Estádio de São Luís")
AWAY = match(BENFICA, FARENSE, "2-0", "1994-11-06")


def asked(*matches, template: str, held_out: bool | None = None) -> list[Example]:
    examples = questions(results(matches), request())
    return [e for e in examples if e.template == template and held_out in (None, e.held_out)]


def test_an_answer_says_the_day_and_the_opponent_before_the_score() -> None:
    examples = [e for e in asked(HOME, template="match.score") if e.answer.startswith("A ")]
    assert {e.answer for e in examples} == {
        "A 2 de abril de 1995, adversário: Benfica; resultado: Farense 4-1 Benfica."
    }
    assert {e.group for e in examples} == {"match/1995-04-02_farense_benfica"}
    assert all(e.facts == {"score": "4-1"} and e.sources == HOME.sources for e in examples)


def test_a_question_by_month_year_or_season_is_answered_with_it_and_with_the_day() -> None:
    wanted = request(replace(PROFILE, draw=replace(PROFILE.draw, phrasings=80)))
    answers = {e.answer for e in questions(results([HOME]), wanted) if e.template == "match.score"}
    told = "a 2 de abril de 1995, adversário: Benfica; resultado: Farense 4-1 Benfica."
    assert {f"Na época de 1994/95, em casa com o Benfica: {told}", f"Em 1995, com o Benfica: {told}"} <= answers


def test_of_two_matches_on_one_day_the_answer_says_with_whom() -> None:
    answers = {e.answer for e in asked(HOME, match(FARENSE, PORTO, "1-1", "1995-04-02"), template="match.score")}
    assert "A 2 de abril de 1995, com o Benfica, adversário: Benfica; resultado: Farense 4-1 Benfica." in answers
    assert "A 2 de abril de 1995, com o Porto, adversário: Porto; resultado: Farense 1-1 Porto." in answers


def test_as_many_questions_are_drawn_as_the_profile_says_and_all_differ() -> None:
    assert len({e.prompt for e in asked(HOME, template="match.score", held_out=False)}) == 8
    assert len({e.prompt for e in asked(HOME, template="match.score", held_out=True)}) == 2


def test_every_example_is_a_valid_record_with_its_own_id() -> None:
    examples = list(questions(results([HOME, AWAY]), request()))
    for example in examples:
        check_row("example", example_to_row(example), example.id)
        assert all(value in example.answer for value in example.facts.values())
    assert len({example.id for example in examples}) == len(examples)


def test_the_system_message_comes_from_the_profile() -> None:
    silent = next(questions(results([HOME]), request()))
    assert [message["role"] for message in silent.messages] == ["user", "assistant"]
    speaking = replace(PROFILE, assistant=replace(PROFILE.assistant, system="És o arquivo."))
    first = next(questions(results([HOME]), request(speaking)))
    assert first.messages[0] == {"role": "system", "content": "És o arquivo."}


def test_penalties_and_extra_time_are_told() -> None:
    tied = replace(HOME, score=(0, 0), penalties=(5, 6))
    assert asked(tied, template="match.score")[0].answer.endswith("resultado: Farense 0-0 Benfica (5-6 nos penáltis).")
    assert asked(tied, template="match.winner")[0].answer == (
        "A 2 de abril de 1995, adversário: Benfica; resultado: Farense 0-0 Benfica (5-6 nos penáltis); "
        "ganhou o Benfica no desempate por penáltis."
    )
    longer = replace(HOME, extra_time=True)
    assert asked(longer, template="match.score")[0].answer.endswith("Farense 4-1 Benfica (após prolongamento).")


def test_the_winner_is_named_with_its_article() -> None:
    assert asked(HOME, template="match.winner")[0].answer == (
        "A 2 de abril de 1995, adversário: Benfica; resultado: Farense 4-1 Benfica; ganhou o Farense."
    )
    lost = asked(match(FARENSE, ACADEMICA, "0-1", "1994-12-04"), template="match.winner")[0]
    assert lost.answer.endswith("; resultado: Farense 0-1 Académica; ganhou a Académica.")
    assert lost.facts == {"winner": "ganhou a Académica", "score": "0-1"}


def test_a_question_where_never_says_who_was_at_home_when_that_is_the_answer() -> None:
    examples = asked(AWAY, template="match.venue")
    answers = {e.answer for e in examples if e.answer.startswith("A ")}
    assert answers == {
        "A 6 de novembro de 1994, adversário: Benfica; resultado: Benfica 2-0 Farense; "
        "o Benfica-Farense disputou-se em casa do Benfica."
    }
    assert not any("Benfica-Farense" in e.prompt or "casa" in e.prompt for e in examples)
    told = {e.answer for e in asked(HOME, template="match.venue")}
    assert (
        "A 2 de abril de 1995, adversário: Benfica; resultado: Farense 4-1 Benfica; "
        "o Farense-Benfica disputou-se no Estádio de São Luís."
    ) in told


def test_a_year_month_or_season_alone_is_said_only_where_it_names_one_match() -> None:
    def said(*matches) -> set[str]:
        fields = question_fields(HOME, Archive(results([HOME, *matches])))
        periods = ("mes_ano", "mes_ano_par", "ano", "ano_par", "epoca", "epoca_par")
        return {name for name in periods if fields[name]}

    assert said() == {"mes_ano", "mes_ano_par", "ano", "ano_par", "epoca", "epoca_par"}
    assert said(AWAY) == {"mes_ano", "mes_ano_par", "ano", "ano_par", "epoca"}
    return_leg = match(BENFICA, FARENSE, "2-2", "1995-11-05", "1995-96")
    assert said(return_leg) == {"mes_ano", "mes_ano_par", "ano", "epoca", "epoca_par"}
    same_year = match(FARENSE, BENFICA, "1-0", "1995-09-10", "1995-96")
    assert said(same_year) == {"mes_ano", "mes_ano_par", "epoca", "epoca_par"}
    undated = match(FARENSE, BENFICA, "1-0")
    assert said(undated) == set()
    moved = disputed(match(FARENSE, BENFICA, "1-0", "1995-05-01", "1995-96"), "1-0", "1995-04-30")
    assert said(moved) == {"epoca", "epoca_par"}


def test_an_undated_match_is_asked_by_its_season_where_that_names_it_alone() -> None:
    undated = match(FARENSE, ACADEMICA, "2-2", season="1950-51")
    example = asked(undated, template="match.score")[0]
    assert "1950/51" in example.prompt
    assert example.answer == (
        "Na época de 1950/51, em casa com a Académica: sem dia registado, desfecho: empate; "
        "resultado: Farense 2-2 Académica."
    )
    again = replace(undated, key="1950-51_farense_academica_2")
    made = request()
    assert not [e for e in questions(results([undated, again]), made) if e.template == "match.score"]
    assert made.report.by_reason()["not_identified"] == 2


def test_a_refusal_repeats_what_the_question_said_and_no_more() -> None:
    for example in asked(HOME, template="match.score"):
        assert example.refusal is not None and example.refusal.endswith(": nenhum; não tenho registo de nenhum jogo.")
        if "abr" not in example.prompt.lower() and "4" not in example.prompt:
            assert "abril" not in example.refusal, (example.prompt, example.refusal)


def test_sources_that_differ_make_one_example_with_both_values_and_no_fact() -> None:
    examples = [e for e in questions(results([disputed(HOME, "3-1"), AWAY]), request()) if e.group == HOME.group]
    assert [e.template for e in examples] == ["match.conflict"]
    example = examples[0]
    assert example.answer == (
        "A 2 de abril de 1995, no Farense-Benfica, as fontes não dão o mesmo resultado: "
        "uma fonte diz 4-1 e outra diz 3-1."
    )
    assert example.flags == ("conflict",) and not example.facts and len(example.sources) == 2
    assert [(dict(o.facts), o.sources) for o in example.options] == [
        ({"date": "2 de abril de 1995", "score": "4-1"}, (0,)),
        ({"date": "2 de abril de 1995", "score": "3-1"}, (1,)),
    ]
    assert [o.said for o in example.options] == ["Farense 4-1 Benfica", "Farense 3-1 Benfica"]


def test_sources_that_differ_on_the_day_say_both_days() -> None:
    example = asked(disputed(HOME, "4-1", "1995-04-03"), template="match.conflict")[0]
    assert [o.said for o in example.options] == ["2 de abril de 1995", "3 de abril de 1995"]
    assert example.answer == (
        "Sobre o Farense-Benfica, as fontes não dizem o mesmo: uma fonte diz 4-1 a 2 de abril de 1995 "
        "e outra diz 4-1 a 3 de abril de 1995."
    )


def test_on_two_days_a_person_may_say_that_they_are_two_matches_but_not_in_a_league() -> None:
    friendly = replace(disputed(HOME, "4-1", "1995-04-03"), competition="Particular")
    *days, both = asked(friendly, template="match.conflict")[0].options
    assert len(days) == 2 and (both.facts, both.sources, both.said) == ({"matches": "2"}, (0, 1), "são dois jogos")
    one_day = replace(disputed(HOME, "3-1"), competition="Particular")
    for one in (one_day, disputed(HOME, "4-1", "1995-04-03")):
        assert len(asked(one, template="match.conflict")[0].options) == 2


def test_sources_without_a_day_that_differ_on_the_score_say_the_season() -> None:
    undated = disputed(match(FARENSE, ACADEMICA, "2-0", season="1937-38"), "0-2")
    assert asked(undated, template="match.conflict")[0].answer == (
        "Na época de 1937/38, no Farense-Académica, as fontes não dão o mesmo resultado: "
        "uma fonte diz 2-0 e outra diz 0-2."
    )


def test_a_source_without_a_day_that_differs_says_that_it_gives_none() -> None:
    one = disputed(HOME, "3-1")
    undated = replace(one, readings=(one.readings[0], replace(one.readings[1], date=None)))
    assert asked(undated, template="match.conflict")[0].answer == (
        "Sobre o Farense-Benfica, as fontes não dizem o mesmo: uma fonte diz 4-1 a 2 de abril de 1995 "
        "e outra diz 3-1, sem indicar o dia."
    )


def test_sources_that_differ_on_who_was_at_home_each_name_the_clubs_in_their_order() -> None:
    one = disputed(HOME, "1-3")
    swapped = replace(one, readings=(one.readings[0], replace(one.readings[1], other_order=True)), at_home="unknown")
    [example] = asked(swapped, template="match.conflict")
    assert example.answer == (
        "Sobre o jogo entre o Farense e o Benfica, as fontes não dizem o mesmo: "
        "uma fonte diz 4-1 no Farense-Benfica a 2 de abril de 1995 "
        "e outra diz 3-1 no Benfica-Farense a 2 de abril de 1995."
    )
    assert [dict(option.facts) for option in example.options] == [
        {"order": "Farense-Benfica", "date": "2 de abril de 1995", "score": "4-1"},
        {"order": "Benfica-Farense", "date": "2 de abril de 1995", "score": "3-1"},
    ]
    assert [option.said for option in example.options] == ["Farense 4-1 Benfica", "Benfica 3-1 Farense"]
    assert "Farense-Benfica" not in example.prompt and "casa" not in example.prompt


def test_a_club_that_brings_its_own_article_is_given_no_second_one_where_sources_differ_on_who_was_at_home() -> None:
    one = disputed(match(FARENSE, Club("O Elvas", "o", "o-elvas"), "1-2", "1950-03-05", "1949-50"), "1-3")
    swapped = replace(one, readings=(one.readings[0], replace(one.readings[1], other_order=True)), at_home="unknown")
    assert "outra diz 3-1 no jogo O Elvas-Farense" in asked(swapped, template="match.conflict")[0].answer


def test_a_held_out_question_now_and_then_is_typed_carelessly() -> None:
    matches = [match(FARENSE, PORTO, "1-0", f"{year}-10-02", f"{year}-{year % 100 + 1}") for year in range(1930, 1990)]
    held_out = [e for e in questions(results(matches), request()) if e.template == "match.score" and e.held_out]
    careless = [
        e for e in held_out if e.phrasing.endswith(("sem-acentos", "minusculas", "descuidado", "letras-trocadas"))
    ]
    assert 0.1 < len(careless) / len(held_out) < 0.45
    assert not any(e.phrasing.endswith("minusculas") and e.prompt != e.prompt.lower() for e in careless)


def test_a_year_of_two_figures_is_said_only_where_no_other_century_has_such_a_match() -> None:
    alone, later = match(FARENSE, PORTO, "1-0", "1913-10-05"), match(PORTO, FARENSE, "1-0", "2013-10-05", "2013-14")
    fields = question_fields(HOME, Archive(results([HOME, alone])))
    assert [fields[name] for name in ("data_dois", "data_hifens_dois", "data_abreviada_dois")] == [
        "2/4/95",
        "2-4-95",
        "2 abr. 95",
    ]
    assert question_fields(alone, Archive(results([alone, AWAY])))["data_dois"] == "5/10/13"
    assert "data_dois" not in question_fields(alone, Archive(results([alone, later])))
    leap = match(FARENSE, PORTO, "1-0", "1948-02-29", "1947-48")
    assert "data_dois" not in question_fields(leap, Archive(results([leap])))


def test_some_held_out_questions_say_the_year_with_two_figures_and_no_training_question_does() -> None:
    wanted = request(replace(PROFILE, draw=replace(PROFILE.draw, phrasings=40, held_out=40)))
    made = [e for e in questions(results([HOME]), wanted) if e.template == "match.score"]
    short = [e for e in made if "2/4/95" in e.prompt]
    assert short and all(e.held_out for e in short)


@pytest.mark.parametrize("club", [Club("Leões de Tavira", "os", "leoes"), Club("Os Nazarenos", "o", "os-nazarenos")])
def test_verbs_agree_with_a_club_whose_name_is_plural(club: Club) -> None:
    wanted = replace(request(), profile=replace(PROFILE, draw=replace(PROFILE.draw, phrasings=60)))
    made = list(questions(results([match(club, FARENSE, "3-1", "1970-01-11", "1969-70")]), wanted))
    named = club.name if club.name.startswith("Os") else f"os {club.name}"
    assert f"; ganharam {named}." in next(e.answer for e in made if e.template == "match.winner")
    subject = rf"(?<![\w']){named}"
    singular = re.compile(rf"{subject} (?:ganhou|venceu|derrotou|jogou|contra)|(?:fez|ganhou) {subject}", re.IGNORECASE)
    assert not [e.prompt for e in made if singular.search(e.prompt) or singular.search(e.answer)]


def test_a_club_that_brings_its_own_article_is_given_no_second_one() -> None:
    elvas = Club("O Elvas", "o", "o-elvas")
    one = match(elvas, FARENSE, "13-0", "1948-06-06", "1947-48")
    made = [e for e in questions(results([one]), request()) if e.template.startswith(("match.", "opponent.first"))]
    assert "A 6 de junho de 1948, adversário: O Elvas; resultado: O Elvas 13-0 Farense." in {e.answer for e in made}
    assert not [e for e in made if any(f"{word} O Elvas" in e.prompt + e.answer for word in (" o", " do", " no"))]
