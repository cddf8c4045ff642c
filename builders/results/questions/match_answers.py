"""What is said of one match: what names it first, then what the archive tells of that.

An answer begins with what names the match in one form, however it was asked, and everything else is recalled from that:
a model that learns from it reads the day back and then tells what it knows. The opponent is not read back from the
question beside a day. So where there was a match with another club that day the answer begins as for that match, tells
it, and ends by saying that none is known with the club asked about.

After the day comes a slot, `adversário: Porto`, and where there was no match its value is `nenhum`: to decline is one
value among all that the slot may have. A model weighs it against each club rather than against having an answer at all,
and only after the words of the slot's name, in which it has had the time to recall.

A question by a month, a year or a season is answered through a day too: the match's, or where that never was the day of
another match of the period. What a model has recalled it then checks against what it knows of that day, which it knows
best: a day made up leads to `nenhum` or to another club. Where no day is recorded the slot is how the match ended: its
opponent would be read back from the question. docs/experiments.md says what all that is worth.
"""

from collections.abc import Mapping
from datetime import date

from builders.phrasing import Phrasings, Question
from builders.portuguese import long_date
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.asking import Asked, Reply

NONE = "nenhum"
"""The value of a slot where there was no match."""
PERIODS = {"mes": ("em", "mes_ano"), "ano": ("em", "ano"), "epoca": ("na época de", "epoca")}
"""What a question says in place of a day, by its label: how it is said again, and the field that holds it."""


def match_answer(phrasings: Phrasings, kind: str, case: str, match: Match, said: Mapping[str, str]) -> Reply:
    """The answer that restates what the question said of the match, then tells its day and its opponent."""
    score = {"resultado": wording.score_text(match.score), "marcador": wording.score_line(match)} if match.score else {}
    return lambda question: phrasings.answer(kind, {**said, **score, "chave": match_key(question, said, match)}, case)


def match_refusal(phrasings: Phrasings, kind: str, said: Mapping[str, str], day: date | None = None) -> Reply:
    """The refusal that restates what the question said of the match; with `day`, one on which there was no match."""
    return lambda question: phrasings.refusal(kind, {**said, "chave": match_key(question, said, day=day)})


def near_miss_reply(phrasings: Phrasings, kind: str, said: Mapping[str, str], shown: Match | date | None) -> Reply:
    """What is said of a match that never was: what there was that day, or on a day of that period, and that this is
    not known."""
    if not isinstance(shown, Match):
        return match_refusal(phrasings, kind, said, shown)
    marcador = wording.score_line(shown)

    def reply(question: Question) -> str:
        asked = f"{_side(question, said)}com {said['o_adv']}"
        named = {"chave": match_key(question, said, shown), "com_quem": asked, "marcador": marcador}
        return phrasings.answer("match.score", {**said, **named}, "outro")

    return reply


def asked_of_match(
    kind: str, match: Match, fields: Mapping[str, str], answer: Reply, facts: dict[str, str], phrasings: Phrasings
) -> Asked:
    """A fact of one match, refused as its questions name it."""
    refusal = match_refusal(phrasings, kind, fields)
    return Asked(kind, match.key, match.group, fields, answer, facts, match.sources, refusal)


def without_order(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that say who was at home, empty: no question says it."""
    return {name: "" for name in fields if name.endswith(("casa", "fora")) or name in wording.SAYS_ORDER}


def match_key(question: Question, said: Mapping[str, str], match: Match | None = None, day: date | None = None) -> str:
    """What names a match, in one form, and the slot that follows it.

    "a 2 de abril de 1995, adversário: Benfica"; "na época de 1994/95, em casa com o Benfica: a 2 de abril de 1995,
    adversário: Benfica". A day names its match whoever was the opponent and whoever was at home; a longer period does
    not. `rival` is said where there were two matches on one day.
    """
    label = period_of(question)
    if not label:
        return f"a {said['data']}{said.get('rival', '')}, {slot(match)}"
    before, field = PERIODS[label]
    asked = f"{before} {said.get(field) or said[f'{field}_par']}, {_side(question, said)}com {said['o_adv']}"
    day = match.date if match else day
    if day is None:
        return f"{asked}: sem dia registado, desfecho: {wording.outcome(match) if match else NONE}"
    return f"{asked}: a {long_date(day)}, {slot(match)}"


def slot(match: Match | None) -> str:
    """The slot that follows a day: "adversário: Porto"."""
    return f"adversário: {match.opponent.name if match else NONE}"


def period_of(question: Question) -> str:
    """The label of the period by which a match is asked for; empty where that is a day."""
    return next((label for label in PERIODS if label in question.labels), "")


def says_side(question: Question) -> bool:
    """Whether a question says who was at home."""
    return "ordem" in question.labels


def _side(question: Question, said: Mapping[str, str]) -> str:
    """The club's side where a period was asked for with it: "em casa ", "fora "."""
    if not period_of(question) or not says_side(question) or not said.get("em_casa"):
        return ""
    return "em casa " if said["casa"] == said["clube"] else "fora "
