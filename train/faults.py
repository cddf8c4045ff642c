"""Faults that ruin training quietly: each row's own, and those that only show between rows."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import read_jsonl
from train.encoding import Encoded
from train.languages import language_of
from train.measuring import Row, token_faults
from train.scoring import declines

FATAL = (
    "empty_text",
    "duplicate_bos",
    "answer_not_ended",
    "no_targets",
    "prompt_not_prefix",
    "template_refuses",
)
"""With one row of these a run would learn something else than it says: `make train` refuses."""
KEPT = 5  # ids listed under each fault
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd-\uffff]")
LEAST_QUESTION = 3  # words; a shorter question may well stand in its answer


class Found:
    """How often each fault was found, and in which rows first."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.ids: dict[str, list[str]] = {}

    def add(self, fault: str, name: str, times: int = 1) -> None:
        """Count a fault `times` more, found in the row called `name`."""
        self.counts[fault] += times
        first = self.ids.setdefault(fault, [])
        if len(first) < KEPT:
            first.append(name)

    def row(self, fault: str) -> dict[str, Any]:
        """Its figures for audit.json: how often, and the first rows."""
        return {"count": self.counts[fault], "ids": self.ids.get(fault, [])}


def text_faults(row: Row, language: str, markers: re.Pattern[str] | None) -> list[str]:
    """What is wrong with a row's texts. `markers` finds the tokenizer's special tokens, which it would read as such."""
    said = [m["content"] for m in row["messages"] if m["role"] != "system"]
    if _is_empty(row["messages"]):
        return ["empty_text"]
    question, answer = said[-2], said[-1]
    found: list[str] = []
    if any(CONTROL.search(text) for text in said):
        found.append("control_characters")
    if markers and any(markers.search(text) for text in said):
        found.append("special_token_in_text")
    if any(fact["value"] not in answer for fact in row["facts"]):
        found.append("fact_not_in_answer")
    if contains_question(question, answer):
        found.append("answer_contains_question")
    if language_of(f"{question} {answer}", language) != language:
        found.append("other_language")
    return found


def contains_question(question: str, answer: str) -> bool:
    """Whether an answer repeats its question, case and punctuation aside."""
    asked = _plain(question)
    return asked.count(" ") >= LEAST_QUESTION - 1 and f" {asked} " in f" {_plain(answer)} "


class Between:
    """What only shows between rows, in a few bytes a row: hashes, no texts."""

    def __init__(self) -> None:
        self.answers: dict[int, int] = {}
        """Question -> its answer, by hash."""
        self.owners: set[int] = set()
        """(answer, group) pairs of train, hashed together."""
        self.groups: Counter[int] = Counter()
        """Answer -> groups of train that it answers."""
        self.worst: tuple[int, str, str] = (0, "", "")
        """(groups, id, answer) of the answer given to most."""
        self.templates: Counter[str] = Counter()
        self.refusals = self.rows = 0

    def see(self, split: str, row: Row) -> list[str]:
        """Take in a row; the faults that it has beside earlier ones."""
        *asked, last = row["messages"]
        answer = _key(last["content"].strip())
        question = _key("\n".join(f"{m['role']} {_plain(m['content'])}" for m in asked))
        if split == "train":
            self._balance(row, last["content"], answer)
        return ["same_question_other_answer"] if self.answers.setdefault(question, answer) != answer else []

    def _balance(self, row: Row, text: str, answer: int) -> None:
        self.rows += 1
        self.templates[f"{row['builder']}/{row['template']}"] += 1
        self.refusals += not row["facts"] and declines(text)
        owner = _key(f"{answer} {row['group']}")
        if owner not in self.owners:
            self.owners.add(owner)
            self.groups[answer] += 1
            if self.groups[answer] > self.worst[0]:
                self.worst = (self.groups[answer], row["id"], text)

    def shares(self) -> dict[str, Any]:
        """The largest template's share of train, that of refusals, and the answer given to most groups."""
        name, count = max(self.templates.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        rows = max(1, self.rows)
        return {
            "largest_template": {"template": name, "share": round(count / rows, 4)},
            "refusals": {"rows": self.refusals, "share": round(self.refusals / rows, 4)},
            "same_answer": dict(zip(("groups", "id", "answer"), self.worst, strict=True)),
        }


def fatal_faults(tokenizer: Any, rows: Iterable[Row], encoded: Iterable[Encoded]) -> list[str]:
    """What `make train` refuses, a phrase for each kind: `empty_text in 2 rows: id, id`. Empty when all is well.

    `rows` are those of the frozen file, `encoded` what the run will learn from them; the faults for which there are no
    tokens at all are raised by `train.encoding` before this.
    """
    found = Found()
    for row in rows:
        if _is_empty(row["messages"]):
            found.add("empty_text", row["id"])
    for one in encoded:
        for fault in token_faults(tokenizer, one):
            found.add(fault, one.id)
    return [f"{fault} in {n} rows: {', '.join(found.ids[fault])}" for fault, n in sorted(found.counts.items())]


def refuse_fatal(path: Path, tokenizer: Any, encoded: Iterable[Encoded]) -> None:
    """Raise AcervoError where a frozen file holds what may not be trained on."""
    found = fatal_faults(tokenizer, (row for _, row in read_jsonl(path)), encoded)
    if found:
        remedy = "`make audit` tells all; correct them in the review app and freeze again"
        raise AcervoError(path, "; ".join(found), remedy)


def special_markers(tokenizer: Any) -> re.Pattern[str] | None:
    """The tokenizer's special tokens as a pattern; None where a text cannot hold one."""
    words = sorted(set(getattr(tokenizer, "all_special_tokens", None) or ()), key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words))) if words else None


def _is_empty(messages: Sequence[Mapping[str, str]]) -> bool:
    said = [m["content"] for m in messages if m["role"] != "system"]
    return len(said) < 2 or messages[-1]["role"] != "assistant" or not all(text.strip() for text in said)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
