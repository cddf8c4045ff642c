"""What no example may be: faults that reject it, and the key by which two examples are the same."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from builders.hashing import number_of
from records.example import Example

COURTESY = re.compile(r"\b(?:por favor|se faz favor|obrigad[oa]|ol[áa]|bom dia|boa tarde|boa noite)\b")
PUNCTUATION = re.compile(r"[^\w\s](?:[^\w\s]+|(?!\d)|(?<!\d[^\w\s]))")  # all but one mark alone between digits
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffe\ufffd]")
FINISHED = tuple('.!?…»”")]:')
LACKING = re.compile(r"(?<![\w-])(?:de|d[oa]s?|em|n[oa]s?|ao|à|pel[oa]|com)[,;.!?]")  # no name where one should be


def fault(example: Example) -> str | None:
    """The reason why an example may not exist, or None. Reasons are explained in builders/reasons.yaml."""
    prompt, answer = example.prompt, example.answer
    if not prompt.strip() or not answer.strip():
        return "empty_text"
    if any([_has_control(message["content"]) for message in example.messages]):
        return "control_characters"
    if answer[0].islower() or not answer.removesuffix("\n").endswith(FINISHED):
        return "unfinished_answer"
    if LACKING.search(answer):
        return "lacking_answer"
    if any([value not in answer for value in example.facts.values()]):
        return "fact_not_in_answer"
    if canonical(prompt) == canonical(answer):
        return "answer_repeats_question"
    return None


def _has_control(text: str) -> bool:
    """Whether a text holds what CONTROL forbids: of a text that is printable only U+FFFD is looked for."""
    return "\ufffd" in text or (not text.isprintable() and bool(CONTROL.search(text)))


@lru_cache(maxsize=256)  # a question is compared several times over, and its answer stands under several questions
def canonical(text: str) -> str:
    """A text for comparison: NFC, lower case, courtesy words and punctuation out, spaces single; accents stay.

    Punctuation between digits stays too: 3-1 is not 31, 2.4 is not 24.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    if _may_be_courteous(text):
        text = COURTESY.sub(" ", text)
    return " ".join(filter(None, map(_plain, text.split())))


def _may_be_courteous(text: str) -> bool:
    """Whether any part of a courtesy word is there: a few looks take a tenth of what the search does."""
    return "favor" in text or "obrigad" in text or "ola" in text or "olá" in text or "bom " in text or "boa " in text


@lru_cache(maxsize=16384)  # a text is new, its words seldom are
def _plain(word: str) -> str:
    """What stands between two spaces, without punctuation: nothing, a word, or several."""
    return " ".join(PUNCTUATION.sub(" ", word).split())


def pair_key(example: Example) -> int:
    """64 bits, the same for two examples that ask and answer the same."""
    return _key([m["content"] for m in example.messages if m["role"] != "system"])


def prompt_key(example: Example) -> int:
    """64 bits, the same for two examples that ask the same, whatever they answer."""
    return _key([m["content"] for m in example.messages[:-1] if m["role"] == "user"])


def facts_key(example: Example) -> int:
    """64 bits, the same for two examples that state the same facts. Never 0."""
    return _facts_key(tuple(sorted(example.facts.items()))) or 1


@lru_cache(maxsize=16)  # the questions about a fact come one after the other
def _facts_key(facts: tuple[tuple[str, str], ...]) -> int:
    return _key([f"{slot}={value}" for slot, value in facts])


def _key(texts: Iterable[str]) -> int:
    return number_of("\n".join(map(canonical, texts)))
