"""Answers to the rows of a frozen split, judged one by one and counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.files import read_json, sha256_bytes
from records.manifest import NAMES
from train.bars import bar
from train.generation import Generated, generate_answers
from train.proportions import wilson
from train.sampling import Row
from train.scoring import Asked, Score, score
from train.values import Aliases, aliases_of

JUDGES = ("scoring", "contradictions", "match_forms", "outcomes", "values", "spelling")
"""The modules that decide what is right."""
LEAST = 16  # tokens of room beside those for half as much again as the reference


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the split, what was answered, and whether that is as it should be."""

    row: Row
    answer: str
    finished: bool
    """Whether the model ended its answer itself."""
    score: Score

    @property
    def good(self) -> bool:
        """Right where there is a fact to know; declined where there is none."""
        return self.score.outcome == ("right" if self.row["probe"] in ("known", "train") else "declined")


def judge_sha256() -> str:
    """Which judge it was: answers judged by another are not to be compared."""
    here = Path(__file__).parent
    return sha256_bytes(b"".join((here / f"{name}.py").read_bytes() for name in JUDGES))


def answer_rows(model: Any, tokenizer: Any, rows: Sequence[Row], done: Callable[[int], object]) -> list[Generated]:
    """Greedy answers to the rows' questions, each with room for half as much again as its reference."""
    from train.encoding import encode, encode_prompt

    prompts = [encode_prompt(tokenizer, row["messages"][:-1]) for row in rows]
    room = [LEAST + encode(tokenizer, row["messages"], row["id"]).targets * 3 // 2 for row in rows]
    return generate_answers(model, tokenizer, prompts, max_tokens=room, done=done)


def read_aliases(dataset: Path) -> Aliases | None:
    """The other forms of clubs' names that a frozen dataset brings; none where it was frozen without."""
    path = dataset / NAMES
    return aliases_of(read_json(path)) if path.is_file() else None


def examined(model: Any, tokenizer: Any, rows: Sequence[Row], aliases: Aliases | None = None) -> list[Judged]:
    """The model's answers to the rows, judged, with a bar for whoever waits."""
    with bar(len(rows), "answer") as shown:
        return judge(rows, answer_rows(model, tokenizer, rows, shown.update), aliases)


def judge(rows: Sequence[Row], answers: Sequence[Generated], aliases: Aliases | None = None) -> list[Judged]:
    """Every answer with its score. One that never ends declines nothing, whatever it goes on saying."""
    judged: list[Judged] = []
    for row, answer in zip(rows, answers, strict=True):
        found = score(answer.text, asked(row), aliases)
        if found.outcome == "declined" and not answer.finished:
            found = Score("wrong", found.slots, "never ended")
        judged.append(Judged(row, answer.text, answer.finished, found))
    return judged


def asked(row: Row) -> Asked:
    """What the answer to a row is judged against."""
    question, reference = (message["content"] for message in row["messages"][-2:])
    return Asked(question, reference, {fact["slot"]: fact["value"] for fact in row["facts"]})


def tally(judged: Iterable[Judged]) -> dict[str, Any]:
    """Counts of a group of answers: how many right, wrong, declined, and as they should be, with its interval."""
    outcomes, total, good = Counter[str](), 0, 0
    for one in judged:
        outcomes[one.score.outcome] += 1
        total, good = total + 1, good + one.good
    low, high = wilson(good, total)
    counts = {name: outcomes[name] for name in ("right", "wrong", "declined")}
    return {"rows": total, **counts, "good": good, "share": good / max(1, total), "interval": [low, high]}


def tallies(judged: Sequence[Judged], *fields: str) -> dict[str, dict[str, Any]]:
    """`tally` for each value of the rows' `fields`, joined by a space, in the order of the alphabet."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(" ".join(one.row[field] for field in fields), []).append(one)
    return {name: tally(groups[name]) for name in sorted(groups)}


def piece_tallies(judged: Sequence[Judged]) -> dict[str, dict[str, Any]]:
    """`tally` for each probe and each piece that questions are made of: an answer counts for all of its question's."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        for piece in set(one.row["phrasing"].split(".")):
            groups.setdefault(f"{one.row['probe']} {piece}", []).append(one)
    return {name: tally(groups[name]) for name in sorted(groups)}


def worst(judged: Sequence[Judged], count: int = 20) -> list[Judged]:
    """Wrong answers to be read in full: those that miss most facts first, then those that never ended, then by id."""
    bad = [one for one in judged if not one.good]
    return sorted(bad, key=lambda one: (_given(one), one.finished, one.row["id"]))[:count]


def _given(one: Judged) -> float:
    slots = one.score.slots
    return sum(slots.values()) / len(slots) if slots else 0.5
