"""Every page, run by Streamlit's own tester: it draws in both languages, with much to show and with nothing."""

import pytest

from records.ledger import Ledger
from review_app.app import PAGES
from tests.review_app.made import conflict, example, generate, run
from tests.review_app.pages import button, html, opened

NAMES = [name for name, _ in PAGES]


@pytest.fixture
def filled(folder):
    rows = [conflict(0), *(example(n, flags=["ocr"] if n == 4 else []) for n in range(60))]
    generate(folder / "data", rows)
    run(folder / "data", [example(n) for n in range(8)])
    return folder


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_draws_with_examples(filled, name, language):
    opened(name, lang=language)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_draws_with_nothing_to_show(folder, name):
    opened(name, lang="pt")


def test_the_review_page_says_how_to_begin_when_there_is_nothing(folder):
    page = opened("review", lang="pt")
    assert page.subheader[0].value == "Ainda não há exemplos."


def test_an_approval_is_on_the_disk_when_the_page_says_so(filled):
    page = opened("review", lang="pt", flag="ocr")
    button(page, "approve").click().run()
    assert "Guardado: aprovado." in html(page)
    with Ledger(filled / "data" / "review") as ledger:
        assert list(ledger.latest_verdicts()) == [example(4)["id"]]
    assert page.subheader[0].value == "Está tudo visto."
    button(page, "undo").click().run()
    assert example(4)["messages"][0]["content"] in html(page)


def test_a_link_opens_its_example_and_its_filter(filled):
    page = opened("review", lang="en", example=example(17)["id"], text="farense")
    assert example(17)["messages"][0]["content"] in html(page)
    assert page.text_input(key="filter_text").value == "farense"


def test_a_broken_ledger_is_said_plainly_and_nothing_else_drawn(filled):
    (filled / "data" / "review").mkdir(parents=True, exist_ok=True)
    (filled / "data" / "review" / "verdicts.jsonl").write_text("{}\n")
    page = opened("review", lang="en")
    assert page.error[0].value == "The data could not be opened."
    assert "verdicts.jsonl:1" in page.text[0].value


def test_without_a_prepared_model_the_token_count_says_so(filled):
    assert "tokens are counted after “make audit”" in html(opened("review", lang="en"))


def test_an_answer_of_several_lines_stands_beside_the_quotes_of_all_its_sources(folder):
    quotes = [f'{{"Data": "{n} de maio", "Hora": ""}}' for n in range(1, 46)]
    sources = [{**example(0)["sources"][0], "quote": quote, "locator": f"$[{n}]"} for n, quote in enumerate(quotes)]
    generate(folder / "data", [example(0, sources=sources)])
    page = opened("review", lang="pt")
    assert [f">{n} de maio<" in html(page) for n in (1, 5, 40, 41)] == [True, True, True, False]
    assert "E mais 5." in [caption.value for caption in page.caption]


def test_what_a_table_denies_stands_apart_from_the_table_that_denies_it_however_many_sources_there_are(folder):
    told = [{**example(0)["sources"][0], "file": "biographies/rui.md", "quote": f"título {n}"} for n in range(6)]
    table = {**example(0)["sources"][0], "file": "results/tabelas.txt", "quote": "2 Farense"}
    generate(folder / "data", [example(0, sources=[*told, table], flags=["against_table"])])
    shown = html(opened("review", lang="pt"))
    parts = ["O que diz a classificação", "2 Farense", "O que diz a biografia", "título 0", "título 5"]
    places = [shown.index(f">{part}<") for part in parts]
    assert places == sorted(places) and shown.count(">2 Farense<") == 1


def test_what_is_covered_is_named_in_the_language_of_the_app_and_no_part_is_drawn_that_has_no_name(folder):
    groups = [f"club/{name}" for name in ("biggest-win", "unbeaten")] + ["days/0-0", "days/1-0"]
    generate(folder / "data", [example(n * 4, group=group) for n, group in enumerate(groups)])
    shown = html(opened("audit", lang="pt"))
    assert "maior vitória de sempre" in shown and "Vários dias de uma vez · 2 factos" in shown
    assert "Biggest" not in shown and shown.count('class="counts"') == 1


def test_who_cannot_see_is_told_what_heads_the_page_what_a_bar_says_and_what_was_saved(filled):
    page = opened("review", lang="pt", flag="ocr")
    assert f'role="heading" aria-level="1">{example(4)["messages"][0]["content"]}' in html(page)
    button(page, "approve").click().run()
    assert 'role="status">Guardado: aprovado.' in html(page)
    assert 'aria-label="aprovado: 1, por ver: 60"' in html(opened("progress", lang="pt"))


def test_a_bulk_verdict_is_given_once_the_count_was_confirmed_and_undone_by_one_button(filled):
    page = opened("browse", lang="en", text="olhanense")
    page.toggle(key="bulk_open").set_value(True).run()
    assert button(page, "bulk_do").disabled
    page.checkbox[0].check().run()
    button(page, "bulk_do").click().run()
    with Ledger(filled / "data" / "review") as ledger:
        assert len(ledger.latest_verdicts()) == 8
        button(page, "bulk_undo").click().run()
        assert ledger.latest_verdicts() == {}
