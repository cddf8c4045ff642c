"""The app on a small screen and to weak eyes: nothing covered, nothing wider than the page, no text too pale."""

from contextlib import suppress

import pytest

from tests.review_app.browser import browsing, drawn, leaves, needs_chromium, press, ready, serving, shown_id
from tests.review_app.made import conflict, example, generate, run

# one server for all
pytestmark = [pytest.mark.slow, needs_chromium, pytest.mark.xdist_group("browser")]

MAIN = "document.querySelector('[data-testid=stMain]')"
PALE = """() => {
    const parts = colour => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a] }
    const over = ([r, g, b, a], below) => [r, g, b].map((v, i) => v * a + below[i] * (1 - a))
    const light = colour => colour.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0)
    const pale = []
    for (const one of document.querySelectorAll("body *")) {
        const text = [...one.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join("")
        const off = one.closest("[disabled], script, style, [data-testid=stIconMaterial], [data-testid=stPagination]")
        if (!text || off || !one.getBoundingClientRect().width) continue
        let opacity = 1, below = [255, 255, 255]
        const around = []
        for (let e = one; e; e = e.parentElement) around.unshift(getComputedStyle(e))
        for (const style of around) {
            opacity *= style.opacity
            const [r, g, b, a] = parts(style.backgroundColor)
            below = over([r, g, b, a * opacity], below)
        }
        if (!opacity) continue  // a chart's labels that would overlap are hidden so
        const style = around.at(-1), svg = one instanceof SVGElement
        const [r, g, b, a] = parts(svg ? style.fill : style.color)
        const [low, high] = [light(over([r, g, b, a * opacity], below)), light(below)].sort((x, y) => x - y)
        const large = parseFloat(style.fontSize) >= 24
        if ((high + .05) / (low + .05) < (large ? 3 : 4.5)) pale.push(text.slice(0, 40))
    }
    return pale
}"""
"""In the page: the texts whose contrast is less than WCAG's AA asks for, what lies below each taken into account."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A served archive: one conflict, flagged examples, the rest, and a run."""
    folder = tmp_path_factory.mktemp("eyes")
    rows = [conflict(0), *(example(n, flags=["ocr"] if n in (4, 8) else []) for n in range(80))]
    generate(folder / "data", rows)
    run(folder / "data", rows[1:9])
    (folder / "corpus").mkdir()
    with serving(folder / "data", folder / "corpus") as (address, _):
        yield address, folder / "data"


def test_the_next_example_and_the_fields_that_edit_it_are_shown_from_their_head_however_far_down_one_was(demo):
    with browsing(390) as page:
        page.goto(f"{demo[0]}/?lang=pt&text=Marítimo")
        ready(page)
        scrolled_down(page)
        here = shown_id(page)
        press(page, "s")
        leaves(page, here)
        page.wait_for_function(f"{MAIN}.scrollTop === 0")
        ready(page)
        scrolled_down(page)
        press(page, "e")
        page.get_by_label("Resposta").wait_for()
        page.wait_for_function(f"{MAIN}.scrollTop === 0")


def scrolled_down(page):
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 400)")
    page.wait_for_function(f"{MAIN}.scrollTop > 100")


@pytest.mark.parametrize("name", ["", "browse", "corrections", "progress", "audit", "runs"])
def test_on_a_phone_no_page_begins_under_the_bar_above_it_nor_is_wider_than_the_screen(demo, name):
    with browsing(390) as page:
        page.goto(f"{demo[0]}/{name}?lang=pt")
        drawn(page)
        page.locator("[data-testid=stToolbar]").wait_for()
        page.wait_for_function("""() => {
            const bar = document.querySelector("[data-testid=stHeader]").getBoundingClientRect()
            const first = document.querySelector("[data-testid=stMain] :is(input, [role=tab], h3, .stMetric)")
            return first?.getBoundingClientRect().top >= bar.bottom
        }""")
        page.wait_for_function("""() => {
            const main = document.querySelector("[data-testid=stMain]")
            return main.scrollWidth <= main.clientWidth
        }""")
        page.locator("html[lang=pt]").wait_for(state="attached")


@pytest.mark.parametrize(
    "name", ["", "?flag=ocr", "browse", "stale", "corrections", "progress", "audit", "runs", "ask"]
)
def test_no_text_is_too_pale(demo, name):
    from playwright.sync_api import TimeoutError

    with browsing() as page:
        page.goto(f"{demo[0]}/{name}{'&' if '?' in name else '?'}lang=pt")
        page.locator("[data-testid=stSidebarNavLink]").first.wait_for()
        drawn(page)
        with suppress(TimeoutError):  # colours fade in; what is pale after that is named below
            page.wait_for_function(f"({PALE})().length === 0", timeout=20_000)
        assert page.evaluate(PALE) == []
