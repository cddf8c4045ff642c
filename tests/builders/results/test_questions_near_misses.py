"""Near misses: a step away from a match that was, and never one that was or may have been."""

import re
from dataclasses import replace
from datetime import date, timedelta

from builders.portuguese import parse_date
from builders.results.questions import questions
from records.example import Example
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

CLUBS = (BENFICA, PORTO, ACADEMICA)
SEASON = [
    match(FARENSE, club, "1-0", (date(1994, 9, 4) + timedelta(days=21 * turn)).isoformat())
    for turn, club in enumerate(CLUBS)
] + [
    match(club, FARENSE, "2-1", (date(1995, 2, 5) + timedelta(days=21 * turn)).isoformat())
    for turn, club in enumerate(CLUBS)
]


def asked() -> list[Example]:
    """What is asked of each match by itself."""
    return [e for e in questions(results(SEASON), request()) if e.template.startswith("match.")]


def declined(matches) -> list[Example]:
    return [e for e in questions(results(matches), request()) if e.template.startswith("no-match.")]


def day_of(answer: str) -> date | None:
    """The day on which a near miss is denied; None where a longer period is."""
    found = re.match(r"A (.+? \d{4}), ", answer)
    return parse_date(found[1]) if found else None


def told_instead(answer: str) -> tuple[str, str] | None:
    """What is told of the day, and the club with which no match is known."""
    found = re.fullmatch(
        r"A .+?, adversário: .+?; resultado: (.+); com [oa] (.+) não tenho registo de nenhum jogo\.", answer
    )
    return (found[1], found[2]) if found else None


def test_every_kind_of_near_miss_is_made_and_about_as_many_as_answers() -> None:
    found = declined(SEASON)
    assert {e.template.removeprefix("no-match.") for e in found} == {
        "other-date",
        "other-opponent",
        "no-date",
        "swapped",
    }
    answered = [e for e in asked() if e.template != "match.reversed"]
    assert 0.7 * len(answered) < len(found) <= len(answered)


def test_of_a_day_with_another_match_that_match_is_told_and_only_the_club_asked_about_denied() -> None:
    played = {m.date: m for m in SEASON}
    told = [(example, told_instead(example.answer)) for example in declined(SEASON)]
    assert any(instead for _, instead in told)
    for example, instead in told:
        day = day_of(example.answer)
        assert (instead is not None) == (day in played), example.answer
        if instead and day and (score := played[day].score):
            one = played[day]
            assert instead[0] == f"{one.home.name} {score[0]}-{score[1]} {one.away.name}"
            assert instead[1] != one.opponent.name and instead[1] in example.prompt
            assert example.sources == one.sources and one.group in example.mentions


SAYS_ORDER = r"-Farense|Farense-|/Farense|Farense/|vs\.| x |casa|receção|rececao|visita|no campo|recebeu"


def test_a_swapped_match_is_asked_only_in_words_that_say_who_was_at_home_and_not_the_day() -> None:
    for example in declined(SEASON):
        if example.template == "no-match.swapped":
            assert re.search(SAYS_ORDER, example.prompt), example.prompt
            assert day_of(example.answer) is None


def test_an_undated_match_of_the_season_or_a_disputed_day_rules_a_near_miss_out() -> None:
    undated = match(FARENSE, PORTO, "0-0")
    moved = disputed(match(FARENSE, BENFICA, "3-0", "1994-10-01"), "3-0", "1994-10-03")
    for example in declined([*SEASON, undated, moved]):
        day, instead = day_of(example.answer), told_instead(example.answer)
        if day and instead and day.year in (1994, 1995):
            assert instead[1] != "Porto", example.answer
        assert day not in (date(1994, 10, 1), date(1994, 10, 3)), example.answer


def test_a_year_is_declined_only_where_the_whole_year_is_empty() -> None:
    for example in declined(SEASON):
        year = re.match(r"Em (\d{4}), (em casa|fora) com [oa] (.+?): ", example.answer)
        if year:
            there = "home" if year[2] == "em casa" else "away"
            met = {(m.opponent.name, m.at_home, str(m.date)[:4]) for m in SEASON}
            assert (year[3], there, year[1]) not in met


def test_a_period_is_declined_through_a_match_of_it_on_that_side_or_a_day_without_one() -> None:
    shown = empty = 0
    wanted = request(replace(PROFILE, draw=replace(PROFILE.draw, phrasings=40)))
    for example in questions(results(SEASON), wanted):
        told = re.fullmatch(
            r"(?:Em|Na época de) (.+?), (?:(em casa|fora) )?com [oa] (.+?): a (.+?), adversário: (.+?);"
            r"(?: resultado: (.+);)?(?: (em casa|fora))?(?: com [oa] (.+))? não tenho registo de nenhum jogo\.",
            example.answer,
        )
        if told is None:
            continue
        period, side, club, said, opponent, result, again, denied = told.groups()
        day = parse_date(said)
        assert day is not None and (str(day.year) in period or f"{day.year - 1}/" in period), example.answer
        if opponent == "nenhum":
            empty += 1
            assert result is denied is None and day not in {m.date for m in SEASON}
        else:
            shown += 1
            (played,) = [m for m in SEASON if m.date == day]
            assert (again, denied) == (side, club) and opponent == played.opponent.name != club
            assert side is None or (side == "em casa") == played.club_is_home
            assert result == f"{played.home.name} {'1-0' if played.club_is_home else '2-1'} {played.away.name}"
    assert shown and empty


def test_of_a_day_asked_alone_only_that_day_is_said() -> None:
    many = request(replace(PROFILE, draw=replace(PROFILE.draw, phrasings=40)))
    made = list(questions(results(SEASON), many))
    real = {e.phrasing for e in made if e.template == "match.day"}
    clubs = [club.name.lower() for club in CLUBS]
    alone = [
        e for e in made if e.template.startswith("no-match.") and not any(club in e.prompt.lower() for club in clubs)
    ]
    assert alone and {e.phrasing for e in alone} & real
    for example in alone:
        assert re.fullmatch(r"A .+ \d{4}, adversário: nenhum; não tenho registo de nenhum jogo\.", example.answer)


def test_a_day_of_an_opponent_is_written_in_the_same_ways_whether_there_was_a_match_or_none() -> None:
    wanted = request(replace(PROFILE, draw=replace(PROFILE.draw, phrasings=60)))
    examples = [e for e in questions(results(SEASON), wanted) if not e.held_out and " de 19" not in e.prompt]
    ways = [
        {re.sub(r"\d+", "9", written[0]) for e in found if (written := re.search(r"\d+[-/.]\d+[-/.]\d+", e.prompt))}
        for found in (
            [e for e in examples if e.template == "match.day"],
            [e for e in examples if e.template.startswith("no-match.") and e.answer.startswith("A ")],
        )
    ]
    assert ways[0] == ways[1] == {"9/9/9", "9-9-9", "9.9.9"}


def test_of_an_undated_match_another_club_or_the_other_order_is_asked_about_in_its_season() -> None:
    undated = match(FARENSE, ACADEMICA, "2-2", season="1950-51")
    found = [e for e in declined([*SEASON, undated]) if "1950/51" in e.answer]
    other = [e for e in found if e.template == "no-match.other-opponent"]
    assert other and all("Académica" not in e.prompt for e in other)
    assert all("fora com a Académica" in e.answer for e in found if e not in other)
    assert {e.answer.split(": ", 1)[1] for e in found} == {
        "sem dia registado, desfecho: nenhum; não tenho registo de nenhum jogo."
    }


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
    denied = [day_of(e.answer) for e in declined(SEASON) if e.template == "no-match.no-date"]
    assert any(denied) and days.isdisjoint(denied)
