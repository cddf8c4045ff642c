"""Corpus text is text: what it looks like is all it does."""

from html.parser import HTMLParser

import pytest

from review_app import markup
from review_app.visible import LONGEST, one_line, visible
from tests.review_app.hostile import HOSTILE


class Reader(HTMLParser):
    """Which tags a page has, and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href", "srcdoc", "action")]

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_makes_no_tag_and_reads_as_it_was_written(text):
    reader = read(markup.pieces_html([(text, ""), (text, "fact"), (text, "made up")], "answer"))
    assert reader.tags == ["div", "b"]
    assert reader.text == visible(text) * 3
    table = read(markup.table_html((text,), [(text,)], marked=0))
    assert table.tags == ["div", "table", "thead", "tr", "th", "tbody", "tr", "td"]
    assert read(markup.bar_html(text, [("state-new", text, 1)], text)).tags == ["div", "span", "div", "i", "span"]
    assert set(read(markup.chips_html([text]) + markup.legend_html([("x", text)])).tags) <= {"div", "span", "i"}


def test_control_and_bidirectional_characters_are_shown_by_their_codes():
    assert visible("a\u202eb\x00\x1b[0m\u200b") == "a⟨U+202E⟩b⟨U+0000⟩⟨U+001B⟩[0m⟨U+200B⟩"
    assert visible("linha\n\tcoluna") == "linha\n\tcoluna"


def test_accents_stay_and_a_tower_of_marks_is_cut():
    assert visible("não é à toa: a\u0301") == "não é à toa: a\u0301"
    assert len(visible("Z" + "\u0301" * 3000)) == 5


def test_a_long_text_is_cut_and_says_by_how_much():
    shown = visible("x" * (LONGEST + 1234))
    assert len(shown) < LONGEST + 40 and shown.endswith("⟨… 1\u202f234 ⟩")


def test_a_cell_of_a_list_is_one_short_line():
    assert one_line("a\n b\t\tc") == "a b c"
    assert len(one_line("palavra " * 200_000)) < 300


def test_facts_are_marked_in_the_answer_the_longer_first():
    pieces = markup.fact_pieces("A 2 de abril, 2-1.", ["2", "2 de abril"])
    assert pieces == [("A ", ""), ("2 de abril", "fact"), (", ", ""), ("2", "fact"), ("-1.", "")]


def test_long_values_that_begin_alike_are_told_apart_on_their_buttons():
    same = "campeão distrital de futebol pelo Farense; vencedor da Taça do Algarve pelo Farense; "
    labels = markup.value_labels([f"{same}campeão em 1936", f"{same}campeão em 1938"])
    assert labels == ["… 1936", "… 1938"]
    assert markup.value_labels([same * 3, "nenhum título"])[0].endswith("vencedor da…")
