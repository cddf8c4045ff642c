"""Chapters, parts, titles and authors, from the shapes in which books have them."""

from builders.books.book import Book
from builders.books.headings import heading_of, roman, roman_value
from tests.builders.books.making import book_of

PROSE = "O árbitro chegou tarde ao campo da ribeira. O jogo começou sem ele, e ninguém se queixou. " * 3


def shape(book: Book) -> list[tuple[int, str, str]]:
    return [(c.number, c.title, c.part) for c in book.chapters]


def test_numerals_alone_begin_chapters_and_beginning_again_begins_a_volume() -> None:
    text = "\n\n".join(["ANA MATOS", "O CLUBE", "VOLUME I", *(f"{n}\n\n{PROSE}" for n in ("I", "II", "I", "II"))])
    book = book_of(text, "books/o_clube.txt")
    assert shape(book) == [(1, "", "volume 1"), (2, "", "volume 1"), (1, "", "volume 2"), (2, "", "volume 2")]
    assert (book.title, book.author and book.author.text) == ("O clube", "Ana Matos")


def test_a_numeral_out_of_its_turn_is_no_chapter() -> None:
    book = book_of(f"I\n\n{PROSE}\n\nX\n\n{PROSE}\n\nII\n\n{PROSE}", "books/a.txt")
    assert [c.number for c in book.chapters] == [1, 2]


def test_the_title_in_capitals_under_a_chapters_number_is_written_as_sentences_are() -> None:
    text = (
        f"CAPÍTULO I\n\nO CAMPO DO RIBEIRENSE\n\nJá o Ribeirense ganhava. {PROSE}\n\nCAPÍTULO II\n\nA TAÇA\n\n{PROSE}"
    )
    assert shape(book_of(text, "books/a.txt")) == [(1, "O campo do Ribeirense", ""), (2, "A taça", "")]


def test_a_table_of_contents_makes_no_chapters() -> None:
    contents = "\n\n".join(f"Capítulo {n} O tema" for n in ("I", "II"))
    text = f"Índice\n\n{contents}\n\nCapítulo I\n\nO começo\n\n{PROSE}\n\nCapítulo II\n\nO fim\n\n{PROSE}"
    assert shape(book_of(text, "books/a.txt")) == [(1, "O começo", ""), (2, "O fim", "")]


def test_markdown_chapters_are_the_headings_that_there_are_several_of() -> None:
    text = f"# O livro\n\n## 1. Um\n\n{PROSE}\n\n### Pormenor\n\n{PROSE}\n\n## Epílogo\n\n{PROSE}"
    assert shape(book_of(text)) == [(1, "Um", ""), (0, "Epílogo", "")]


def test_articles_that_begin_again_lose_their_names_because_a_question_could_not_tell_them_apart() -> None:
    text = "\n\n".join(f"Artigo {n}.º\n\n{t}\n\n{PROSE}" for n, t in ((1, "Nome"), (2, "Sede"), (1, "Fim")))
    assert shape(book_of(text, "books/a.txt")) == [(0, "", "")] * 3


def test_a_book_without_chapters_is_one_piece() -> None:
    book = book_of(PROSE, "books/a_vila_velha.txt")
    assert [c.kind for c in book.chapters] == ["whole"]
    assert book.title == "A vila velha"


def test_a_file_path_left_in_the_metadata_is_no_title() -> None:
    from builders.books.titles import book_title
    from builders.books.vocabulary import Vocabulary

    assert book_title(r"file://E:\obras\livro.htm", "books/o_campo.pdf", [], [], Vocabulary("")) == "O campo"


def test_roman_numerals_read_and_write_alike() -> None:
    assert all(roman_value(roman(n)) == n for n in range(1, 400))
    assert roman_value("VITÓRIA") == 0


def test_a_line_of_text_is_no_heading() -> None:
    for line in (
        "O árbitro chegou.",
        "Artigo 14.º, formulada no momento",
        "Um livro de contas",
        "1950 foi um bom ano.",
    ):
        assert heading_of(line) is None, line


def test_passages_end_at_sentences_within_the_budget_and_cross_no_chapter() -> None:
    book = book_of(f"## Um\n\n{PROSE * 6}\n\n## Dois\n\n{PROSE * 6}", tokens=100)
    passages = [passage for chapter in book.chapters for passage in chapter.passages]
    assert len(passages) > 4
    assert all(p.text.endswith(".") and p.text[0] == "O" and len(p.text) <= 320 for p in passages)


def test_a_sentence_knows_its_page_and_what_stood_there_before_repair() -> None:
    text = "O clube jogava na vila. A deci-\nsão foi boa.\fA deci-\nsão de ontem não prestou para nada a ninguém."
    book = book_of(text, "books/a.txt")
    sentences = [s for c in book.chapters for p in c.passages for s in p.sentences]
    assert [s.text for s in sentences][1] == "A decisão foi boa."
    assert (sentences[1].locator, sentences[1].quote) == ("page 1, characters 24-44", "A deci-\nsão foi boa.")
    assert sentences[2].locator == "page 2, characters 0-53"


def test_a_sentence_in_a_text_without_pages_knows_its_line() -> None:
    book = book_of("# Um\n\nO clube jogava na vila.\nA festa durou.\n", "books/a.md")
    assert [s.locator for s in book.chapters[0].passages[0].sentences] == [
        "line 3, characters 0-23",
        "line 4, characters 0-14",
    ]


def test_lines_of_a_table_of_contents_are_no_text_and_no_chapters() -> None:
    contents = "I - Do clube.......... 4\nII - Da casa ..... 12\nVI - Do fim" + " ." * 8 + " 30\n\n"
    book = book_of(f"{contents}I\n\n{PROSE}\n\nII\n\n{PROSE}", "books/a.txt")
    assert [(c.number, c.title) for c in book.chapters] == [(1, ""), (2, "")]
    assert "....." not in "".join(p.text for c in book.chapters for p in c.passages)
