"""Questions on days alone: one day leads to its match, several at once tell each, and an empty day says so."""

import re
from dataclasses import replace
from datetime import date, timedelta

from builders.portuguese import parse_date
from builders.results.questions import questions
from builders.results.questions.days import EMPTY, PLAYED
from builders.results.questions.wording import score_line
from builders.splits import Splits, candidate, place_all
from records.example import Example
from tests.builders.results.sample import ACADEMICA, BENFICA, FARENSE, PORTO, disputed, match, request, results

MATCHES = [
    match(FARENSE, club, f"{turn % 4}-1", (date(1994, 9, 4) + timedelta(days=17 * turn)).isoformat())
    for turn, club in enumerate((BENFICA, PORTO, ACADEMICA) * 4)
]
LINE = re.compile(r"A (.+? \d{4}), adversário: (.+?); (?:resultado: (.+)|não tenho registo de nenhum jogo)\.")


def made(template: str, *matches) -> list[Example]:
    return [e for e in questions(results(matches or MATCHES), request()) if e.template == template]


def test_a_day_alone_is_asked_without_the_opponent_and_answered_with_it() -> None:
    found = made("match.day", MATCHES[0])
    assert {e.answer for e in found} == {
        "A 4 de setembro de 1994, adversário: Benfica; resultado: Farense 0-1 Benfica."
    }
    assert all(e.facts == {"opponent": "Benfica", "score": "0-1"} for e in found)
    assert not any("benfica" in e.prompt.lower() for e in found)
    assert {e.held_out for e in found} == {True, False}


def test_a_day_of_two_matches_or_of_which_sources_differ_is_not_asked_alone() -> None:
    same_day = match(FARENSE, PORTO, "1-1", "1994-09-04")
    assert not made("match.day", MATCHES[0], same_day) and not made("match.days", MATCHES[0], same_day)
    moved = disputed(MATCHES[1], "2-2", "1994-09-04")
    assert not made("match.day", MATCHES[0], moved)


def test_several_days_are_told_each_in_a_line_as_it_would_be_alone() -> None:
    alone = {e.answer for e in made("match.day")}
    found = made("match.days")
    assert found
    for example in found:
        lines = example.answer.split("\n")
        told = [line for line in lines if line in alone]
        empty = [line for line in lines if "adversário: nenhum" in line]
        assert len(told) + len(empty) == len(lines) and len(told) <= PLAYED and len(empty) <= EMPTY
        assert all(LINE.fullmatch(line) for line in lines)
        assert len(example.mentions) == len(told) and not example.facts
    groups = [group for example in found for group in example.mentions]
    assert {groups.count(m.group) for m in MATCHES} == {8}  # as many as the profile's lists


def test_several_days_only_teach_and_never_beside_a_withheld_match() -> None:
    examples = list(questions(results(MATCHES), request()))
    places = place_all([candidate(e) for e in examples], Splits(valid=0.2, test=0.3))
    lists = [(e, p) for e, p in zip(examples, places, strict=True) if e.template == "match.days"]
    withheld = {e.group for e, p in zip(examples, places, strict=True) if p.probe == "unseen"}
    assert withheld and lists
    for example, place in lists:
        assert place.split in ("", "train")
        assert not (place.split and withheld.intersection(example.mentions))


def test_an_empty_day_is_denied_and_never_a_day_of_a_match() -> None:
    lines = [LINE.fullmatch(line) for example in made("match.days") for line in example.answer.split("\n")]
    denied = {parse_date(line[1]) for line in lines if line and line[2] == "nenhum"}
    assert denied and denied.isdisjoint({m.date for m in MATCHES})


def test_beside_a_day_alone_only_days_without_a_match_are_near_misses() -> None:
    pieces = {"que-jogo-fez", "com-quem-jogou", "quem-defrontou", "que-jogo-houve", "resultado-do-clube"}
    missed = [e for e in questions(results(MATCHES), request()) if e.unanswerable]
    asked_by_day = [e for e in missed if pieces.intersection(e.phrasing.split("."))]
    assert asked_by_day and {e.template for e in asked_by_day} == {"no-match.no-date"}
    assert not any(club in e.prompt for e in asked_by_day for club in ("Benfica", "Porto", "Académica"))


def test_the_order_of_reading_changes_no_question_on_days() -> None:
    forward = [e for e in questions(results(MATCHES), request()) if e.template == "match.days"]
    backward = [e for e in questions(results(MATCHES[::-1]), request()) if e.template == "match.days"]
    assert forward == backward


def test_a_profile_that_skips_the_kind_asks_for_no_several_days() -> None:
    profile = request().profile
    none = replace(profile, draw=replace(profile.draw, lists=0))
    assert not [e for e in questions(results(MATCHES), request(none)) if e.template == "match.days"]


def test_matches_that_are_withheld_together_are_asked_together() -> None:
    many = [
        match(FARENSE, club, "1-0", (date(1980, 1, 6) + timedelta(days=7 * turn + place)).isoformat())
        for turn in range(100)
        for place, club in enumerate((BENFICA, PORTO))
    ]
    examples = list(questions(results(many), request()))
    places = place_all([candidate(e) for e in examples], Splits(valid=0.05, test=0.1))
    lists = [p for e, p in zip(examples, places, strict=True) if e.template == "match.days"]
    assert sum(p.split == "train" for p in lists) > 0.75 * len(lists)  # drawn at random it would be 0.85 ** 5, 0.44


def test_a_match_asked_in_the_wrong_order_is_told_in_the_right_one() -> None:
    found = made("match.reversed")
    for example in found:
        (played,) = [m for m in MATCHES if f"match/{m.key}" == example.group]
        assert example.answer.endswith(f"resultado: {score_line(played)}.")
        assert not example.held_out and "Farense-" not in example.prompt
    assert any(re.search("(?i)benfica-farense", e.prompt) for e in found)
