"""What shows only when every example is compared with all others: contradictions, and what nearly repeats another.

While examples pass by on their way to their files a few numbers of each are kept, 28 bytes; afterwards only the lines
that these leave in doubt are read, and only those that stay so are written anew.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from builders.checks import facts_key, prompt_key
from builders.near_duplicates import Halves, find, with_several
from records.example import Example, example_from_row
from records.files import atomic_file, read_jsonl

NOTHING_SAID = 0


class Doubts:
    """Sees the examples of each file pass by, in the order of its lines."""

    def __init__(self) -> None:
        self._begins: dict[str, int] = {}
        self._prompts, self._facts = array("Q"), array("Q")
        self._halves = Halves()

    def begin(self, file: str) -> None:
        """The examples seen from here on are the lines of this file."""
        self._begins[file] = len(self._prompts)

    def see(self, example: Example, contradicts: bool = True) -> None:
        """Keep what tells an example from others; an imported one `contradicts` nothing."""
        says = contradicts and "conflict" not in example.flags  # a conflict gives both values: it contradicts neither
        self._prompts.append(prompt_key(example))
        self._facts.append(facts_key(example) if says else NOTHING_SAID)
        self._halves.see(example)

    def contradicted(self) -> list[int]:
        """The positions of examples whose question another answers with other facts."""
        said = ((prompt, facts) for prompt, facts in zip(self._prompts, self._facts, strict=True) if facts)
        prompts = with_several(said)
        return [position for position, prompt in enumerate(self._prompts) if prompt in prompts]

    def flag(self, folder: Path, files: Sequence[str]) -> list[list[str]]:
        """Flag what is in doubt in these of its files, and return the groups of near-duplicates, by id."""
        near = {p: e for file, lines in self._lines(self._halves.near()) for p, e in _examples(folder / file, lines)}
        groups = find(near.values())
        repeating = {identifier for group in groups for identifier in group[1:]}
        found = {position: {"contradiction"} for position in self.contradicted()}
        for position, example in near.items():
            if example.id in repeating:
                found.setdefault(position, set()).add("near_duplicate")
        for file, lines in self._lines(sorted(found)):
            if lines and file in files:
                _add_flags(folder / file, {line: found[position] for line, position in lines.items()})
        return groups

    def _lines(self, positions: Sequence[int]) -> Iterator[tuple[str, dict[int, int]]]:
        """Each file with those of its lines that stand at these positions, in their order: line -> position."""
        ends = [*list(self._begins.values())[1:], len(self._prompts)]
        for (file, begin), end in zip(self._begins.items(), ends, strict=True):
            wanted = positions[bisect_left(positions, begin) : bisect_left(positions, end)]
            yield file, {position - begin + 1: position for position in wanted}


def _examples(path: Path, lines: Mapping[int, int]) -> Iterator[tuple[int, Example]]:
    """The examples on some lines of a file that this process has written, by position."""
    for line, row in read_jsonl(path, lines) if lines else ():
        yield lines[line], example_from_row(row)


def _add_flags(path: Path, flags: Mapping[int, set[str]]) -> None:
    """Write a file anew with flags added on some of its lines; the others stay as they are, byte for byte."""
    with path.open("rb") as before, atomic_file(path) as after:
        for number, line in enumerate(before, start=1):
            if number in flags:
                row = orjson.loads(line)
                row["flags"] = sorted(flags[number].union(row["flags"]))
                line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
            after.write(line)
