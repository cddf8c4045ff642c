"""Examples out of facts: the questions drawn, the answer as the book writes it, where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builders.books.book import Book, Chapter, Sentence
from builders.books.naming import chapter_slug, place_fields
from builders.phrasing import Phrasings
from builders.profile import Profile
from builders.sources import SourceFile
from records.example import Example, Source

BUILDER = "books"
LONG = 600  # characters of an answer that a person should look at


@dataclass(frozen=True)
class Desk:
    """What writing one book's examples needs."""

    profile: Profile
    phrasings: Phrasings
    file: SourceFile
    book: Book
    slug: str

    def fields(self, chapter: Chapter | None) -> Mapping[str, str]:
        return place_fields(self.book, chapter, self.profile.assistant.name)

    def source(self, sentence: Sentence) -> Source:
        return Source(self.file.name, self.file.sha256, sentence.locator, sentence.quote)

    def group(self, chapter: Chapter | None, key: str) -> str:
        return f"book/{self.slug}/{chapter_slug(chapter) if chapter else 'livro'}/{key}"


@dataclass(frozen=True)
class Asked:
    """One thing to ask, before its words are drawn."""

    kind: str
    """Of the phrasings, and the template of its examples."""
    group: str
    fields: Mapping[str, str]
    answer: str
    sources: Sequence[Source]
    facts: Mapping[str, str]
    flags: frozenset[str] = frozenset()
    mentions: tuple[str, ...] = ()
    context: str = ""
    """A passage that follows the question."""
    unanswerable: bool = False
    refusable: bool = True


def examples(desk: Desk, asked: Asked, count: int, held_out: int) -> Iterator[Example]:
    """`count` questions for training and `held_out` in words kept out of it."""
    for is_held_out, number in ((False, count), (True, held_out)):
        for question in desk.phrasings.draw(asked.kind, asked.group, asked.fields, number, is_held_out):
            prompt = f"{question.text}\n\n{asked.context}" if asked.context else question.text
            name = question.name + ("" if not is_held_out else ".fora-de-treino")
            yield _example(desk, asked, prompt, name, is_held_out)


def _example(desk: Desk, asked: Asked, prompt: str, phrasing: str, held_out: bool) -> Example:
    key = asked.group.removeprefix("book/").replace("/", ".")
    refusable = asked.refusable and not asked.unanswerable and not asked.context
    return Example(
        id=f"{BUILDER}/{asked.kind}/{key}/{phrasing}",
        builder=BUILDER,
        template=asked.kind,
        phrasing=phrasing,
        messages=desk.profile.assistant.conversation(prompt, asked.answer),
        group=asked.group,
        facts=asked.facts,
        sources=tuple(asked.sources),
        mentions=asked.mentions,
        refusal=desk.phrasings.refusal(asked.kind, asked.fields) if refusable else None,
        held_out=held_out,
        unanswerable=asked.unanswerable,
        flags=tuple(sorted(asked.flags | ({"long_answer"} if len(asked.answer) > LONG else set()))),
    )
