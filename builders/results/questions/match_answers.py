"""What is said of one match: what names it first, then what the archive tells of that.

An answer begins with what names the match in one form, however it was asked, and everything else is recalled from that:
a model that learns from it reads the day back and then tells what it knows. The opponent is not read back from the
question beside a day. So where there was a match with another club that day the answer begins as for that match, tells
it, and ends by saying that none is known with the club asked about.

Then comes a slot, `adversário: Porto`, and where there was no match its value is `nenhum`: to decline is one value
among all that the slot may have. A model weighs it against each club rather than against having an answer at all, and
only after the words of the slot's name, in which it has had the time to recall. docs/experiments.md says what that is
worth.
"""

from collections.abc import Mapping

from builders.phrasing import Phrasings, Question
from builders.portuguese import long_date
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.asking import Asked, Reply

SAYS_ORDER = ("par", "par_vs", "rececao", "visita")
"""Fields that say who was at home, besides those named after a side."""
NONE = "nenhum"
"""The value of a slot where there was no match."""
PERIODS = {"mes": ("em", "mes_ano"), "ano": ("em", "ano"), "epoca": ("na época de", "epoca")}
"""What a question says in place of a day, by its label: how it is said again, and the field that holds it."""


def match_answer(phrasings: Phrasings, kind: str, case: str, match: Match, said: Mapping[str, str]) -> Reply:
    """The answer that restates what the question said of the match, then its day where that was not said."""
    score = {"resultado": wording.score_text(match.score), "marcador": wording.score_line(match)} if match.score else {}

    def answer(question: Question) -> str:
        named = {"chave": match_key(question, said), "ficha": _slot(question, said, match)}
        return phrasings.answer(kind, {**said, **score, **named}, case)

    return answer


def match_refusal(phrasings: Phrasings, kind: str, said: Mapping[str, str]) -> Reply:
    """The refusal that restates what the question said of the match and no more: a year where it gave a year."""

    def refusal(question: Question) -> str:
        return phrasings.refusal(kind, {**said, "chave": match_key(question, said), "ficha": _slot(question, said)})

    return refusal


def near_miss_reply(phrasings: Phrasings, kind: str, said: Mapping[str, str], instead: Match | None) -> Reply:
    """What is said of a match that never was: what there was that day, if anything, and that this is not known."""
    refusal = match_refusal(phrasings, kind, said)
    if instead is None:
        return refusal

    def reply(question: Question) -> str:
        if not _by_day(question, said):
            return refusal(question)
        named = {"chave": match_key(question, said), "ficha": _slot(question, said, instead)}
        return phrasings.answer("match.score", {**said, **named, "marcador": wording.score_line(instead)}, "outro")

    return reply


def asked_of_match(
    kind: str, match: Match, fields: Mapping[str, str], answer: Reply, facts: dict[str, str], phrasings: Phrasings
) -> Asked:
    """A fact of one match, refused as its questions name it."""
    refusal = match_refusal(phrasings, kind, fields)
    return Asked(kind, match.key, match.group, fields, answer, facts, match.sources, refusal)


def without_order(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that say who was at home, empty: no question says it."""
    return {name: "" for name in fields if name.endswith(("casa", "fora")) or name in SAYS_ORDER}


def match_key(question: Question, said: Mapping[str, str]) -> str:
    """What names a match, in one form: "a 2 de abril de 1995", "na época de 1994/95, em casa com o Benfica".

    A day names its match whoever was the opponent and whoever was at home; a longer period does not. `rival` is said
    where there were two matches on one day.
    """
    label = _period(question)
    if not label:
        return f"a {said['data']}{said.get('rival', '')}"
    before, field = PERIODS[label]
    side = ""
    if "ordem" in question.labels and said.get("em_casa"):
        side = "em casa " if said["casa"] == said["clube"] else "fora "
    return f"{before} {said.get(field) or said[f'{field}_par']}, {side}com {said['o_adv']}"


def _slot(question: Question, said: Mapping[str, str], match: Match | None = None) -> str:
    """The slot that follows what names the match, `nenhum` where there was none.

    After a day it is the opponent. A longer period is asked with its opponent: there it is how the match ended, and its
    day where that was not said.
    """
    if _by_day(question, said):
        return day_slot(match)
    if match is None:
        return f"desfecho: {NONE}"
    day = f", a {long_date(match.date)}" if match.date and _period(question) else ""
    return f"desfecho: {wording.outcome(match)}{day}"


def day_slot(match: Match | None) -> str:
    """The slot that follows a day: "adversário: Porto"."""
    return f"adversário: {match.opponent.name if match else NONE}"


def _by_day(question: Question, said: Mapping[str, str]) -> bool:
    """Whether a day alone names the match."""
    return not _period(question) and not said.get("rival")


def _period(question: Question) -> str:
    for label in PERIODS:
        if label in question.labels:
            return label
    return ""
