"""What no example may be: faults that reject it, and the key by which two examples are the same."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from records.example import Example

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


@lru_cache(maxsize=256)  # a question is compared several times over, and its answer stands under several questions
def canonical(text: str) -> str:
    """A text for comparison: NFC, lower case, courtesy words and punctuation out, spaces single; accents stay.

    Punctuation between digits stays too: 3-1 is not 31, 2.4 is not 24.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    text = COURTESY.sub(" ", text)
    text = re.sub(r"(?<!\d)[^\w\s]+|[^\w\s]+(?!\d)", " ", text)
    return " ".join(text.split())


def pair_key(example: Example) -> int:
    """64 bits, the same for two examples that ask and answer the same."""
    return _key(m["content"] for m in example.messages if m["role"] != "system")


def prompt_key(example: Example) -> int:
    """64 bits, the same for two examples that ask the same, whatever they answer."""
    return _key(m["content"] for m in example.messages[:-1] if m["role"] == "user")


class Contradictions:
    """Questions that are answered with different facts, found while examples pass by.

    Only hashes are kept: a million examples take some hundred megabytes less than their texts would.
    """

    def __init__(self) -> None:
        self._said: dict[int, int] = {}
        self.prompts: set[int] = set()
        """Keys of the questions concerned."""

    def see(self, example: Example) -> None:
        prompt = prompt_key(example)
        facts = _key(f"{slot}={value}" for slot, value in sorted(example.facts.items()))
        if self._said.setdefault(prompt, facts) != facts:
            self.prompts.add(prompt)

    def all_seen(self) -> None:
        """No more examples will pass by: what was said is no longer needed, only what was contradicted."""
        self._said.clear()

    def has(self, example: Example) -> bool:
        """Whether another example answers the question of this one with other facts."""
        return prompt_key(example) in self.prompts


def _key(texts: Iterable[str]) -> int:
    return int.from_bytes(sha256("\n".join(map(canonical, texts)).encode()).digest()[:8], "big")
