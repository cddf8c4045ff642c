"""Questions on a book as a book: who wrote it, its chapters, their titles, how they begin, what they tell."""

import re
from collections.abc import Iterator, Sequence

from builders.books.asking import Asked, Desk
from builders.books.book import Chapter, Sentence
from builders.books.naming import UNITS, counted, quoted
from builders.books.sentences import is_finished
from builders.books.standing import balanced, fault_of
from builders.books.summaries import most_central
from builders.books.verbs import finite_verbs

OPENING = 400  # characters of a chapter's first sentence that can be asked for
STANDING = 0.3  # of a chapter's sentences that must stand alone: what lives in talk and scenes is not told by quotes
TOLD = 3  # sentences in which a chapter is told


def book_questions(desk: Desk) -> Iterator[Asked]:
    """Its author and the number of its chapters, where they are known."""
    book = desk.book
    if book.author:
        name = book.author.text
        fields = {**desk.fields(None), "autor": name}
        answer = desk.phrasings.answer("author", fields)
        yield Asked("author", desk.group(None, "autor"), fields, answer, (desk.source(book.author),), {"author": name})
    numbered = [chapter for chapter in book.chapters if chapter.numeral]
    if len(numbered) > 2 and is_complete(numbered):
        units = UNITS.get(numbered[0].kind, UNITS["chapter"])[1]
        fields = {**desk.fields(None), "unidades": units, "numero": f"{len(numbered)} {units}"}
        last = numbered[-1].heading or book.chapters[0].heading or book.chapters[0].passages[0].sentences[0]
        yield Asked(
            "count",
            desk.group(None, "numero"),
            fields,
            desk.phrasings.answer("count", fields),
            (desk.source(last),),
            {"count": fields["numero"]},
        )


def chapter_questions(desk: Desk, chapter: Chapter) -> Iterator[Asked]:
    """Its title, how it begins, what it tells."""
    if chapter.kind == "front" or not (chapter.numeral or chapter.title):
        return
    if chapter.title and chapter.numeral and chapter.heading:
        yield from _title(desk, chapter, chapter.heading)
    if opening := _opening(chapter):
        yield _quoting(desk, chapter, "opening", (opening,), frozenset())
    if told := _told(chapter):
        yield _quoting(desk, chapter, "contents", told, frozenset({"summary"}))


def _title(desk: Desk, chapter: Chapter, heading: Sentence) -> Iterator[Asked]:
    title, group = quoted(chapter.title), desk.group(chapter, "titulo")
    unit = UNITS.get(chapter.kind, UNITS["chapter"])[0]
    fields = {
        **desk.fields(chapter),
        "titulo": title,
        "unidade": unit.split(" ")[1],
        "a_unidade": unit,
        "o_numero": counted(chapter),
    }
    alike = sum(other.title.casefold() == chapter.title.casefold() for other in desk.book.chapters)
    asked = [("title", {"title": title}), ("number", {"number": chapter.numeral})]
    for kind, facts in asked[: 2 if alike == 1 else 1]:  # two chapters with one title have no one number
        answer = desk.phrasings.answer(kind, fields)
        yield Asked(kind, group, fields, answer, (desk.source(heading),), facts, frozenset(heading.flags))


def _quoting(desk: Desk, chapter: Chapter, kind: str, sentences: tuple[Sentence, ...], flags: frozenset[str]) -> Asked:
    fields = {**desk.fields(chapter), "citacao": " ".join(quoted(sentence.text) for sentence in sentences)}
    return Asked(
        kind,
        desk.group(chapter, {"opening": "inicio", "contents": "conteudo"}[kind]),
        fields,
        desk.phrasings.answer(kind, fields),
        [desk.source(sentence) for sentence in sentences],
        {"quote": quoted(sentences[0].text).strip("«»")} if kind == "opening" else {},
        flags | {flag for sentence in sentences for flag in sentence.flags},
    )


def _opening(chapter: Chapter) -> Sentence | None:
    """The chapter's first sentence, where it is whole and no speech, nor breaks off inside a quotation."""
    first = chapter.passages[0].sentences[0]
    is_fit = is_finished(first.text) and 25 <= len(first.text) <= OPENING and balanced(first.text)
    return first if is_fit and not re.match(r"[—–-]|\d{1,2} ?[—–-] ", first.text) else None


def _told(chapter: Chapter) -> tuple[Sentence, ...]:
    sentences = [sentence for passage in chapter.passages for sentence in passage.sentences]
    standing = [s for s in sentences if not fault_of(s.text) and finite_verbs(s.text)]
    if len(standing) < STANDING * len(sentences):
        return ()
    return most_central(standing, sentences, TOLD)


def is_complete(chapters: Sequence[Chapter]) -> bool:
    """Whether the numbers run on from one, in each part."""
    last: dict[str, int] = {}
    for chapter in chapters:
        if chapter.number != last.get(chapter.part, 0) + 1:
            return False
        last[chapter.part] = chapter.number
    return True
