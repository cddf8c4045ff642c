"""The questions of one book: on its facts, with and without their passage; on what has no record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from builders.books.asking import BUILDER, Asked, Desk, examples
from builders.books.book import Chapter, Passage
from builders.books.chapters import book_questions, chapter_questions
from builders.books.facts import Fact, facts_of, sentence_key
from builders.books.naming import FIELDS
from builders.books.near_misses import no_chapters, no_dates
from builders.books.summaries import summary_of
from builders.phrasing import Phrasings
from records.example import Example

PHRASINGS = Path(__file__).resolve().parent.parent / "phrasings" / "books.yaml"
CLOSED = ("when", "what", "who", "did")
IN_PASSAGE = ("when", "who", "did", "about", "what")
"""In the order of preference: a passage is asked about twice at most."""
_ASKED = {
    "when": {"oracao", "oracao_do_ano", "evento", "do_evento", "da_data"},
    "what": {"em_data"},
    "who": {"pessoa", "da_pessoa", "verbo"},
    "did": {"predicado"},
    "about": {"pessoa", "da_pessoa"},
    "summary": set(),
}
_OWN = {
    "title": {"titulo"},
    "number": {"titulo", "unidade", "a_unidade", "o_numero"},
    "author": {"autor"},
    "count": {"unidades", "numero"},
    "opening": {"citacao"},
    "contents": {"citacao"},
    "no-chapter": set(),
    "no-date": {"em_data"},
}


def load_phrasings(path: Path = PHRASINGS) -> Phrasings:
    """The words of this builder. Raises PhrasingError naming file, kind and piece."""
    fields = {kind: FIELDS | own for kind, own in _OWN.items()}
    fields |= {kind: FIELDS | _ASKED[kind] for kind in CLOSED}
    fields |= {f"excerpt-{kind}": FIELDS | own for kind, own in _ASKED.items()}
    return Phrasings.load(path, fields)


@dataclass(frozen=True, slots=True)
class Found:
    """A fact with its chapter and passage."""

    chapter: Chapter
    passage: Passage
    fact: Fact


def ask_book(desk: Desk) -> Iterator[Example]:
    """Every example of a book, chapter by chapter."""
    draw = desk.profile.draw
    found = [Found(c, p, fact) for c in desk.book.chapters for p in c.passages for fact in facts_of(p)]
    closed = [f for f in found if _is_asked_alone(f, found)]
    told = _groups_by_quote(desk, closed)
    for asked in (*book_questions(desk), *(a for c in desk.book.chapters for a in chapter_questions(desk, c))):
        asked = _mentioning(asked, told)
        half = (draw.wanted(BUILDER, asked.kind) + 1) // 2  # a book's make-up matters less
        yield from examples(desk, asked, half, draw.held_out)
    for one in closed:
        asked = _mentioning(_alone(desk, one), _groups_by_date(desk, closed, one))
        yield from examples(desk, asked, draw.wanted(BUILDER, asked.kind), draw.held_out)
    for asked in _in_passages(desk, found, closed):
        yield from examples(desk, asked, 1, 0)
    for asked in (*no_chapters(desk), *no_dates(desk, [(one.fact.date_key, one.fact) for one in closed])):
        wanted = draw.wanted(BUILDER, asked.kind)
        yield from examples(desk, asked, max(1, round(wanted * draw.refusals / 2)), 1)


def _groups_by_quote(desk: Desk, closed: Sequence[Found]) -> dict[str, set[str]]:
    """Which facts each sentence of the book gives away."""
    groups: dict[str, set[str]] = {}
    for one in closed:
        groups.setdefault(one.fact.sentence.quote, set()).add(desk.group(one.chapter, one.fact.key))
    return groups


def _groups_by_date(desk: Desk, closed: Sequence[Found], one: Found) -> dict[str, set[str]]:
    """The facts of other sentences on the same date, as given away by this one: they may tell the same thing."""
    same = {desk.group(f.chapter, f.fact.key) for f in closed if f.fact.date_key == one.fact.date_key != ""}
    return {one.fact.sentence.quote: same}


def _mentioning(asked: Asked, told: Mapping[str, set[str]]) -> Asked:
    """With every group that the sentences it quotes give away, but its own."""
    groups = set[str]().union(*(told.get(source.quote, set()) for source in asked.sources)) - {asked.group}
    return replace(asked, mentions=tuple(sorted({*asked.mentions, *groups})))


def _is_asked_alone(one: Found, found: Sequence[Found]) -> bool:
    """Facts clear without their passage. "What happened on" needs the book to tell one thing of that date."""
    if one.fact.kind not in CLOSED:
        return False
    if one.fact.kind == "what":
        same = [f for f in found if f.fact.kind == "what" and f.fact.date_key == one.fact.date_key]
        return len(same) == 1
    if one.fact.kind == "who":
        same = [f for f in found if f.fact.kind == "who" and f.fact.fields["pessoa"] == one.fact.fields["pessoa"]]
        return len(same) == 1
    return True


def _alone(desk: Desk, one: Found) -> Asked:
    fact = one.fact
    return Asked(
        fact.kind,
        desk.group(one.chapter, fact.key),
        {**desk.fields(one.chapter), **fact.fields},
        fact.sentence.text,
        (desk.source(fact.sentence),),
        fact.slots,
        frozenset(fact.sentence.flags),
    )


def _in_passages(desk: Desk, found: Sequence[Found], closed: Sequence[Found]) -> Iterator[Asked]:
    """Two questions at most on each passage, and one summary a chapter."""
    groups = {(id(f.passage), desk.group(f.chapter, f.fact.key)) for f in closed}
    for chapter in desk.book.chapters:
        summarised = False
        for passage in chapter.passages:
            mentions = tuple(sorted(group for owner, group in groups if owner == id(passage)))
            facts = [f.fact for f in found if f.passage is passage]
            for fact in _preferred(facts):
                yield _with_passage(desk, chapter, passage, fact, mentions)
            if not summarised and (asked := _summary(desk, chapter, passage, mentions)):
                summarised = True
                yield asked


def _preferred(facts: Sequence[Fact]) -> list[Fact]:
    ranked = sorted(facts, key=lambda fact: IN_PASSAGE.index(fact.kind))
    chosen: dict[str, Fact] = {}
    for fact in ranked:
        chosen.setdefault(fact.key, fact)
    return list(chosen.values())[:2]


def _with_passage(desk: Desk, chapter: Chapter, passage: Passage, fact: Fact, mentions: tuple[str, ...]) -> Asked:
    group = desk.group(chapter, f"excerto-{fact.key}")
    return Asked(
        f"excerpt-{fact.kind}",
        group,
        {**desk.fields(chapter), **fact.fields},
        fact.sentence.text,
        (desk.source(fact.sentence),),
        fact.slots,
        frozenset(passage.flags),
        mentions,
        passage.text,
    )


def _summary(desk: Desk, chapter: Chapter, passage: Passage, mentions: tuple[str, ...]) -> Asked | None:
    chosen = summary_of(passage)
    if not chosen:
        return None
    return Asked(
        "excerpt-summary",
        desk.group(chapter, f"resumo-{sentence_key(passage.sentences[0])}"),
        desk.fields(chapter),
        " ".join(sentence.text for sentence in chosen),
        [desk.source(sentence) for sentence in chosen],
        {},
        frozenset(passage.flags) | {"summary"},
        mentions,
        passage.text,
    )
