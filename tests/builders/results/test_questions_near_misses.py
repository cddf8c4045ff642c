"""Near misses: a step away from a match that was, and never one that was or may have been."""

import re
from datetime import date, timedelta

from builders.portuguese import parse_date
from builders.results.questions import questions
from records.example import Example
from tests.builders.results.sample import ACADEMICA, BENFICA, FARENSE, PORTO, disputed, match, request, results

CLUBS = (BENFICA, PORTO, ACADEMICA)
SEASON = [
    match(FARENSE, club, "1-0", (date(1994, 9, 4) + timedelta(days=21 * turn)).isoformat())
    for turn, club in enumerate(CLUBS)
] + [
    match(club, FARENSE, "2-1", (date(1995, 2, 5) + timedelta(days=21 * turn)).isoformat())
    for turn, club in enumerate(CLUBS)
]


def declined(matches) -> list[Example]:
    return [e for e in questions(results(matches), request()) if e.template.startswith("no-match.")]


def pair_and_day(answer: str) -> tuple[str, date] | None:
    found = re.fullmatch(r"A (.+), (.+): não tenho registo desse jogo\.", answer)
    day = parse_date(found[1]) if found else None
    return (found[2], day) if found and day else None


def test_every_kind_of_near_miss_is_made_and_about_as_many_as_answers() -> None:
    found = declined(SEASON)
    assert {e.template.removeprefix("no-match.") for e in found} == {
        "other-date",
        "other-opponent",
        "no-date",
        "swapped",
    }
    answered = [e for e in questions(results(SEASON), request()) if e.template.startswith("match.")]
    assert 0.7 * len(answered) < len(found) <= len(answered)


def test_what_is_declined_never_was() -> None:
    days = {(frozenset((m.home.name, m.away.name)), m.date): m for m in SEASON}
    for example in declined(SEASON):
        told = pair_and_day(example.answer)
        if told:
            clubs = frozenset(re.split(r"-| e ", told[0]))
            played = days.get((clubs, told[1]))
            swapped = example.template == "no-match.swapped"
            assert (played is not None) == swapped, example.answer
            if played:
                assert told[0] == f"{played.away.name}-{played.home.name}"


def test_a_swapped_match_is_asked_only_in_words_that_say_who_was_at_home() -> None:
    for example in declined(SEASON):
        if example.template == "no-match.swapped":
            assert re.search(r"-Farense|Farense-|vs\.|casa|receção|rececao|visita", example.prompt), example.prompt


def test_an_undated_match_of_the_season_or_a_disputed_day_rules_a_near_miss_out() -> None:
    undated = match(FARENSE, PORTO, "0-0")
    moved = disputed(match(FARENSE, BENFICA, "3-0", "1994-10-01"), "3-0", "1994-10-03")
    for example in declined([*SEASON, undated, moved]):
        told = pair_and_day(example.answer)
        if told and told[1].year in (1994, 1995):
            assert "Porto" not in told[0] or example.template == "no-match.swapped", example.answer
        if told and "Benfica" in told[0]:
            assert not date(1994, 10, 1) <= told[1] <= date(1994, 10, 3), example.answer


def test_a_year_is_declined_only_where_the_whole_year_is_empty() -> None:
    for example in declined(SEASON):
        year = re.match(r"Em (\d{4}), (.+):", example.answer)
        if year and "-" in year[2]:
            home, away = year[2].split("-")
            assert not any((m.home.name, m.away.name, str(m.date)[:4]) == (home, away, year[1]) for m in SEASON)


def test_refusals_repeat_the_question_and_name_the_match_they_were_made_from() -> None:
    groups = {m.group for m in SEASON}
    for example in declined(SEASON):
        assert example.unanswerable and not example.facts and example.refusal is None
        assert example.group.startswith("no-match/") and set(example.mentions) <= groups and example.mentions


def test_near_misses_are_asked_in_the_words_of_real_questions() -> None:
    real = [e for e in questions(results(SEASON), request()) if e.template.startswith("match.")]
    for held_out in (False, True):
        pieces = {p for e in real if e.held_out == held_out for p in e.phrasing.split(".")}
        missed = {p for e in declined(SEASON) if e.held_out == held_out for p in e.phrasing.split(".")}
        assert len(missed - pieces) <= 0.3 * len(missed)


def test_the_order_of_reading_changes_nothing() -> None:
    forward = [e for e in questions(results(SEASON), request())]
    backward = [e for e in questions(results(list(reversed(SEASON))), request())]
    assert forward == backward


def test_a_date_that_never_was_is_one_without_any_match() -> None:
    days = {m.date for m in SEASON}
    told = [pair_and_day(e.answer) for e in declined(SEASON) if e.template == "no-match.no-date"]
    assert any(told)
    assert not [one for one in told if one and one[1] in days]
