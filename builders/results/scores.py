"""Scores: the figures as written, extra time and penalties, and which side they belong to."""

import re
from dataclasses import dataclass

from builders.results.matches import Score

MOST_GOALS = 49  # more is a date or a year in the wrong column

_PAIR = r"(\d{1,2}) ?[-–—:x] ?(\d{1,2})"
_SCORE = re.compile(_PAIR)
_PENALTIES = re.compile(rf"\(?{_PAIR} ?(?:g\. ?p|gp|pen|pens|penalties|penalt|nas grandes)[^)(\d]*\)?")
_EXTRA_TIME = re.compile(r"\(?\b(?:a\. ?p\.|ap\b|a\. ?e\. ?t\.?|aet\b|prol\w*\.?|e\.t\.)\)?")
_HALF_TIME = re.compile(rf"\({_PAIR}(?:, {_PAIR})*\)|\(?int\.?:? {_PAIR}\)?")
_NO_SCORE = re.compile(r"[-–—:?. ]*|v|vs\.?|nao especificado|n/?d|n\.d\.|por disputar|a definir|tbd|null|none|nan")


@dataclass(frozen=True, slots=True)
class WrittenScore:
    """Figures in the order of the source."""

    goals: Score
    penalties: Score | None = None
    extra_time: bool = False


def is_blank(text: str) -> bool:
    """Whether a score cell says only that there is no score (yet)."""
    return bool(_NO_SCORE.fullmatch(text.strip().lower().replace("ã", "a")))


def read_score(text: str) -> WrittenScore | None:
    """Read "2-1", "0-0(5-6 g.p.)", "1-2(a.p.)", "4-3 pen. 1-1 a.e.t. (1-1, 0-0)"; None for anything else."""
    rest = text.strip().lower()
    penalties = _PENALTIES.search(rest)
    rest = _PENALTIES.sub(" ", rest)
    extra_time = bool(_EXTRA_TIME.search(rest))
    rest = _HALF_TIME.sub(" ", _EXTRA_TIME.sub(" ", rest)).strip(" ,;()")
    found = _SCORE.fullmatch(rest)
    if not found or max(int(found[1]), int(found[2])) > MOST_GOALS:
        return None
    return WrittenScore(
        (int(found[1]), int(found[2])), (int(penalties[1]), int(penalties[2])) if penalties else None, extra_time
    )


def turned(score: Score | None) -> Score | None:
    """The same figures with the sides changed."""
    return None if score is None else (score[1], score[0])


def letter_of(own: int, other: int) -> str:
    """V, E or D."""
    return "V" if own > other else "D" if own < other else "E"
