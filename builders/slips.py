"""How people type: without accents, without capitals, with two letters swapped. Each has a name, to be measured."""

from hashlib import sha256

from builders.phrasing import Question
from records.accents import without_accents

EVERY = {False: 6, True: 4}
"""One question in so many is typed with a slip: of those for training, of those held out."""


def slipped(question: Question, key: str, held_out: bool) -> Question:
    """The question, or now and then, by a hash of key and question, the same typed carelessly.

    Training knows other ways than those held out, so that what is measured there was not learnt as it stands.
    """
    draw = int.from_bytes(sha256(f"slip|{key}|{question.name}".encode()).digest()[:4], "big")
    if draw % EVERY[held_out]:
        return question
    ways = SLIPS[held_out]
    name = sorted(ways)[draw // EVERY[held_out] % len(ways)]
    return Question(ways[name](question.text), f"{question.name}.{name}", question.labels)


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
    False: {"sem-acentos": without_accents, "minusculas": _lower},
    True: {"descuidado": _bare, "letras-trocadas": _swapped},
}
