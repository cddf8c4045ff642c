"""How people type: without accents, without capitals, with two letters swapped. Each has a name, to be measured."""

from hashlib import sha256

from builders.phrasing import Question
from builders.portuguese import without_accents

EVERY = 4
"""One held-out question in so many is typed with a slip."""


def slipped(question: Question, key: str) -> Question:
    """The question, or one time in `EVERY`, by a hash of key and question, the same typed carelessly."""
    draw = int.from_bytes(sha256(f"slip|{key}|{question.name}".encode()).digest()[:4], "big")
    if draw % EVERY:
        return question
    name = sorted(SLIPS)[draw // EVERY % len(SLIPS)]
    return Question(SLIPS[name](question.text), f"{question.name}.{name}", question.labels)


def _lower(text: str) -> str:
    return text.lower()


def _bare(text: str) -> str:
    return without_accents(text).lower().rstrip("?.")


def _swapped(text: str) -> str:
    """Two letters inside the longest lower-case word changed round: names and figures are left as they are."""
    words = [word for word in text.split(" ") if word.isalpha() and word.islower() and len(word) > 4]
    word = max(words, key=len, default="")
    middle = len(word) // 2
    return (
        text.replace(word, word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :], 1)
        if word
        else text
    )


SLIPS = {
    "sem-acentos": without_accents,
    "minusculas": _lower,
    "descuidado": _bare,
    "letras-trocadas": _swapped,
}
