"""Leakage: answers in train from which a withheld fact could be read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from records.example import Example

# what makes one fact differ from another: figures (scores and dates among them) and capitalised words
_TELLING = re.compile(r"\d+(?:[-–/]\d+)*|\b[A-ZÀ-Ý][\wÀ-ÿ]+")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?:] ))[A-ZÀ-Ý]\w*")  # a capital that the sentence gives, not the word


@dataclass(frozen=True)
class Withheld:
    """The signatures of the withheld facts, found by the rarest of their words."""

    by_word: dict[str, list[frozenset[str]]]

    def leaks_in(self, example: Example) -> bool:
        """Whether the example, question and answer together, states everything that a withheld answer states."""
        words = signature(f"{example.prompt} {example.answer}")
        return any(told <= words for word in words for told in self.by_word.get(word, ()))


def signature(text: str) -> frozenset[str]:
    """The figures and capitalised words of a text; a score's dash is one dash."""
    return frozenset(word.replace("–", "-") for word in _TELLING.findall(text))


def withheld_signatures(examples: Iterable[Example]) -> Withheld:
    """The signatures of what withheld examples would have answered.

    A fact that states no value of its own, or whose answer has fewer than three telling words, is no signature: it
    would be found everywhere.
    """
    signatures = {signature(_SENTENCE_START.sub("", example.answer)) for example in examples if example.facts}
    telling = sorted((s for s in signatures if len(s) >= 3), key=sorted)
    rarity = Counter(word for s in telling for word in s)
    by_word: dict[str, list[frozenset[str]]] = defaultdict(list)
    for s in telling:
        by_word[min(s, key=lambda word: (rarity[word], word))].append(s)
    return Withheld(dict(by_word))
