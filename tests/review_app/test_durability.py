"""Verdicts that were shown as saved are there: four browsers at once, and the server killed at any moment."""

import re
from urllib.parse import quote

import pytest

from records.ledger import Ledger
from review_app.markup import LABEL
from review_app.visible import shortened
from tests.review_app.browser import ANOTHER, browsing, needs_chromium, ready, serving, shown_id
from tests.review_app.hostile import HOSTILE
from tests.review_app.made import conflict, example, examples, generate

pytestmark = [pytest.mark.slow, needs_chromium]
EACH = 4  # verdicts of each browser


def approve(page, times):
    """Approve by key; returns the ids of the examples that the page said were saved."""
    said = []
    for _ in range(times):
        ready(page)
        shown = shown_id(page)
        page.keyboard.press("a")
        page.wait_for_function(ANOTHER, arg=shown)
        page.locator(".saved", has_text="aprovado").first.wait_for()
        said.append(shown)
    return said


def open_page(page, address, part):
    page.goto(f"{address}/?lang=pt&text={part}")
    page.locator(".answer").wait_for()


def test_four_browsers_deciding_at_once_lose_nothing(tmp_path):
    generate(tmp_path / "data", examples(400))
    parts = ["Benfica", "Sporting", "Porto", "Olhanense"]
    with serving(tmp_path / "data", tmp_path / "corpus") as (address, _), browsing() as first:
        pages = [first, *(first.context.browser.new_page(locale="pt-PT") for _ in parts[1:])]
        for page, part in zip(pages, parts, strict=True):
            open_page(page, address, part)
        said = [name for _ in range(EACH) for page in pages for name in approve(page, 1)]
    with Ledger(tmp_path / "data" / "review") as ledger:
        assert len(set(said)) == 4 * EACH
        assert set(said) <= set(ledger.latest_verdicts())


def test_a_key_pressed_twice_decides_what_was_seen_and_nothing_else(tmp_path):
    generate(tmp_path / "data", examples(40))
    seen = []
    with serving(tmp_path / "data", tmp_path / "corpus") as (address, _), browsing() as page:
        open_page(page, address, "Farense")
        for key in "aauuaa":
            ready(page)
            seen.append(shown_id(page))
            page.keyboard.press(key)
            page.keyboard.press(key)
            page.wait_for_function(ANOTHER, arg=seen[-1])
        ready(page)
    with Ledger(tmp_path / "data" / "review") as ledger:
        decided = {name: verdict.verdict for name, verdict in ledger.latest_verdicts().items()}
    assert decided == dict(zip(seen, ["approved", "approved", "unsure", "unsure", "approved", "approved"], strict=True))


def test_a_server_killed_has_kept_every_verdict_it_showed_as_saved(tmp_path):
    generate(tmp_path / "data", examples(400))
    said = []
    for round_ in range(2):
        with serving(tmp_path / "data", tmp_path / "corpus") as (address, process), browsing() as page:
            open_page(page, address, "Farense")
            said += approve(page, 3 + round_)
            page.keyboard.press("a")
            process.kill()
        with Ledger(tmp_path / "data" / "review") as ledger:
            assert set(said) <= set(ledger.latest_verdicts())


def test_hostile_texts_are_inert_on_the_page_and_in_the_list(tmp_path):
    rows = []
    for number, text in enumerate(HOSTILE):
        row = example(number * 4)
        row["messages"] = [{"role": "user", "content": text}, {"role": "assistant", "content": f"{text} fim"}]
        row["sources"] = [{**row["sources"][0], "quote": text}]
        rows.append({**row, "flags": ["ocr"], "facts": {}})
    generate(tmp_path / "data", rows)
    asked = []
    with serving(tmp_path / "data", tmp_path / "corpus") as (address, _), browsing() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/?lang=pt")
        for _ in rows:
            ready(page)
            sheet = page.locator(".st-key-sheet")
            assert sheet.locator("script, img, svg, iframe, style, form, a, input").count() == 0
            assert page.evaluate("window.hacked") is None
            assert re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", sheet.inner_text()) is None
            here = page.url
            page.keyboard.press("s")
            page.wait_for_url(lambda url, here=here: url != here)
        page.goto(f"{address}/browse?lang=pt")
        page.locator("[data-testid=stDataFrame]").wait_for()
        assert page.evaluate("window.hacked") is None
    assert [url for url in asked if "example.invalid" in url] == []


def test_a_hostile_value_on_a_button_reads_as_it_was_written(tmp_path):
    values = [
        *HOSTILE,
        ":smile: $x$ *a* -> b -- c <= d",
        "- lista",
        "2. lista",
        "www.example.invalid a@example.invalid",
    ]
    three = [values[start : start + 3] for start in range(0, len(values), 3)]
    rows = []
    for number, said in enumerate(three):
        row = conflict(number)
        options = [{**row["options"][0], "facts": {"score": str(n)}, "said": text} for n, text in enumerate(said)]
        rows.append({**row, "options": options})
    generate(tmp_path / "data", rows)
    with serving(tmp_path / "data", tmp_path / "corpus") as (address, _), browsing() as page:
        for row, said in zip(rows, three, strict=True):
            page.goto(f"{address}/?lang=pt&example={quote(row['id'], safe='')}")
            ready(page)
            for number, text in enumerate(said, start=1):
                button = page.locator(f"[class*='st-key-option_{number}-'] button")
                assert button.locator("p *, a, img").count() == 0
                assert plain(button.locator("p").inner_text()) == plain(shortened(text, LABEL))
        assert page.evaluate("window.hacked") is None


def plain(text):
    """What is seen: neither the joiner between signs, nor how many spaces."""
    return " ".join(text.replace("\u2060", "").split())
