"""Which language a text is in, by its small words: enough to notice a page in Spanish among Portuguese ones."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "languages.yaml"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
LEAST = 3  # small words of another language before a text may be taken for it: names and titles are full of one or two
LEAD = 2.0  # times as many as of the expected one


def language_of(text: str, expected: str) -> str:
    """The language of a text, two letters; `expected` unless another is clearly more likely."""
    known = small_words()
    counts = Counter(known[word] for word in WORD.findall(text.casefold()) if word in known)
    ours = counts.pop(expected, 0)
    other, most = max(counts.items(), key=lambda item: (item[1], item[0]), default=(expected, 0))
    return other if most >= LEAST and most >= LEAD * ours else expected


@cache
def small_words() -> dict[str, str]:
    """The words of `languages.yaml` that only one language has, each with that language."""
    listed: dict[str, list[str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    spread = Counter(word for words in listed.values() for word in set(words))
    return {word: language for language, words in listed.items() for word in words if spread[word] == 1}
