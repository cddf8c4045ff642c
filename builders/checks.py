"""What no example may be: faults that reject it, and the key by which two examples are the same."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from records.example import Example
from records.files import sha256_bytes

COURTESY = re.compile(r"\b(?:por favor|se faz favor|obrigad[oa]|ol[áa]|bom dia|boa tarde|boa noite)\b")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffe\ufffd]")
FINISHED = re.compile(r"[.!?…»”\")\]:]$")


def fault(example: Example) -> str | None:
    """The reason why an example may not exist, or None. Reasons are explained in builders/reasons.yaml."""
    if not example.prompt.strip() or not example.answer.strip():
        return "empty_text"
    if any(CONTROL.search(message["content"]) for message in example.messages):
        return "control_characters"
    if example.answer[0].islower() or not FINISHED.search(example.answer):
        return "unfinished_answer"
    if any(value not in example.answer for value in example.facts.values()):
        return "fact_not_in_answer"
    if canonical(example.prompt) == canonical(example.answer):
        return "answer_repeats_question"
    return None


def canonical(text: str) -> str:
    """A text for comparison: NFC, lower case, courtesy words and punctuation out, spaces single; accents stay.

    Punctuation between digits stays too: 3-1 is not 31, 2.4 is not 24.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    text = COURTESY.sub(" ", text)
    text = re.sub(r"(?<!\d)[^\w\s]+|[^\w\s]+(?!\d)", " ", text)
    return " ".join(text.split())


def pair_key(example: Example) -> str:
    """The same for two examples that ask and answer the same."""
    asked = "\n".join(canonical(m["content"]) for m in example.messages if m["role"] != "system")
    return sha256_bytes(asked.encode())[:24]


def prompt_key(example: Example) -> str:
    """The same for two examples that ask the same, whatever they answer."""
    asked = [canonical(m["content"]) for m in example.messages[:-1] if m["role"] == "user"]
    return sha256_bytes("\n".join(asked).encode())[:24]


def contradicting(examples: Iterable[Example]) -> set[str]:
    """The prompt keys that are answered with different facts, or with a fact here and a refusal there."""
    said: dict[str, tuple[tuple[str, str], ...]] = {}
    clashes = set()
    for example in examples:
        facts = tuple(sorted(example.facts.items()))
        if said.setdefault(prompt_key(example), facts) != facts:
            clashes.add(prompt_key(example))
    return clashes


def flag_contradictions(examples: Iterable[Example], clashes: set[str]) -> Iterator[Example]:
    """Yield every example, those that contradict another flagged `contradiction`."""
    for example in examples:
        if prompt_key(example) in clashes:
            yield replace(example, flags=tuple(sorted({*example.flags, "contradiction"})))
        else:
            yield example
