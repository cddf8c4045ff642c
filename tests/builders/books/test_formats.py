"""Each format into pages: passwords, scans, columns, and files that are not what their name says."""

import pytest

from builders.books.formats.epub import read_epub
from builders.books.formats.pdf import read_pdf
from builders.books.formats.plain import read_markdown, read_plain
from builders.books.formats.word import read_docx
from builders.sources import SourceError
from tests.builders.books.paper import docx, epub, lines, locked, pdf

TEXT = lines("O árbitro chegou tarde ao campo da ribeira.", "O jogo começou às quatro.")
LEFT = [f"A linha {n} da coluna da esquerda" for n in range(20)]
RIGHT = [f"A linha {n} da coluna da direita" for n in range(20)]


def test_a_pdf_becomes_one_page_of_text_for_each_of_its_pages() -> None:
    found = read_pdf(pdf(TEXT, TEXT), "a.pdf", "")
    assert [page.label for page in found.pages] == ["1", "2"]
    assert found.pages[0].text.splitlines()[0].startswith("O árbitro chegou tarde")


def test_pages_without_text_are_reported_as_scanned() -> None:
    found = read_pdf(pdf(TEXT, [], [], TEXT, []), "a.pdf", "")
    assert [(p.reason, p.locator, p.text) for p in found.problems] == [
        ("scanned_page", "page 2-3, 5", "scanned, no text")
    ]


def test_a_password_opens_a_protected_pdf() -> None:
    assert "árbitro" in read_pdf(locked(pdf(TEXT), "segredo"), "a.pdf", "segredo").pages[0].text


def test_a_pdf_protected_by_the_empty_password_needs_none() -> None:
    assert "árbitro" in read_pdf(locked(pdf(TEXT), ""), "a.pdf", "").pages[0].text


@pytest.mark.parametrize(("password", "what"), [("", "protected by a password"), ("errado", "the password is wrong")])
def test_a_pdf_that_stays_locked_says_where_its_password_belongs(password: str, what: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_pdf(locked(pdf(TEXT), "segredo"), "books/a.pdf", password)
    assert str(caught.value) == f"books/a.pdf: {what}; write it in the profile: passwords: {{books/a.pdf: ...}}"


def test_columns_written_line_by_line_across_the_page_are_read_one_after_the_other() -> None:
    rows = [(x, 780 - 16 * n, t) for n in range(20) for x, t in ((60, LEFT[n]), (330, RIGHT[n]))]
    text = read_pdf(pdf(rows), "a.pdf", "").pages[0].text
    assert text.index("19 da coluna da esquerda") < text.index("0 da coluna da direita")


def test_columns_written_in_order_are_left_as_they_are() -> None:
    rows = [*lines(*LEFT), *lines(*RIGHT, x=330)]
    assert read_pdf(pdf(rows), "a.pdf", "").pages[0].text.split("\n")[1].strip() == LEFT[1]


@pytest.mark.parametrize(
    ("reader", "data", "what"),
    [
        (lambda d: read_pdf(d, "a", ""), b"", "the file is empty"),
        (lambda d: read_pdf(d, "a", ""), b"not a PDF at all", "not a PDF that can be read"),
        (lambda d: read_epub(d, "a"), b"", "the file is empty"),
        (lambda d: read_epub(d, "a"), b"PK nothing", "not an EPUB"),
        (lambda d: read_docx(d, "a"), b"", "the file is empty"),
        (lambda d: read_docx(d, "a"), b"PK nothing", "not a DOCX"),
        (lambda d: read_plain(d, "a"), b" \n", "the file is empty"),
        (lambda d: read_plain(d, "a"), b"\0\1\2\3" * 99, "binary content"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told_of(reader, data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        reader(data)


def test_an_epub_is_read_in_the_order_of_its_spine_with_its_headings_marked() -> None:
    found = read_epub(epub([("b.xhtml", "<h1>I</h1><p>Primeiro.</p>"), ("a.xhtml", "<h2>II</h2><p>Segundo.</p>")]), "a")
    assert [page.text for page in found.pages] == ["# I\n\nPrimeiro.", "## II\n\nSegundo."]
    assert (found.title, found.author) == ("O livro", "Ana Matos")


def test_the_marks_and_texts_of_an_epubs_notes_are_left_out() -> None:
    body = '<p>Cem contos<a href="#n1"><sup>[1]</sup></a> de renda.</p><p><a href="#r1">[1]</a> Moeda antiga.</p>'
    assert read_epub(epub([("a.xhtml", body)]), "a").pages[0].text == "Cem contos de renda."


def test_an_entity_in_an_epub_is_not_expanded() -> None:
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body><p>Texto &e; fim.</p></body></html>'
    data = epub([("a.xhtml", "x")])
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            new.writestr(item, evil if item.endswith(".xhtml") else old.read(item))
    assert read_epub(out.getvalue(), "a").pages[0].text == "Texto fim."


def test_the_styles_of_a_docx_become_headings() -> None:
    found = read_docx(docx(("Heading 1", "O campo"), ("", "O campo era bom.")), "a")
    assert found.pages[0].text == "# O campo\n\nO campo era bom."


def test_markdown_states_title_and_author_above_its_text_and_keeps_its_line_numbers() -> None:
    found = read_markdown(b"---\ntitle: O clube\nauthor: Ana Matos\n---\n# Um\n\nTexto.\n", "a.md")
    assert (found.title, found.author) == ("O clube", "Ana Matos")
    assert found.pages[0].text.split("\n").index("# Um") == 4
