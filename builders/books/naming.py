"""How books and chapters are called in questions and in ids."""

import re
from collections.abc import Iterable, Mapping

from builders.books.book import Book, Chapter
from builders.books.headings import roman
from builders.portuguese import name_field_names, name_fields, slug

UNITS = {"chapter": ("o capítulo", "capítulos"), "article": ("o artigo", "artigos"), "section": ("a secção", "secções")}
FIELDS = name_field_names("livro") | {"tal_livro", "assistente", "lugar", "o_lugar", "do_lugar", "no_lugar"}
"""The fields that every kind of question has."""
_FEMININE_LAWS = "lei|portaria|resolução|diretiva|directiva|declaração|deliberação"
_LAW = re.compile(
    rf"((?:(?P<a>{_FEMININE_LAWS})|decreto|despacho|aviso|acórdão|regulamento|regimento|assento)\b[^,;:–—]*?"
    r" n\.? ?[º°o] ?\d[\w./-]*)(?:, de \d{1,2} de [a-zç]+(?: de \d{4})?)?\.?(?: ?[(;:–—-].*)?",
    re.IGNORECASE,
)
"""What is called by its number, has an article and stands in no quotation marks: a law, a decree."""


def place_fields(book: Book, chapter: Chapter | None, assistant: str) -> Mapping[str, str]:
    """The book as {o_livro} ...; the chapter, or the book where there is none, as {o_lugar} {do_lugar} {no_lugar}.

    {lugar} is empty where there is no chapter, {tal_livro} ("livro «Título»") for a law: the pieces with them are not
    used.
    """
    called = _book_fields(book.title)
    named = chapter is not None and bool(chapter.numeral or chapter.title)
    whole = f"o {called['tal_livro']}" if called["tal_livro"] else called["o_livro"]
    place = f"{_unit(chapter)} {called['do_livro']}" if chapter is not None and named else whole
    article, rest = place.split(" ", 1)
    return {
        **called,
        "assistente": assistant,
        "lugar": place if named else "",
        "o_lugar": place,
        "do_lugar": f"d{article} {rest}",
        "no_lugar": f"n{article} {rest}",
    }


def _book_fields(title: str) -> dict[str, str]:
    """A title in quotation marks without an article; a law by its number, with one."""
    if law := _LAW.fullmatch(title):
        return name_fields("livro", law[1], "a" if law["a"] else "o") | {"tal_livro": ""}
    return name_fields("livro", quoted(title), "") | {"tal_livro": f"livro {quoted(title)}"}


def quoted(text: str) -> str:
    """In Portuguese quotation marks; those inside become the second kind, without the spaces some printers set.

    A typist's two hyphens and straight marks are printed as a dash and as marks that open and close.
    """
    inner = re.sub(r"« ?", "“", re.sub(r" ?»", "”", text))
    inner = re.sub(r'"([^"]*)"', r"“\1”", inner)
    return f"«{re.sub(r'(?<= )--(?= )', '—', inner)}»"


def counted(chapter: Chapter) -> str:
    """ "o capítulo II", "o artigo 14.º", "o capítulo II do volume I"; empty for a chapter without a number."""
    if not chapter.numeral:
        return ""
    return f"{UNITS.get(chapter.kind, UNITS['chapter'])[0]} {chapter.numeral}{_of_part(chapter.part)}"


def book_slugs(books: Iterable[tuple[Book, str]]) -> list[str]:
    """A slug for each (book, file name): of its title, with the file's name where two books share one."""
    found: list[str] = []
    for book, name in books:
        short = slug(book.title)[:60].strip("-") or slug(name)
        found.append(short if short not in found else f"{short}.{slug(name.rsplit('/', 1)[-1])}")
    return found


def chapter_slug(chapter: Chapter) -> str:
    """ "volume-1-capitulo-2", "prefacio", "livro" for what stands in no chapter."""
    unit = slug(UNITS.get(chapter.kind, UNITS["section"])[0].split(" ", 1)[1])
    own = f"{unit}-{chapter.number}" if chapter.number else slug(chapter.title)[:50].strip("-") or "livro"
    return f"{slug(chapter.part)}-{own}" if chapter.part else own


def _unit(chapter: Chapter) -> str:
    return counted(chapter) or f"{UNITS.get(chapter.kind, UNITS['section'])[0]} {quoted(chapter.title)}"


def _of_part(part: str) -> str:
    """ "volume 1" -> " do volume I", "parte 2" -> " da parte II"."""
    if not part:
        return ""
    label, number = part.rsplit(" ", 1)
    return f" d{'a' if label == 'parte' else 'o'} {label} {roman(int(number))}"
