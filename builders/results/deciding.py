"""Whose goals stand first: decided by the letter, by the names of the sides, or by the habit of the file."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from builders.results.clubs import Clubs
from builders.results.contests import Contest, read_contest
from builders.results.dates import month_comes_first
from builders.results.rows import Refused, Row, says_yes
from builders.results.scores import WrittenScore, is_blank, letter_of, read_score, turned

_AWARDED = re.compile(r"DA|DV|F/?C|W\.?O\.?|falta de compar.*", re.IGNORECASE)
_NOT_PLAYED = re.compile(
    r"(?:jogo )?n\.?d\.?|adiado|anulado|n[aã]o (?:disputado|realizado)|postp.*|aband.*", re.IGNORECASE
)
_LETTERS = {"V": "V", "E": "E", "D": "D", "W": "V", "L": "D", "T": "E"}


@dataclass(frozen=True, slots=True)
class Customs:
    """How one file writes, learnt from its rows that leave no doubt."""

    away_order: Mapping[str, str]
    """Form of the date ("iso", "day_first", "none") -> whose goals come first in away rows: "own" or "other"."""
    draw_is_d: bool = False
    """The letters are W-D-L, where D is a draw."""
    month_first: bool = False


def learn_customs(rows: list[Row], clubs: Clubs) -> Customs:
    """How a file writes dates, letters and away scores: only what all of its clear rows agree on."""
    letters = {row.get("letter").upper()[:1] for row in rows}
    draw_is_d = bool(letters & {"W", "L"}) and not letters & {"V", "E"}
    orders: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if order := _order_shown(row, clubs, _letter(row, draw_is_d)):
            orders[_date_form(row.get("date"))].add(order)
    agreed = {form: next(iter(shown)) for form, shown in orders.items() if len(shown) == 1}
    return Customs(agreed, draw_is_d, month_comes_first([row.get("date") for row in rows]))


def decide_score(row: Row, contest: Contest, customs: Customs) -> WrittenScore | Refused:
    """The figures of a row with the profile's club first, or why there are none to believe."""
    text, letter = _score_text(row), _letter(row, customs.draw_is_d)
    if _AWARDED.fullmatch(text):
        return Refused("awarded_without_score")
    if _NOT_PLAYED.fullmatch(text):
        return Refused("not_played")
    if is_blank(text):
        return Refused("not_a_match" if contest.at_home == "unknown" and not letter else "no_score")
    written = read_score(text)
    if written is None:
        return Refused("unreadable_score")
    return _decide(_with_extras(row, written), letter, contest, _order(row, contest, customs))


def _decide(written: WrittenScore, letter: str, contest: Contest, order: str) -> WrittenScore | Refused:
    """Home rows and named sides have an order, which the letter may only confirm; for the others it decides."""
    first = letter_of(*written.goals)
    if first == "E":
        won_on_penalties = written.penalties is not None
        return _draw(written, order) if letter in ("", "E") or won_on_penalties else Refused("score_contradicts_letter")
    if letter == "E":
        return Refused("score_contradicts_letter")
    if contest.named or contest.at_home == "home":
        own = written if order == "own" else _turned(written)
        return own if letter in ("", letter_of(*own.goals)) else Refused("score_contradicts_letter")
    if not letter and not order:
        return Refused("order_unknown")
    as_written = first == letter if letter else order == "own"
    return written if as_written else _turned(written)


def _draw(written: WrittenScore, order: str) -> WrittenScore:
    """A draw reads the same either way; its penalties do not, and are left out where nothing tells their order."""
    if order == "other":
        return _turned(written)
    return written if order == "own" else WrittenScore(written.goals, None, written.extra_time)


def _order(row: Row, contest: Contest, customs: Customs) -> str:
    """Whose goals stand first: "own", "other", or empty where only a letter can say."""
    if contest.named:
        return "own" if contest.club_is_home else "other"
    if contest.at_home == "home" or ("goals_for" in row.fields and not row.get("score")):
        return "own"
    if contest.at_home != "away":
        return ""
    stated = {"home_first": "other", "club_first": "own"}.get(row.get("away_score"))
    return stated or customs.away_order.get(_date_form(row.get("date")), "")


def _order_shown(row: Row, clubs: Clubs, letter: str) -> str:
    """Whose goals come first in an away row that its letter decides: "own", "other", or empty."""
    contest, written = read_contest(row, clubs), read_score(_score_text(row))
    if isinstance(contest, Refused) or contest.at_home != "away" or contest.named or written is None:
        return ""
    first = letter_of(*written.goals)
    if letter not in ("V", "D") or first == "E":
        return ""
    return "own" if first == letter else "other"


def _turned(written: WrittenScore) -> WrittenScore:
    goals = (written.goals[1], written.goals[0])
    return WrittenScore(goals, turned(written.penalties), written.extra_time)


def _score_text(row: Row) -> str:
    if row.get("score"):
        return row.get("score")
    first, second = ("home_goals", "away_goals") if "home_goals" in row.fields else ("goals_for", "goals_against")
    return f"{row.get(first)}-{row.get(second)}".strip("-")


def _with_extras(row: Row, written: WrittenScore) -> WrittenScore:
    """Extra time and penalties that stand in columns of their own."""
    penalties = read_score(row.get("penalties"))
    extra_time = written.extra_time or says_yes(row.get("extra_time"))
    return WrittenScore(written.goals, written.penalties or (penalties.goals if penalties else None), extra_time)


def _letter(row: Row, draw_is_d: bool) -> str:
    letter = row.get("letter")[:1].upper()
    return "E" if letter == "D" and draw_is_d else _LETTERS.get(letter, "")


def _date_form(text: str) -> str:
    """Which form a date cell has, as far as it tells whose habit a row follows."""
    text = text.replace(" ", "")
    return "iso" if re.match(r"\d{4}-", text) else "day_first" if re.match(r"\d{1,2}[-/.]\d", text) else "none"
