"""Finite verbs, told by their endings: enough to know whether a phrase tells one thing or two."""

import re

from builders.books.words import word_list

_ENDING = re.compile(
    r"(?:[^\W\d_]+(?:ou|eu|iu|aram|eram|iram|avam?|iam?|asse|esse|isse|assem|essem|ará|erá|irá|arão|erão|irão))$"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEFORE_NOUNS = re.compile(
    r"(?:[ao]s?|uma?|d[aeo]s?|n[ao]s?|pel[ao]s?|[àa]o?s?|em|com|por|sem|seus?|suas?|est[ae]|ess[ae])$"
)


def finite_verbs(text: str) -> int:
    """How many finite verbs a phrase seems to have. A word after an article or a preposition is taken as a noun."""
    count, before = 0, ""
    for found in _WORD.finditer(text):
        word = found[0].split("-")[0]
        if word.islower() and _is_finite(word) and not _BEFORE_NOUNS.fullmatch(before):
            count += 1
        before = found[0].lower()
    return count


def _is_finite(word: str) -> bool:
    if word in word_list("verbs"):
        return True
    return bool(_ENDING.match(word)) and word not in word_list("not_verbs")
