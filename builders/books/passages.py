"""Chapters into passages: whole sentences, whole paragraphs where they fit, never more than the budget."""

from collections.abc import Iterable, Iterator, Sequence

from builders.books.book import Passage, Sentence
from builders.books.sentences import is_finished

CHARACTERS_PER_TOKEN = 3.2

Paragraphs = tuple[tuple[Sentence, ...], ...]


def cut_passages(paragraphs: Iterable[Sequence[Sentence]], tokens: int) -> Iterator[Passage]:
    """Gather paragraphs up to `tokens` tokens; a longer paragraph is cut at its sentences' ends.

    A passage begins and ends with whole sentences: list entries and verses at its edges are left out.
    """
    budget = int(tokens * CHARACTERS_PER_TOKEN)
    gathered: list[tuple[Sentence, ...]] = []
    size = 0
    for piece in _pieces(paragraphs, budget):
        length = _length(piece)
        if gathered and size + length > budget:
            yield from _trimmed(gathered)
            gathered, size = [], 0
        gathered.append(piece)
        size += length + 2
    yield from _trimmed(gathered)


def _pieces(paragraphs: Iterable[Sequence[Sentence]], budget: int) -> Iterator[tuple[Sentence, ...]]:
    """Paragraphs that fit, and runs of sentences of those that do not."""
    for paragraph in paragraphs:
        if _length(paragraph) <= budget:
            yield tuple(paragraph)
            continue
        run: list[Sentence] = []
        for sentence in paragraph:
            if run and _length([*run, sentence]) > budget:
                yield tuple(run)
                run = []
            run.append(sentence)
        yield tuple(run)


def _trimmed(paragraphs: Sequence[tuple[Sentence, ...]]) -> Iterator[Passage]:
    """The passage without what is no whole sentence at its start and end; none where nothing is left."""
    kept = list(paragraphs)
    while kept and not is_finished(kept[-1][-1].text):
        kept.pop()
    while kept and not _begins(kept[0][0].text):
        kept.pop(0)
    if kept:
        yield Passage(tuple(kept))


def _begins(text: str) -> bool:
    first = next((c for c in text if c.isalnum()), "")
    return bool(first) and not first.islower()


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.text) + 1 for sentence in sentences)
