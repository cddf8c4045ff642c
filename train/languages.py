"""Which language a text is in, by its small words: enough to notice a page in Spanish among Portuguese ones."""

import re
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "languages.yaml"
LEAST = 3  # small words of another language before a text may be taken for it: names and titles are full of one or two
LEAD = 2.0  # times as many as of the expected one


def language_of(text: str, expected: str) -> str:
    """The language of a text, two letters; `expected` unless another is clearly more likely."""
    known = small_words()
    counts = dict.fromkeys(known, 0)
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text.casefold()):
        for language, words in known.items():
            counts[language] += word in words
    other = max(sorted(counts), key=lambda language: counts[language])
    clear = counts[other] >= LEAST and counts[other] >= LEAD * counts.get(expected, 0)
    return other if other != expected and clear else expected


@cache
def small_words() -> dict[str, frozenset[str]]:
    """The words of `languages.yaml` that only one language has, by language."""
    listed: dict[str, list[str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {
        language: frozenset(words) - {w for other, more in listed.items() if other != language for w in more}
        for language, words in listed.items()
    }
