# /// script
# requires-python = ">=3.11"
# dependencies = ["fpdf2>=2.8", "matplotlib"]
# ///
"""Typesets a book of the sample from its Markdown: the PDF beside it holds the same words.

    uv run corpus/typeset_book.py corpus/books/uma_breve_historia_do_farense.md

It is no part of the product and its library no dependency: run it after mending the Markdown, and commit both.
The typeface is the DejaVu Serif that travels with matplotlib.
"""

import datetime
import sys
from pathlib import Path

import matplotlib
from fpdf import FPDF

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
MARGIN = 18  # mm, on an A5 page
LINE = 5.2  # mm


class Book(FPDF):
    """A5 pages with the title running at the head of each but the first, and the page's number at its foot."""

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_font("serif", size=8)
            self.cell(0, 6, self.title, align="C", new_x="LMARGIN", new_y="NEXT")
            self.ln(4)

    def footer(self) -> None:
        if self.page_no() > 1:
            self.set_y(-14)
            self.set_font("serif", size=8)
            self.cell(0, 6, str(self.page_no()), align="C")


def typeset(source: Path) -> Path:
    """Write the PDF beside its Markdown and return its path."""
    title, byline, *blocks = [block.strip() for block in source.read_text(encoding="utf-8").split("\n\n")]
    book = open_book(title.removeprefix("# "), byline)
    for block in blocks:
        if block.startswith("## "):
            start_chapter(book, block.removeprefix("## "))
        else:
            book.set_font("serif", size=9.5)
            book.multi_cell(0, LINE, block, align="J", new_x="LMARGIN", new_y="NEXT")
            book.ln(2.4)
    target = source.with_suffix(".pdf")
    book.output(str(target))
    return target


def open_book(title: str, byline: str) -> Book:
    """An empty book with its title page."""
    book = Book(format="A5")
    book.set_margins(MARGIN, 14, MARGIN)
    book.set_auto_page_break(True, margin=20)
    book.add_font("serif", "", FONTS / "DejaVuSerif.ttf")
    book.add_font("serif", "B", FONTS / "DejaVuSerif-Bold.ttf")
    book.set_title(title)
    book.set_author(byline.split(",")[0])
    book.set_lang("pt-PT")
    book.set_creation_date(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))  # the same bytes every time
    book.add_page()
    book.set_y(70)
    book.set_font("serif", "B", 18)
    book.multi_cell(0, 10, title, align="C", new_x="LMARGIN", new_y="NEXT")
    book.ln(8)
    book.set_font("serif", size=11)
    book.cell(0, 8, byline, align="C")
    return book


def start_chapter(book: Book, heading: str) -> None:
    """A new page that opens with the heading, which also goes into the outline."""
    book.add_page()
    book.start_section(heading)
    book.ln(10)
    book.set_font("serif", "B", 13)
    book.multi_cell(0, 8, heading, align="L", new_x="LMARGIN", new_y="NEXT")
    book.ln(5)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(typeset(Path(argument)))
