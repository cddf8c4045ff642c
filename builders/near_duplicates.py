"""Near-duplicates: examples about different things that say almost the same, proposed to a person, never dropped.

MinHash proposes, a guard disposes. Without the guard every plain method called true facts duplicates: templated
questions differ in one date, one score or one name, and that is all their meaning. So two examples are near-duplicates
only when their figures are the same in the same order, and their content words too, but for one slip of the pen.
Examples of one group are asked about one fact in several ways on purpose, and are never compared.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from sys import intern
from typing import NamedTuple
from zlib import crc32

from rensa.rensa import RMinHash, RMinHashLSH

from builders.checks import canonical
from records.example import Example

THRESHOLD = 0.8  # of Jaccard similarity over 5-character shingles, at which MinHash proposes a pair
PERMUTATIONS = 126
BANDS = 21
"""Six rows a band: of 200 slips planted in short texts all are proposed, where eight rows missed one. More proposals
cost only the guard's time."""
FIGURES = re.compile(r"\d+(?:[^\w\s]\d+)*")
SLIP_LETTERS = 5  # in shorter words one letter is another word
_FUNCTION_WORDS = """
    a o as os um uma de do da dos das em no na nos nas num numa ao aos à às por pelo pela pelos pelas com e ou que se é
    foi ser para
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


class Text(NamedTuple):
    """What is compared of an example."""

    id: str
    group: str
    text: str
    """Question and answer in canonical form."""
    figures: str
    content: Sequence[str]
    """Its words but the function words."""


class Halves:
    """Tells which examples may be near another, from 12 bytes of each that passes by.

    Near-duplicates have the same figures, and of their content words the first half or the second is the same too,
    since a slip is in one of them. Kept are 32 bits of the figures with each half, and of the group: texts taken for
    like ones are looked at in vain; groups taken for one would be compared less, once in four thousand million.
    """

    def __init__(self) -> None:
        self._firsts, self._seconds, self._groups = array("I"), array("I"), array("I")

    def see(self, example: Example) -> None:
        asked, said = _told(canonical(example.prompt)), _told(canonical(example.answer))
        words = asked.content + said.content
        half = len(words) // 2
        before = crc32(f"{' '.join(asked.figures + said.figures)} {len(words)}".encode())
        self._firsts.append(crc32(" ".join(words[:half]).encode(), before))
        self._seconds.append(crc32(" ".join(words[half:]).encode(), before))
        self._groups.append(crc32(example.group.encode()))

    def near(self) -> list[int]:
        """The positions, ascending, of examples that share a half with one of another group."""
        found: set[int] = set()
        for halves in (self._firsts, self._seconds):
            shared = with_several(zip(halves, self._groups, strict=True))
            found.update(position for position, half in enumerate(halves) if half in shared)
        return sorted(found)


def with_several(pairs: Iterable[tuple[int, int]]) -> set[int]:
    """The keys that come with more than one value."""
    first: dict[int, int] = {}
    return {key for key, value in pairs if first.setdefault(key, value) != value}


def find(examples: Iterable[Example]) -> list[list[str]]:
    """Groups of ids that say almost the same, each sorted, the groups by their first."""
    buckets: dict[str, list[Text]] = defaultdict(list)
    for text in map(text_of, examples):
        buckets[text.figures].append(text)
    pairs = [pair for bucket in buckets.values() for pair in _pairs(bucket)]
    return _joined(pairs)


def same_but_for_a_slip(one: Text, other: Text) -> bool:
    """The guard: figures the same in order, content words the same in order but for one letter of one long word."""
    if one.figures != other.figures or len(one.content) != len(other.content):
        return False
    differing = [(a, b) for a, b in zip(one.content, other.content, strict=True) if a != b]
    return not differing or (len(differing) == 1 and _one_slip(*differing[0]))


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter was changed, added, left out, or changed round with its neighbour."""
    if min(len(a), len(b)) < SLIP_LETTERS or abs(len(a) - len(b)) > 1 or a.isdigit() or b.isdigit():
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:] or swapped


def text_of(example: Example) -> Text:
    """What is compared of an example, sorted out."""
    text = f"{canonical(example.prompt)} {canonical(example.answer)}"
    figures, content = _told(text)
    return Text(example.id, intern(example.group), text, " ".join(figures), content)


class Told(NamedTuple):
    """The figures of a canonical text, and its words but the function words."""

    figures: tuple[str, ...]
    content: tuple[str, ...]


@lru_cache(maxsize=256)  # the same answer stands under several questions
def _told(text: str) -> Told:
    words = text.split(" ")
    content = tuple([word for word in words if word not in FUNCTION_WORDS])
    return Told(tuple(FIGURES.findall(text)), content)


def _pairs(bucket: Sequence[Text]) -> Iterator[tuple[str, str]]:
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    for position, text in enumerate(bucket):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(_shingles(text.text))
        for earlier in sorted(index.query(sketch)):
            other = bucket[earlier]
            # the very same text is a duplicate, which the freeze drops by itself: no work for a person
            if other.group != text.group and other.text != text.text and same_but_for_a_slip(other, text):
                yield other.id, text.id
        index.insert(position, sketch)


def _shingles(text: str) -> list[str]:
    return [text[i : i + 5] for i in range(max(1, len(text) - 4))]


def _joined(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Pairs joined into groups: who is near to a near one is in the same group."""
    leader: dict[str, str] = {}

    def find_leader(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for a, b in pairs:
        low, high = sorted((find_leader(a), find_leader(b)))
        leader[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(leader):
        groups[find_leader(name)].append(name)
    return sorted(groups.values())
