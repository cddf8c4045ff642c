"""Is an answer right? Judged against the facts of its example, as a careful person would.

Right: every fact stands in the answer and nothing said contradicts the reference. Declined: it says that there is no
record, and nothing else. Wrong: anything else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from train.outcomes import winner
from train.values import find, plain, same, words

Outcome = Literal["right", "wrong", "declined"]
Aliases = Mapping[str, Iterable[str]]

REFUSALS = (
    r"(?:nao|nunca) (?:\w+ ){0,2}?(?:tenho|temos|ha|existe\w*|encontro|encontrei|consta\w*|disponho|possuo|guardo|sei\b"
    r"|conheco|consigo|posso|foi (?:encontrad|possivel)|se encontr|figura|aparece|esta registad)",
    r"\bsem (?:qualquer )?(?:registos?|informac|dados)",
    r"\bdesconheco\b|\bnenhum registo\b|\bnada consta\b|\bnada tenho\b",
)
RECORD = (
    r"regist|informac|dado|arquivo|acervo|consta|encontr|sei\b|sabe|conheco|desconheco|dizer|indicar|responder|memoria"
)
NAME_START, PARTICLE = "A-ZÀ-ÖØ-Þ", r"(?:d[aeo]s?|e)"
NAME = rf"[{NAME_START}][\w.'’]*(?: (?:{PARTICLE} )?[{NAME_START}][\w.'’]*)*"
PAIR = re.compile(rf"({NAME})(?:\s?[-–—]\s?|-| contra (?:[oa] )?| (?:x|vs\.?) )({NAME})")
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is judged against."""

    question: str
    reference: str
    facts: Mapping[str, str]
    """Slots and the strings that the answer must give; empty where the right answer is a refusal."""


def score(answer: str, asked: Asked, aliases: Aliases | None = None) -> Score:
    """Judge `answer`. `aliases` gives for each name its other forms."""
    given = words(answer, aliases)
    known = words(asked.reference, aliases), words(asked.question, aliases)
    allowed = [*known[0], *known[1]]
    slots = {slot: _stated(words(value, aliases), given, answer) for slot, value in asked.facts.items()}
    invented = _other_value(given, allowed)
    if declines(answer) and not _answers(given, known):
        return Score("declined", slots, "")
    if declines(answer):
        return Score("wrong", slots, "says that there is no record and gives an answer")
    if not asked.facts:
        return _against_reference(given, known[0], asked)
    missing = [slot for slot, stated in slots.items() if not stated]
    why = (
        (f"{', '.join(missing)} not given" if missing else "")
        or (f"states {invented}" if invented else "")
        or _contradiction(answer, asked, aliases)
    )
    return Score("wrong" if why else "right", slots, why)


def declines(answer: str) -> bool:
    """Whether the answer says that there is no record of what was asked."""
    text = plain(answer)
    for clause in re.split(r"[.;!?]", text):
        if any(re.search(pattern, clause) for pattern in REFUSALS) and re.search(RECORD, clause):
            return True
    return False


def _answers(given: Sequence[str], known: tuple[Sequence[str], ...]) -> bool:
    """Whether a refusal also states a value that the question did not: a score, a date, a season."""
    return any(word[0] in "#@%" and not any(same(word, asked) for asked in known[1]) for word in given)


def _stated(value: Sequence[str], given: Sequence[str], answer: str) -> bool:
    """Whether the answer gives a fact, and not to deny it."""
    if not value:
        return True
    if len(value) >= LONG:
        return _in_order(value, given) >= PASSAGE_SHARE * len(value)
    start = find(value, given)
    return start >= 0 and not _denied(value, given, start)


def _denied(value: Sequence[str], given: Sequence[str], start: int) -> bool:
    """Whether `não` or `nem` stands just before the fact, the fact itself not being a denial."""
    before = given[max(0, start - 3) : start]
    return "nao" not in value and any(word in ("nao", "nem", "nunca") for word in before) and "so" not in before


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
        if _is_value(word) and not any(_agrees(word, other) for other in allowed):
            return word.lstrip("@%#")
    return ""


def _is_value(word: str) -> bool:
    return word[0] in "@%#" or bool(re.fullmatch(r"ord\d+|(?:18|19|20)\d\d", word))


def _agrees(word: str, other: str) -> bool:
    """Equal as far as both go; a year agrees with a date or season in it."""
    if word[0].isdigit() and other[0] in "@%":
        return word == other[1:5] or (other[0] == "%" and other[1:].isdigit() and int(word) == int(other[1:]) + 1)
    return same(word, other)


def _at_half_time(given: Sequence[str], place: int) -> bool:
    near = given[max(0, place - 3) : place + 3]
    return any(word.startswith(("interval", "descanso")) for word in near)


def _contradiction(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """What the answer says against the reference though it gives every fact; empty when nothing."""
    reference, known = asked.reference, words(f"{asked.reference} {asked.question}", aliases)
    for pair in _pairs(answer, aliases):
        for club in pair:
            if find(club, known) < 0:
                return f"is about {' '.join(club)}"
    names = {club for text in (reference, asked.question, answer) for pair in _pairs(text, aliases) for club in pair}
    names = names or _names(reference, aliases) | _names(asked.question, aliases)
    ours, theirs = winner(answer, names, aliases), winner(reference, names, aliases)
    if ours and theirs and ours != theirs:
        return f"{' '.join(ours)} wins, not {' '.join(theirs)}"
    if unit := _other_count(words(answer, aliases), words(reference, aliases)):
        return f"states another number of {unit}"
    if extra := _listed_too(answer, asked.facts, known, aliases):
        return f"adds {extra}"
    return ""


def _pairs(text: str, aliases: Aliases | None) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The matches named in a text: `Farense-Benfica`, as words."""
    found = ((words(m[1], aliases), words(m[2], aliases)) for m in PAIR.finditer(text))
    return [(home, away) for home, away in found if home and away]


def _names(text: str, aliases: Aliases | None) -> set[tuple[str, ...]]:
    """Every capitalised name of a text that does not begin a sentence, as words."""
    inside = re.finditer(rf"(?<![.!?:] )(?<!^)(?<=\s)({NAME})", text)
    return {found for match in inside if (found := words(match[1], aliases))}


def _other_count(given: Sequence[str], reference: Sequence[str]) -> str:
    """What is counted in the reference and otherwise in the answer (`54 golos` and `45 golos`); empty when nothing."""
    counted: dict[str, set[str]] = {}
    for number, unit in pairwise(reference):
        if number.isdigit() and unit.isalpha():
            counted.setdefault(unit, set()).add(number)
    for number, unit in pairwise(given):
        if number.isdigit() and unit in counted and number not in counted[unit]:
            return unit
    return ""


def _listed_too(answer: str, facts: Mapping[str, str], known: Sequence[str], aliases: Aliases | None) -> str:
    """A name put beside a fact that is one (`no Benfica e no Porto`) and known neither to question nor reference."""
    for value in facts.values():
        if not re.fullmatch(NAME, value):
            continue
        beside = rf"{re.escape(value)} (?:e|ou) (?:também )?(?:[dn]?[oa]s? |em |de |ao |à )?({NAME})"
        for match in re.finditer(beside, answer):
            if find(words(match[1], aliases), known) < 0:
                return match[1]
    return ""


def _against_reference(given: Sequence[str], reference: Sequence[str], asked: Asked) -> Score:
    """With no facts to go by: a refusal was due, or the answer must tell what the reference tells."""
    if declines(asked.reference):
        return Score("wrong", {}, "answers what has no record")
    if _in_order(reference, given) >= PASSAGE_SHARE * max(1, len(reference)) and len(given) <= 2 * len(reference):
        return Score("right", {}, "")
    return Score("wrong", {}, "does not tell what the reference tells")
