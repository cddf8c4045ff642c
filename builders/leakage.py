"""Leakage: answers in train from which a withheld fact could be read."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

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
        return any(self._stands_in(example, spelled(said)) for said in statements(example))

    def _stands_in(self, example: Example, text: str) -> bool:
        words = telling_words(text)
        return any(told.stands_in(example, text, words) for word in words for told in self.by_word.get(word, ()))


class Words:
    """The telling words of examples as they pass by, 4 bytes each: what may leak is found without reading all again."""

    def __init__(self) -> None:
        self._codes, self._ends = array("I"), array("Q")

    def see(self, example: Example) -> None:
        self._codes.extend(map(_code, words_told(example)))
        self._ends.append(len(self._codes))

    def may_leak(self, withheld: Withheld) -> Iterator[int]:
        """The positions of examples that hold all the words of some withheld answer (seldom, only their codes)."""
        needed = {_code(word): [set(map(_code, t.words)) for t in told] for word, told in withheld.by_word.items()}
        rare, begin = set(needed), 0
        for position, end in enumerate(self._ends):
            codes = set(self._codes[begin:end])
            if any(need <= codes for code in codes & rare for need in needed[code]):
                yield position
            begin = end


def words_told(example: Example) -> frozenset[str]:
    """The telling words of the whole question and answer; none of a refusal, which tells nothing."""
    if not example.facts and example.unanswerable:
        return frozenset()
    return telling_words(spelled(f"{example.prompt} {example.answer}"))


def statements(example: Example) -> list[str]:
    """What an example states: of an answer on several facts, a whole sentence a line, each line by itself.

    What is spread over such lines, or over the days of their question, is told by none of them.
    """
    lines = example.answer.split("\n")
    apart = len(lines) > 1 and example.mentions and all(line.endswith(".") for line in lines)
    return lines if apart else [f"{example.prompt} {example.answer}"]


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


def told_by(example: Example) -> Told:
    """What a withheld example would have told."""
    words = telling_words(_SENTENCE_START.sub("", spelled(example.answer)))
    return Told(words, tuple(sorted(map(spelled, example.facts.values()))), frozenset(example.mentions))


def withheld_facts(tellings: Iterable[Told]) -> Withheld:
    """What withheld examples would have told, ready to be looked for."""
    telling = {told for told in tellings if len(told.words) >= FEWEST_WORDS}
    rarity = Counter(word for told in telling for word in told.words)
    by_word: dict[str, list[Told]] = defaultdict(list)
    for told in sorted(telling, key=lambda told: (sorted(told.words), told.values)):
        by_word[min(told.words, key=lambda word: (rarity[word], word))].append(told)
    return Withheld(dict(by_word))


@lru_cache(maxsize=65536)
def _code(word: str) -> int:
    return crc32(word.encode())
