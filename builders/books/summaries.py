"""Extractive summaries: sentences of the text itself, in its order. A person looks at every one."""

from collections import Counter
from collections.abc import Sequence

from builders.books.book import Passage, Sentence
from builders.books.standing import fault_of
from builders.books.verbs import finite_verbs
from builders.books.vocabulary import FUNCTION_WORDS, WORD

FEWEST = 5  # sentences that a passage needs to be worth a summary
STANDING = 0.5  # of them must stand alone: scenes and talk cannot be summed up in their own words
KEPT = 2


def summary_of(passage: Passage) -> tuple[Sentence, ...]:
    """The two sentences that share most with the rest of the passage and stand alone; none where there are not two."""
    sentences = passage.sentences
    if len(sentences) < FEWEST:
        return ()
    standing = [s for s in sentences if not fault_of(s.text) and finite_verbs(s.text[:1].lower() + s.text[1:])]
    if len(standing) < STANDING * len(sentences):
        return ()
    return most_central(standing, sentences, KEPT)


def most_central(standing: Sequence[Sentence], everything: Sequence[Sentence], count: int) -> tuple[Sentence, ...]:
    """`count` of the sentences that stand, by the mean weight of their content words in the whole; in reading order."""
    weights = Counter(word for sentence in everything for word in _content(sentence.text))
    ranked = sorted(standing, key=lambda s: (-_weight(s.text, weights), s.text))[:count]
    return tuple(s for s in standing if s in ranked) if len(ranked) == count else ()


def _content(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if len(word) > 3 and word not in FUNCTION_WORDS]


def _weight(text: str, weights: Counter[str]) -> float:
    words = _content(text)
    return sum(weights[word] for word in words) / (len(words) + 3)
