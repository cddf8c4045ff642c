"""What is said of one match. An answer and a refusal begin alike, with the match as the question named it.

So a model that learns from them copies first and decides last, from one and the same text however it was asked: an
answer that parts from the refusal before the clubs are named would make it decide before it has read them back.
"""

from collections.abc import Mapping

from builders.phrasing import Phrasings, Question
from builders.portuguese import long_date
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.asking import Reply

PERIODS = {"mes": ("em", "mes_ano"), "ano": ("em", "ano"), "epoca": ("na época de", "epoca")}
"""What a question says in place of a day, by its label: how it is said again, and the field that holds it."""


def match_answer(phrasings: Phrasings, kind: str, case: str, match: Match, said: Mapping[str, str]) -> Reply:
    """The answer that restates what the question said of the match, then its day where that was not said."""
    score = {"resultado": wording.score_text(match.score), "marcador": wording.score_line(match)} if match.score else {}

    def answer(question: Question) -> str:
        day = f"a {long_date(match.date)}, " if match.date and _period(question) else ""
        return phrasings.answer(kind, {**said, **score, "chave": match_key(question, said), "dia": day}, case)

    return answer


def match_refusal(phrasings: Phrasings, kind: str, said: Mapping[str, str]) -> Reply:
    """The refusal that restates what the question said of the match and no more: a year where it gave a year."""
    return lambda question: phrasings.refusal(kind, {**said, "chave": match_key(question, said)})


def match_key(question: Question, said: Mapping[str, str]) -> str:
    """A match as the question named it, in one form: "a 2 de abril de 1995, com o Benfica".

    A day names its match whoever was at home, so the clubs' order is told again only beside a longer period:
    "na época de 1994/95, em casa com o Benfica".
    """
    label = _period(question)
    if not label:
        return f"a {said['data']}, com {said['o_adv']}"
    before, field = PERIODS[label]
    side = ""
    if "ordem" in question.labels and said.get("em_casa"):
        side = "em casa " if said["casa"] == said["clube"] else "fora "
    return f"{before} {said.get(field) or said[f'{field}_par']}, {side}com {said['o_adv']}"


def _period(question: Question) -> str:
    return next((label for label in PERIODS if label in question.labels), "")
