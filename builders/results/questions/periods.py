"""Several matches asked for at once, each by its clubs and a month, a year or a season.

From such a period to the day is another way than from the day to the match, and is learnt by going it. Several in one
question teach more for each token, as several days do (docs/experiments.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from builders.hashing import group_place, number_of
from builders.phrasing import Question
from builders.results.matches import Match
from builders.results.questions.archive import Archive
from builders.results.questions.asking import Asked, always
from builders.results.questions.days import together
from builders.results.questions.match_answers import PERIODS, match_answer, near_miss_reply
from builders.results.questions.match_questions import is_named, question_fields
from builders.results.questions.near_misses import miss_fields
from builders.results.questions.never_were import Finder
from builders.results.questions.shared import Shared, groups_of, sources_of
from builders.results.questions.showing import instead

SEVERAL = "match.periods"
PLAYED = 3
"""Matches that one question asks for."""
MISSED = 2
"""Matches that never were among them."""
BEFORE = {"mes": "", "ano": "", "epoca": "época de "}
"""What stands before a period beside a match's name, by its label."""
SIDED = ("{casa}-{fora}, {quando}", "{casa}-{fora} ({quando})", "{deslocacao} ({quando})", "{rececao} ({quando})")
BOTH = ("com {o_adv}, {quando}", "com {o_adv} ({quando})")
"""How a match is named in a list: with who was at home, and without."""


class Line(NamedTuple):
    """One match of a list."""

    asked: str
    answer: str
    told: Sequence[Match]
    """The match, or what is told in place of one that never was."""
    missed: str = ""
    """The group of a match that never was."""


def several_periods(shared: Shared, count: int) -> Iterator[Asked]:
    """Questions on several matches, each match in `count` of them and each time beside others.

    They only teach: what one of them asks is asked of each match by itself too.
    """
    finder = Finder(shared.archive)
    named = [match for match in shared.archive.results.matches if _can_be_asked(match, shared.archive)]
    named.sort(key=lambda match: group_place(match.group))
    for key, matches in together("periods", named, PLAYED, count):
        yield _asked(key, matches, finder, shared)


def _can_be_asked(match: Match, archive: Archive) -> bool:
    if match.readings or match.score is None:
        return False
    fields = question_fields(match, archive)
    return is_named(match, fields, archive) and bool(_ways(fields))


def _ways(fields: Mapping[str, str]) -> list[tuple[str, bool, str]]:
    """The periods that name the match: label, whether it is said who was at home, and how the period is said."""
    return [
        (label, sided, said)
        for label, (_, field) in PERIODS.items()
        for sided in (True, False)
        if (said := fields.get(field if sided else f"{field}_par")) and (not sided or fields.get("em_casa"))
    ]


def _asked(key: str, matches: Sequence[Match], finder: Finder, shared: Shared) -> Asked:
    lines = [_line(f"{key}|{match.key}", match, shared) for match in matches]
    for number, match in enumerate(matches[:MISSED]):
        lines.extend(_missed(f"{key}|{number}", match, finder, shared))
    lines.sort(key=lambda line: number_of(f"periods|{key}|{line.answer}"))
    told = [match for line in lines for match in line.told]
    fields = shared.club | {"jogos": "; ".join(line.asked for line in lines)}
    answer = always(shared.phrasings.answer(SEVERAL, {"linhas": "\n".join(line.answer for line in lines)}))
    mentions = tuple(dict.fromkeys([*groups_of(told), *(line.missed for line in lines if line.missed)]))
    return Asked(SEVERAL, key, f"periods/{key}", fields, answer, {}, sources_of(told), None, mentions)


def _line(seed: str, match: Match, shared: Shared) -> Line:
    fields = shared.club | question_fields(match, shared.archive)
    question = _question(seed, fields)
    answer = match_answer(shared.phrasings, "match.score", "certo", match, fields)(question)
    return Line(question.text, answer, [match])


def _missed(seed: str, match: Match, finder: Finder, shared: Shared) -> Iterator[Line]:
    """A near miss to a match, where one is found that a period can ask for."""
    miss = finder.find(match, number_of(f"missed|{seed}"))
    if miss is None:
        return
    fields = miss_fields(miss, shared)
    if not _ways(fields):
        return
    question = _question(seed, fields)
    shown = instead(miss, question, shared.archive)
    answer = near_miss_reply(shared.phrasings, "match.score", fields, shown)(question)
    yield Line(question.text, answer, [shown] if isinstance(shown, Match) else [], f"no-match/{miss.key}")


def _question(seed: str, fields: Mapping[str, str]) -> Question:
    """One way to name a match by a period: "Farense-Benfica, época de 1994/95"."""
    ways = _ways(fields)
    label, sided, said = ways[number_of(f"way|{seed}") % len(ways)]
    forms = SIDED if sided else BOTH
    text = forms[number_of(f"form|{seed}") % len(forms)].format_map({**fields, "quando": BEFORE[label] + said})
    return Question(text, SEVERAL, frozenset({label, "ordem"} if sided else {label}))
