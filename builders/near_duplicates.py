"""Near-duplicates: examples about different things that say almost the same, proposed to a person, never dropped.

MinHash proposes, a guard disposes. Without the guard every plain method called true facts duplicates: templated
questions differ in one date, one score or one name, and that is all their meaning. So two examples are near-duplicates
only when their figures are the same in the same order, and their content words too, but for one slip of the pen.
Examples of one group are asked about one fact in several ways on purpose, and are never compared.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import intern
from zlib import crc32

from rensa.rensa import RMinHash, RMinHashLSH

from builders.checks import canonical
from records.example import Example

THRESHOLD = 0.8  # of Jaccard similarity over 5-character shingles, at which MinHash proposes a pair
PERMUTATIONS = 126
BANDS = 21
"""Six rows a band: of 200 slips planted in short texts all are proposed, where eight rows missed one. More proposals
cost only the guard's time."""
SLIP_LETTERS = 5  # in shorter words one letter is another word
_FUNCTION_WORDS = """
    a o as os um uma de do da dos das em no na nos nas num numa ao aos à às por pelo pela pelos pelas com e ou que se é
    foi ser para
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of an example."""

    id: str
    group: str
    text: str

    @property
    def figures(self) -> str:
        return " ".join(re.findall(r"\d+(?:[^\w\s]\d+)*", self.text))

    @property
    def content(self) -> list[str]:
        return [word for word in self.text.split() if word not in FUNCTION_WORDS]


class Figures:
    """Which figures stand in examples of more than one group, learnt while the examples pass by.

    Only 32 bits of figures and group are kept. Figures taken for others are looked at in vain; groups taken for one
    would be compared less, once in four thousand million.
    """

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._shared: set[int] = set()

    def see(self, example: Example) -> None:
        key = crc32(_text(example).figures.encode())
        group = crc32(example.group.encode())
        if self._first.setdefault(key, group) != group:
            self._shared.add(key)

    def all_seen(self) -> None:
        """No more examples will pass by: which figures were first is no longer needed."""
        self._first.clear()

    def shared(self, figures: str) -> bool:
        return crc32(figures.encode()) in self._shared


def find(examples: Iterable[Example], seen: Figures) -> list[list[str]]:
    """Groups of ids that say almost the same, each sorted, the groups by their first.

    `seen` has seen every one of the examples before.
    """
    buckets: dict[str, list[Text]] = defaultdict(list)
    for text in map(_text, examples):
        figures = text.figures
        if seen.shared(figures):
            buckets[figures].append(text)
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


def _text(example: Example) -> Text:
    return Text(example.id, intern(example.group), f"{canonical(example.prompt)} {canonical(example.answer)}")


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
