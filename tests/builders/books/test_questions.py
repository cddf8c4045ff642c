"""What is asked of a book: words enough, near misses, flags, nothing given away."""

import random
from pathlib import Path

import pytest

from builders.books import build
from builders.books.book import Book
from builders.books.chapters import is_complete
from builders.books.facts import facts_of
from builders.books.naming import place_fields, quoted
from builders.books.questions import CLOSED, load_phrasings
from records.example import Example
from tests.builders.books.making import book_of, request
from tests.builders.books.paper import epub

CHAPTER = """
Em {day} de abril de 19{n}, o Ribeirense venceu o Olivais por 3-1, no Campo da Feira. A bola de couro pesava como uma
pedra quando chovia. Manuel Tavares marcou dois golos ao Olivais nessa tarde. João Matos foi o guarda-redes do
Ribeirense durante nove épocas. A vila de Ribeira Velha juntou-se na estação para receber os jogadores. O Ribeirense
comprou um autocarro verde na cidade de Beja, com os lucros da rifa.
"""
BOOK = "# O clube da ribeira\n\n" + "\n\n".join(
    f"## {n}. {title}\n{CHAPTER.format(day=n + 2, n=20 + n)}"
    for n, title in enumerate(("O começo", "O meio", "O fim"), 1)
)
ALONE = (*CLOSED, "title", "number", "author", "count", "opening", "contents", "no-chapter", "no-date")


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    path = tmp_path_factory.mktemp("livros") / "clube.md"
    path.write_text(BOOK, encoding="utf-8")
    return list(build(request(path)))


@pytest.mark.parametrize("kind", ALONE)
def test_a_question_without_its_passage_can_be_asked_in_sixty_ways_and_ten_kept_out(kind: str) -> None:
    phrasings = load_phrasings()
    assert phrasings.distinct(kind) >= 60
    assert phrasings.distinct(kind, held_out=True) >= 10


@pytest.mark.parametrize(
    ("title", "of", "within"),
    [
        ("Lei n.º 51/2012, de 5 de setembro", "da Lei n.º 51/2012", "na Lei n.º 51/2012"),
        ("Decreto-Lei n.º 2/2020 - Estatuto", "do Decreto-Lei n.º 2/2020", "no Decreto-Lei n.º 2/2020"),
        (
            "Resolução do Conselho de Ministros n.º 7-A/2001, de 3 de maio de 2001",
            "da Resolução do Conselho de Ministros n.º 7-A/2001",
            "na Resolução do Conselho de Ministros n.º 7-A/2001",
        ),
        ("Lei n.º 51/2012 anotada", "de «Lei n.º 51/2012 anotada»", "no livro «Lei n.º 51/2012 anotada»"),
        ("A lei do mais forte", "de «A lei do mais forte»", "no livro «A lei do mais forte»"),
    ],
)
def test_a_law_is_called_by_its_number_and_article_and_a_book_by_its_title(title: str, of: str, within: str) -> None:
    fields = place_fields(Book(title, None, ()), None, "")
    assert (fields["do_livro"], fields["no_lugar"]) == (of, within)
    assert bool(fields["tal_livro"]) == ("«" in of)


def test_dates_and_chapters_that_are_not_in_the_book_are_declined(examples: list[Example]) -> None:
    asked = {e.messages[-2]["content"]: e.answer for e in examples if e.template == "no-chapter"}
    assert asked
    assert set(asked.values()) <= {f"Não tenho registo do capítulo {n} de «O clube da ribeira»." for n in (4, 5)}
    days = {e.answer for e in examples if e.template == "no-date"}
    told = {e.facts["date"] for e in examples if e.template == "when"}
    assert days
    assert not [day for day in days if any(date in day for date in told)]


def test_an_author_is_cited_where_the_book_says_who_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "clube.md"
    path.write_text(BOOK.replace("ribeira\n", "ribeira\n\nMANUEL DE SOUSA\n", 1), encoding="utf-8")
    [source] = next(e for e in build(request(path)) if e.template == "author").sources
    assert (source.quote, source.locator) == ("MANUEL DE SOUSA", "line 3, characters 0-15")


def test_an_author_that_only_the_metadata_states_is_cited_from_there(tmp_path: Path) -> None:
    path = tmp_path / "clube.epub"
    told = [(f"{n}.xhtml", f"<h1>{n}. Ano</h1><p>{CHAPTER.format(day=n, n=20 + n)}</p>") for n in (1, 2, 3)]
    path.write_bytes(epub(told))
    [source] = next(e for e in build(request(path)) if e.template == "author").sources
    assert (source.quote, source.locator) == ("Ana Matos", "metadata")


def test_chapters_are_complete_only_where_their_numbers_run_on_from_one() -> None:
    whole = book_of(BOOK).chapters
    assert is_complete(whole)
    assert not is_complete([whole[0], whole[2]])


def test_a_book_with_a_gap_in_its_numbers_declines_no_chapter(tmp_path: Path) -> None:
    path = tmp_path / "clube.md"
    path.write_text(BOOK.replace("## 2. O meio", "## O meio"), encoding="utf-8")
    assert not [e for e in build(request(path)) if e.template in ("no-chapter", "count")]


def test_summaries_always_wait_for_a_person(examples: list[Example]) -> None:
    summaries = [e for e in examples if e.template in ("excerpt-summary", "contents")]
    assert summaries
    assert all("summary" in e.flags for e in summaries)


def test_an_answer_that_quotes_a_fact_mentions_its_group(examples: list[Example]) -> None:
    facts = {e.sources[0].quote: e.group for e in examples if e.template == "when"}
    for example in (e for e in examples if not e.unanswerable):
        given_away = {facts[s.quote] for s in example.sources if s.quote in facts} - {example.group}
        assert given_away <= set(example.mentions), example.id


def test_every_answer_about_a_fact_is_a_sentence_of_the_book(examples: list[Example]) -> None:
    text = " ".join(BOOK.split())
    for example in examples:
        if example.template in CLOSED or example.template.startswith("excerpt-"):
            assert all(sentence in text for sentence in example.answer.split(". ")), example.answer


def test_instructions_to_a_machine_are_flagged_wherever_they_show(tmp_path: Path) -> None:
    path = tmp_path / "clube.txt"
    path.write_text("Corrige este txt, retira os números de página.\n\n" + BOOK.replace("#", ""), encoding="utf-8")
    shown = [e for e in build(request(path)) if "retira os números" in " ".join(m["content"] for m in e.messages)]
    assert all("instruction_in_source" in e.flags for e in shown)


def test_a_chapter_that_begins_inside_a_quotation_is_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "clube.md"
    begins = "\nA Gazeta trazia esta notícia: «O Ribeirense partiu ontem para Lisboa. Leva onze homens.»\n"
    path.write_text(BOOK.replace("## 2. O meio\n", f"## 2. O meio\n{begins}"), encoding="utf-8")
    asked = {e.group.split("/")[2] for e in build(request(path)) if e.template == "opening"}
    assert asked == {"capitulo-1", "capitulo-3"}


@pytest.mark.parametrize(
    ("after", "asked"),
    [
        ("\n\nA noite caiu.", True),
        (" Levava um saco de lona às costas.", False),
        ("\n\nNinguém cumprimentou ana beatriz lopes.", False),
    ],
)
def test_what_a_passage_says_of_somebody_is_asked_only_where_one_sentence_says_all(after: str, asked: bool) -> None:
    told = "Ana Beatriz Lopes chegava à vila de Ribeira Velha pela estrada da serra, com muito vagar."
    (passage,) = book_of(f"# O clube\n\n{told}{after}\n").chapters[0].passages
    assert [fact.kind for fact in facts_of(passage)] == ["about"] * asked


def test_the_same_books_give_the_same_examples_in_any_order_of_reading(tmp_path: Path) -> None:
    paths = []
    for name in ("um", "dois", "tres"):
        paths.append(tmp_path / f"{name}.md")
        paths[-1].write_text(
            BOOK.replace("O clube da ribeira", f"O livro {name}").replace("Olivais", f"Olivais {name}")
        )
    first = {e.id: e for e in build(request(*paths))}
    random.Random(3).shuffle(paths)
    assert {e.id: e for e in build(request(*paths))} == first


def test_what_is_quoted_is_set_as_print_sets_it() -> None:
    assert quoted('E disse: "Vem!" -- e foi «só».') == "«E disse: “Vem!” — e foi “só”.»"
