"""Is an answer right? Judged against the facts of its example, as a careful person would.

Right: every fact stands in the answer and nothing said contradicts the reference. Declined: it says that there is no
record, and nothing else. Wrong: anything else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from train.contradictions import Asked, contradiction, pairs, sides, told_besides
from train.match_forms import other_match
from train.outcomes import winner
from train.values import Aliases, find, plain, same, words

Outcome = Literal["right", "wrong", "declined"]

REFUSALS = (
    r"(?<!o que )(?:nao|nunca) (?:\w+ ){0,2}?(?:tenho|temos|ha|existe\w*|encontro|encontrei|consta\w*|disponho|possuo"
    r"|guard\w+|sei\b|conheco|consigo|posso|foi (?:encontrad|possivel)|se encontr|figura|aparece|esta registad)",
    r"\bsem (?:qualquer )?(?:registos?|informac|dados)",
    r"\bfalta\w*(?: me)? (?:\w+ ){0,2}?(?:registos?|dados|informac)",
    r"\bnao (?:faco|tenho) (?:a (?:menor|minima) )?ideia\b",
    r"\bdesconheco\b|\bnenhum registo\b|\bnada (?:consta|tenho|sei|encontr\w+)\b",
    r"\b(?:arquivo|acervo|registos|fontes) (?:nao|nada) (?:regista|tem|menciona|refere|indica|diz|contem|guarda)",
    r"\bnao esta (?:registad|n[oa]s? (?:\w+ )?(?:arquivo|acervo|registos|fontes))",
)
RECORD = (
    r"regist|informac|dado|arquivo|acervo|consta|encontr|sei\b|sabe|conheco|desconheco|dizer|indicar|responder|memoria"
    r"|ideia"
)
YEAR = r"(?:18|19|20)\d\d"
DAY = r"@\d{4}-\d\d-\d\d"
FEW = 3  # words of an answer that is little but its number
LONG = 8  # words from which a fact is a passage, which may be told with a word more or less
PASSAGE_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Score:
    """The judgement of one answer."""

    outcome: Outcome
    slots: Mapping[str, bool]
    """Each fact's slot, and whether the answer gives it."""
    why: str
    """What made it wrong, in a few words; empty for the others."""


def score(answer: str, asked: Asked, aliases: Aliases | None = None) -> Score:
    """Judge `answer`. `aliases` are the other forms of names."""
    given = _as_the_reference(answer, asked, aliases)
    known = words(asked.reference, aliases), words(asked.question, aliases)
    slots = {slot: _stated(words(value, aliases), given, known) for slot, value in asked.facts.items()}
    if not slots.get("winner", True) and "nao" not in given:  # who won can be said in many ways
        names = sides(answer, asked, aliases)
        slots["winner"] = winner(answer, names, aliases) == (winner(asked.facts["winner"], names, aliases) or ())
    invented = _other_value(given, [*known[0], *known[1]])
    if declines(answer):
        told = _other_value(
            _without_denied_days(given, known[1]), [*known[1], *(known[0] if declines(asked.reference) else ())]
        )
        told = told or told_besides(answer, asked, aliases) or other_match(answer, asked, aliases, declined=True)
        return Score("wrong", slots, f"declines and states {told}") if told else Score("declined", slots, "")
    if not asked.facts:
        return _against_reference(given, known[0], asked)
    missing = [slot for slot, stated in slots.items() if not stated]
    why = (
        (f"{', '.join(missing)} not given" if missing else "")
        or (f"states {invented}" if invented else "")
        or contradiction(answer, asked, aliases)
        or other_match(answer, asked, aliases, declined=False)
    )
    return Score("wrong" if why else "right", slots, why)


def _as_the_reference(answer: str, asked: Asked, aliases: Aliases | None) -> tuple[str, ...]:
    """The answer's words, a score that puts the winner first turned as the reference has it.

    `O Farense foi a Leiria vencer por 1-0` tells the same as `União de Leiria-Farense: 0-1`.
    """
    given, reference = words(answer, aliases), words(asked.reference, aliases)
    turned = {f"#{b}-{a}": word for word in reference if word[0] == "#" for a, b in [word[1:].split("-")]}
    if pairs(answer, aliases) or not any(word in turned and word not in reference for word in given):
        return given
    names = sides(answer, asked, aliases)
    same_winner = winner(asked.reference, names, aliases) is not None
    same_winner &= winner(answer, names, aliases) == winner(asked.reference, names, aliases)
    return tuple(turned.get(word, word) for word in given) if same_winner else given


def declines(answer: str) -> bool:
    """Whether the answer says that there is no record of what was asked. What it quotes says nothing of its own."""
    text = re.sub("«[^»]*»", "", plain(answer)).replace("-me ", " me ")
    for clause in re.findall(r"[^.;!?]+[.;!?]?", text):
        if (
            not clause.endswith("?")
            and any(re.search(pattern, clause) for pattern in REFUSALS)
            and re.search(RECORD, clause)
        ):
            return True
    return False


def _without_denied_days(given: Sequence[str], question: Sequence[str]) -> list[str]:
    """The words less the days that are only denied: `em 1986: a 13 de outubro de 1986, adversário: nenhum`.

    Only days of the month, year or season asked about: of a question that says a day no other is let pass.
    """
    denied = {
        place
        for place, word in enumerate(given[2:])
        if word == "nenhum" and any(_lies_in(given[place], period) for period in question)
    }
    return [word for place, word in enumerate(given) if place not in denied]


def _lies_in(word: str, period: str) -> bool:
    """Whether a word is a whole date of a month, year or season."""
    if not re.fullmatch(DAY, word) or re.fullmatch(DAY, period):
        return False
    if re.match(rf"%{YEAR}", period):
        return int(word[1:5]) - int(period[1:5]) in (0, 1)
    return word[1:5] == period or (period[0] == "@" and same(word, period))


def _stated(value: Sequence[str], given: Sequence[str], known: tuple[Sequence[str], Sequence[str]]) -> bool:
    """Whether the answer gives a fact, and not to deny it. `known`: the words of reference and question."""
    reference, question = known
    if not value:
        return True
    if len(value) >= LONG:
        return _in_order(value, given) >= PASSAGE_SHARE * len(value)
    if len(value) == 1 and re.fullmatch(YEAR, value[0]) and any(_agrees(value[0], word) for word in given):
        return True  # a year may stand in a date or a season
    if len(value) == 2 and value[0].isdigit() and given == value[:1]:
        return True  # `Vinte e um.` where 21 golos are asked for
    if len(value) == 1 and value[0].isdigit() and len(given) > FEW:
        return _in_its_place(value[0], given, reference)
    start = find(value, [_completed(word, question) for word in given], exactly=True)
    return start >= 0 and not _denied(value, given, start)


def _in_its_place(number: str, given: Sequence[str], reference: Sequence[str]) -> bool:
    """Whether a bare number stands beside the same word as in the reference: `capítulo 2`, not any other 2."""
    beside = {pair for pair in pairwise(["", *reference, ""]) if number in pair}
    return any(pair in beside for pair in pairwise(["", *given, ""]))


def _completed(word: str, question: Sequence[str]) -> str:
    """A date without its year takes the question's, where the question holds one that agrees with it."""
    if not word.startswith("@????"):
        return word
    years = sorted(
        {other[1:5] if other[0] in "@%" else other for other in question if re.search(r"^[@%]?\d{4}", other)}
    )
    return f"@{years[0]}{word[5:]}" if len(years) == 1 else word


def _denied(value: Sequence[str], given: Sequence[str], start: int) -> bool:
    """Whether `não` or `nem` stands just before the fact, the fact itself not being a denial."""
    before = given[max(0, start - 3) : start]
    closed = any(word in ("so", "nenhum", "nenhuma") for word in before)  # `não empatou nenhum e perdeu 1`
    return "nao" not in value and any(word in ("nao", "nem", "nunca") for word in before) and not closed


def _in_order(value: Sequence[str], given: Sequence[str]) -> int:
    """The longest common subsequence of the two, in words."""
    row = [0] * (len(given) + 1)
    for word in value:
        before = row
        row = [0]
        for j, other in enumerate(given):
            row.append(before[j] + 1 if same(word, other) else max(before[j + 1], row[-1]))
    return row[-1]


def _other_value(given: Sequence[str], allowed: Sequence[str]) -> str:
    """A date, season, score or year that neither question nor reference holds; empty when there is none."""
    for place, word in enumerate(given):
        if word[0] == "#" and _at_half_time(given, place):
            continue
        if _is_value(word, allowed) and not any(_agrees(word, other) for other in _told_of(word, allowed)):
            return word.lstrip("@%#")
    return ""


def _told_of(word: str, allowed: Sequence[str]) -> list[str]:
    """What a value is compared with: a whole date with the day that is told of its month, not with the month asked."""
    if not re.fullmatch(DAY, word):
        return list(allowed)
    return [other for other in allowed if not any(_lies_in(day, other) for day in allowed)]


def _is_value(word: str, allowed: Sequence[str]) -> bool:
    """Whether a word can be wrong by itself; places in an order can where the reference speaks of one."""
    if re.fullmatch(r"ord\d+|serie_.", word):
        return any(other.startswith(word[:3]) for other in allowed)
    return word[0] in "@%#" or bool(re.fullmatch(YEAR, word))


def _agrees(word: str, other: str) -> bool:
    """Equal as far as both go; a year agrees with a date or season in it."""
    if word[0].isdigit() and other[0] in "@%":
        return word == other[1:5] or (other[0] == "%" and other[1:].isdigit() and int(word) == int(other[1:]) + 1)
    return same(word, other)


def _at_half_time(given: Sequence[str], place: int) -> bool:
    near = given[max(0, place - 3) : place + 3]
    return any(word.startswith(("interval", "descanso")) for word in near)


def _against_reference(given: Sequence[str], reference: Sequence[str], asked: Asked) -> Score:
    """With no facts to go by: a refusal was due, or the answer must tell what the reference tells."""
    if declines(asked.reference):
        return Score("wrong", {}, "answers what has no record")
    if _in_order(reference, given) >= PASSAGE_SHARE * max(1, len(reference)) and len(given) <= 2 * len(reference):
        return Score("right", {}, "")
    return Score("wrong", {}, "does not tell what the reference tells")
