"""Leakage: answers in train from which a withheld fact could be read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builders.portuguese import MONTHS, long_date, parse_date
from records.example import Example

# what makes one fact differ from another: figures (scores among them), months and capitalised words
_TELLING = re.compile(rf"\d+(?:[-–/]\d+)*|\b(?:{'|'.join(MONTHS)})\b|\b[A-ZÀ-Ý][\wÀ-ÿ]+")
_DATE = re.compile(r"\b(?:\d{1,2}([-/.])\d{1,2}\1\d{4}|\d{4}([-/.])\d{1,2}\2\d{1,2})\b")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?:] ))[A-ZÀ-Ý]\w*")  # a capital that the sentence gives, not the word
FEWEST_WORDS = 3  # telling words; with fewer, a signature would be found everywhere


@dataclass(frozen=True)
class Told:
    """What a withheld answer tells: the telling words that name its fact, and the fact's values."""

    words: frozenset[str]
    values: tuple[str, ...]
    made_from: frozenset[str]
    """The groups it was computed from: their own facts stay askable (a match is no leak of "the first meeting")."""

    def stands_in(self, example: Example, text: str, words: frozenset[str]) -> bool:
        return (
            self.words <= words
            and all(value in text for value in self.values)
            and not self.made_from.intersection((example.group, *example.mentions))
        )


@dataclass(frozen=True)
class Withheld:
    """What must not be told, found by the rarest of its words."""

    by_word: Mapping[str, list[Told]]

    def leaks_in(self, example: Example) -> bool:
        """Whether an example, question and answer together, states all that a withheld answer states."""
        if not example.facts and example.unanswerable:
            return False
        text = spelled(f"{example.prompt} {example.answer}")
        words = telling_words(text)
        return any(told.stands_in(example, text, words) for word in words for told in self.by_word.get(word, ()))


def telling_words(text: str) -> frozenset[str]:
    """The figures, months and capitalised words of a text; a score's dash is one dash."""
    return frozenset(word.replace("–", "-") for word in _TELLING.findall(text))


def spelled(text: str) -> str:
    """The text with every date in figures in words, as answers write it: 02/04/1995 is 2 de abril de 1995."""
    return _DATE.sub(_in_words, text)


def _in_words(match: re.Match[str]) -> str:
    try:
        day = parse_date(match[0])
    except ValueError:  # 31/02/1995 is no date: its figures tell what they tell
        return match[0]
    return long_date(day) if day else match[0]


def withheld_facts(examples: Iterable[Example]) -> Withheld:
    """What withheld examples would have answered, ready to be looked for."""
    told = {_told(example) for example in examples if example.facts}
    telling = sorted((t for t in told if len(t.words) >= FEWEST_WORDS), key=lambda t: (sorted(t.words), t.values))
    rarity = Counter(word for t in telling for word in t.words)
    by_word: dict[str, list[Told]] = defaultdict(list)
    for t in telling:
        by_word[min(t.words, key=lambda word: (rarity[word], word))].append(t)
    return Withheld(dict(by_word))


def _told(example: Example) -> Told:
    words = telling_words(_SENTENCE_START.sub("", spelled(example.answer)))
    return Told(words, tuple(sorted(map(spelled, example.facts.values()))), frozenset(example.mentions))
