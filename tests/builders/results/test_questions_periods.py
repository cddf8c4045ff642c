"""Several matches asked for at once by a month, a year or a season: each is told through its day, or declined."""

import re
from dataclasses import replace
from datetime import date, timedelta

from builders.portuguese import MONTHS, parse_date
from builders.results.matches import Match
from builders.results.questions import questions
from builders.results.questions.periods import MISSED, PLAYED
from builders.results.questions.wording import outcome, score_line
from builders.splits import Splits, candidate, place_all
from records.example import Example
from tests.builders.results.sample import ACADEMICA, BENFICA, FARENSE, PORTO, PROFILE, disputed, match, request, results

LISTS = 3
WANTED = request(replace(PROFILE, draw=replace(PROFILE.draw, lists=8 * LISTS)))
CLUBS = (BENFICA, PORTO, ACADEMICA)
MATCHES = [
    match(*((FARENSE, CLUBS[turn % 3]) if turn % 2 else (CLUBS[turn % 3], FARENSE)), f"{turn % 4}-1", day.isoformat())
    for turn, day in enumerate(date(1994, 9, 4) + timedelta(days=23 * turn) for turn in range(14))
]
LINE = re.compile(
    r"(?:Em (?P<period>[^,]+)|Na época de (?P<season>[^,]+)), (?P<side>em casa |fora )?com (?P<asked>[oa] .+?): "
    r"(?:a (?P<day>.+? \d{4}), adversário: (?P<opponent>.+?)|sem dia registado, desfecho: (?P<outcome>.+?)); "
    r"(?:resultado: (?P<score>[^;]+))?;? ?(?:.*?não tenho registo de nenhum jogo)?\."
)


def made(*matches: Match) -> list[Example]:
    return [e for e in questions(results(matches or MATCHES), WANTED) if e.template == "match.periods"]


def lines(*matches: Match) -> list[re.Match[str]]:
    return [read for example in made(*matches) for line in example.answer.split("\n") if (read := LINE.fullmatch(line))]


def of_period(line: re.Match[str], one: Match) -> bool:
    """Whether a match may be of the period and on the side of a line."""
    if line["side"] and one.club_is_home != (line["side"] == "em casa "):
        return False
    if line["season"]:
        return line["season"] == "1994/95"
    assert one.date is not None
    month = f"{MONTHS[one.date.month - 1]} de {one.date.year}"
    return line["period"] in (str(one.date.year), month)


def test_every_line_of_a_list_reads_as_the_answer_to_one_such_question() -> None:
    found = made()
    assert found
    told = sum(len(example.answer.split("\n")) for example in found)
    assert len(lines()) == told
    for example in found:
        assert len(example.answer.split("\n")) <= PLAYED + MISSED and not example.facts
        assert example.prompt.count(";") == example.answer.count("\n")


def test_what_is_told_of_a_match_is_what_it_was() -> None:
    by_day = {m.date: m for m in MATCHES}
    for line in lines():
        if line["score"]:
            played = by_day[parse_date(line["day"])]
            assert line["score"] == score_line(played) and line["opponent"] == played.opponent.name
        elif line["day"]:
            assert line["opponent"] == "nenhum" and parse_date(line["day"]) not in by_day


def test_only_what_never_was_is_denied_and_both_are_there() -> None:
    outcomes = {True: 0, False: 0}
    for line in lines():
        denied = "não tenho registo" in line[0]
        was = [m for m in MATCHES if m.opponent.name == line["asked"][2:] and of_period(line, m)]
        outcomes[denied] += 1
        assert denied != bool(was), line[0]
        assert denied or len(was) == 1  # the period names the match and no other
    assert all(outcomes.values())


def test_each_match_that_a_period_names_is_in_an_eighth_of_the_profiles_lists() -> None:
    played = [line["day"] for line in lines() if line["score"] and "não tenho registo" not in line[0]]
    assert {played.count(day) for day in played} == {LISTS}


def test_an_undated_match_is_asked_for_by_its_season_and_told_by_how_it_ended() -> None:
    undated = match(FARENSE, BENFICA, "3-0", season="1990-91")
    told = [line for line in lines(*MATCHES, undated) if line["outcome"] not in (None, "nenhum")]
    assert told
    for line in told:
        assert (line["season"], line["outcome"], line["score"]) == ("1990/91", outcome(undated), score_line(undated))


def test_a_match_on_which_sources_differ_or_that_no_period_names_is_not_asked_for() -> None:
    moved = disputed(MATCHES[1], "2-2", "1994-12-31")
    assert not made(moved)
    twice = [match(FARENSE, BENFICA, f"{n}-0", f"1994-10-0{n}") for n in (1, 2)]
    assert not [line for line in lines(*twice) if line["score"] and "não tenho" not in line[0]]


def test_lists_only_teach_and_never_beside_what_is_withheld() -> None:
    examples = list(questions(results(MATCHES), WANTED))
    places = place_all([candidate(e) for e in examples], Splits(valid=0.2, test=0.3))
    withheld = {e.group for e, p in zip(examples, places, strict=True) if p.probe == "unseen"}
    lists = [(e, p) for e, p in zip(examples, places, strict=True) if e.template == "match.periods"]
    assert withheld and lists
    for example, place in lists:
        assert place.split in ("", "train")
        assert not (place.split and withheld.intersection(example.mentions))


def test_the_order_of_reading_changes_no_list() -> None:
    assert made() and made() == made(*MATCHES[::-1])


def test_a_profile_without_lists_asks_for_none() -> None:
    none = replace(PROFILE, draw=replace(PROFILE.draw, lists=0))
    assert not [e for e in questions(results(MATCHES), request(none)) if e.template == "match.periods"]
