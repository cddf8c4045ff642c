"""Matches on which sources differ, as a person settled them: a score, a day, who was at home, or none of it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from builders.portuguese import parse_date
from builders.report import Report
from builders.results.matches import Match, Score
from builders.results.matching import by_day, distinct
from builders.results.rows import BUILDER
from builders.results.scores import turned
from records.errors import AcervoError
from records.verdicts import Settlement


def settle(matches: list[Match], settlements: Mapping[str, Settlement], report: Report) -> list[Match]:
    """Matches with what people chose between readings; those for which no reading is right are left out by name."""
    settled = []
    for match in matches:
        settlement = settlements.get(match.group) if match.readings else None
        if settlement is None or settlement.withdrawn:
            settled.append(match)
        elif settlement.facts is None:
            report.reject(BUILDER, "settled_as_neither", match.sources[0].file, match.group, match.sources[0].quote)
        else:
            settled.append(_settled(match, settlement.facts))
    return sorted(settled, key=by_day)


def _settled(match: Match, facts: Mapping[str, str]) -> Match:
    """A match as chosen, in a question's slots: `score` as "2-1", home side first; `date` in ISO or in words.

    `order`, where sources differ on who was at home: "Farense-Benfica".
    """
    where = match.group
    if "order" in facts:
        match = _in_order(match, facts["order"])
    chosen_score = _chosen_score(facts["score"], where) if "score" in facts else None
    chosen_day = _chosen_day(facts["date"], where) if "date" in facts else None
    readings = [r for r in match.readings if not r.other_order] if "order" in facts else list(match.readings)
    left = [r for r in readings if chosen_score in (None, r.score) and chosen_day in (None, r.date)]
    left = left or [r for r in readings if chosen_score in (None, r.score)] or list(match.readings)
    days, scores = distinct(r.date for r in left), distinct(r.score for r in left)
    day = chosen_day or match.date or (days[0] if len(days) == 1 else None)
    score = chosen_score or match.score or (scores[0] if len(scores) == 1 else None)
    penalties = distinct(r.penalties for r in left)
    open_still = score is None or (day is None and len(days) > 1)
    return replace(
        match,
        date=day,
        score=score,
        penalties=penalties[0] if len(penalties) == 1 else match.penalties,
        readings=match.readings if open_still else (),
    )


def _in_order(match: Match, order: str) -> Match:
    """The match with the club at home that was chosen, the figures of its readings turned with it."""
    if order == match.order:
        return replace(match, at_home="home" if match.club_is_home else "away")
    readings = [
        replace(r, score=turned(r.score), penalties=turned(r.penalties), other_order=not r.other_order)
        for r in match.readings
    ]
    return replace(
        match,
        home=match.away,
        away=match.home,
        club_is_home=not match.club_is_home,
        at_home="away" if match.club_is_home else "home",
        score=turned(match.score),
        penalties=turned(match.penalties),
        readings=tuple(readings),
    )


def _chosen_score(text: str, where: str) -> Score:
    found = re.match(r"(\d+) ?[-–] ?(\d+)", text)
    if not found:
        raise AcervoError(where, f"the settled score {text!r} is not one", "settle it again in the review app")
    return int(found[1]), int(found[2])


def _chosen_day(text: str, where: str) -> date:
    try:
        day = parse_date(text)
    except ValueError as error:
        raise AcervoError(where, str(error), "settle it again in the review app") from error
    if day is None:
        raise AcervoError(where, f"the settled date {text!r} is not one", "settle it again in the review app")
    return day
