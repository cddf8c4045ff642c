"""Filters find what they say, whatever is typed into them, and live in a URL."""

import pytest

from review_app.search import PAGE, Filter, choices, count, every, filter_from, page, siblings
from review_app.words import fts_query
from tests.review_app.made import example, examples, generate


def found(place, **wanted):
    return {f.id for f in page(place.index, Filter(**wanted))}


def test_accents_and_capitals_do_not_matter(place):
    assert found(place, text="ACADEMICA") == found(place, text="académica") != set()


def test_the_last_word_may_be_a_beginning_and_all_words_must_be_there(place):
    assert found(place, text="farense olhan") == {example(n)["id"] for n in range(12, 16)}
    assert found(place, text="olhan farense") == set()


def test_a_score_is_found_as_it_is_written(place):
    assert found(place, text='"1-1') == found(place, text="1-1") == {example(n)["id"] for n in range(4, 8)}


@pytest.mark.parametrize(
    "typed", ["", " ", "-", '"', "AND", "NEAR(", "a* OR", "prompt:x", "(", "\x00", "'; DROP", "é" * 500]
)
def test_nothing_typed_breaks_the_search(place, typed):
    assert count(place.index, Filter(text=typed)) >= 0


def test_a_text_with_no_word_in_it_filters_nothing(place):
    assert fts_query(place.index, "- ?") == "" and count(place.index, Filter(text="- ?")) == 41


@pytest.mark.parametrize(
    "typed", ["olh", "Olhanense", "vitoria set", "VITÓRIA SETÚ", "m", "1", "1930-0", "academica", "ç", "x"]
)
def test_words_that_begin_so_are_the_same_whether_named_or_left_to_the_search(place, typed, monkeypatch):
    named = found(place, text=typed)
    monkeypatch.setattr("review_app.words.FEW", -1)
    assert fts_query(place.index, typed).endswith('"*')
    assert found(place, text=typed) == named


def test_a_word_that_few_begin_with_is_not_put_together_anew(place):
    assert fts_query(place.index, "o olhan") == '"o" AND ("olhanense")'


def test_each_field_filters_alone_and_with_a_text(place):
    assert found(place, flag="ocr") == {example(4)["id"], example(8)["id"]}
    assert found(place, flag="oc") == set()
    assert found(place, flag="ocr", text="porto") == {example(8)["id"]}
    assert len(found(place, template="match.score")) == 41 and found(place, template="x") == set()
    assert len(found(place, source="results/jogos.csv")) == 41
    assert {f.length for f in page(place.index, Filter(shortest=120, longest=130))} <= set(range(120, 131))


def test_pages_hold_fifty_and_together_everything_once(tmp_path):
    from review_app.index import Index

    generate(tmp_path, examples(120))
    index = Index(tmp_path / "generated", tmp_path / "review")
    index.refresh()
    for order in ("queue", "id", "length", "longest"):
        pages = [[f.id for f in page(index, Filter(), number, order)] for number in (1, 2, 3, 4)]
        assert [len(ids) for ids in pages] == [PAGE, PAGE, 20, 0]
        assert len({name for ids in pages for name in ids}) == 120
    assert len(every(index, Filter(text="farense"))) == 120
    assert count(index, Filter(), limit=100) == 101


def test_a_filter_survives_its_url(place):
    wanted = Filter(text="são luís", state="new", shortest=10)
    assert filter_from(wanted.parameters()) == wanted
    assert filter_from({"lang": "pt", "shortest": "many", "longest": "-3"}) == Filter()


def test_siblings_are_the_other_questions_on_the_fact(place):
    names = {f.id for f in siblings(place.index, example(4)["group"], example(4)["id"])}
    assert names == {example(n)["id"] for n in (5, 6, 7)}


def test_choices_are_what_exists(place):
    exist = choices(place.index)
    assert exist["builder"] == ["results"] and exist["template"] == ["match.score"]
    assert exist["flag"] == ["conflict", "ocr"] and exist["source"] == ["results/jogos.csv"]
