"""The app as a curator meets it: by keyboard, in a real browser, on a real server."""

import pytest

from records.ledger import Ledger
from tests.review_app.browser import (
    browsing,
    drawn,
    leaves,
    named,
    needs_chromium,
    press,
    ready,
    saved,
    searching,
    serving,
    shown_id,
    shows,
)
from tests.review_app.made import conflict, example, generate

# one server for all
pytestmark = [pytest.mark.slow, needs_chromium, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A served archive: one conflict, two flagged examples, and the rest."""
    folder = tmp_path_factory.mktemp("demo")
    rows = [conflict(0), *(example(n, flags=["ocr"] if n in (4, 8) else []) for n in range(40))]
    generate(folder / "data", rows)
    (folder / "corpus" / "results").mkdir(parents=True)
    lines = ["data;casa;fora;resultado", *(example(n * 4)["sources"][0]["quote"] for n in range(10))]
    (folder / "corpus" / "results" / "jogos.csv").write_text("\n".join(lines), encoding="utf-8")
    with serving(folder / "data", folder / "corpus") as (address, _):
        yield address, folder / "data"


def verdicts(data):
    with Ledger(data / "review") as ledger:
        return ledger.latest_verdicts(), ledger.settlements()


def decided_on(club, data):
    return [verdict.verdict for name, verdict in verdicts(data)[0].items() if club in name]


def test_a_page_opened_first_by_its_own_address_has_the_whole_navigation(demo):
    with browsing() as page:
        page.goto(f"{demo[0]}/progress?lang=pt")
        page.get_by_text("Por origem").wait_for()
        page.locator("[data-testid=stSidebarNavLink]").nth(7).wait_for()
        names = page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()
    assert [name.strip().split("\n")[-1] for name in names][:3] == ["Rever", "Consultar", "Desatualizados"]


def test_the_queue_begins_with_the_conflict_and_a_key_settles_it_for_the_fact(demo):
    address, data = demo
    with browsing() as page:
        page.goto(f"{address}/?lang=pt")
        page.get_by_text("As fontes não concordam", exact=True).wait_for()
        ready(page)
        assert page.locator(".value").all_inner_texts() == ["Farense 2-1 Porto", "Farense 2-2 Porto"]
        buttons = page.locator("[class*=st-key-option_] button").all_inner_texts()
        assert [text.split("\n")[0] for text in buttons] == ["Farense 2-1 Porto", "Farense 2-2 Porto", "Nenhum"]
        page.keyboard.press("2")
        saved(page, "Guardado")
    assert verdicts(data)[1]["match/conflito_0"].facts == {"score": "2-2"}


def test_approve_unsure_reject_undo_skip_and_back_by_key(demo):
    address, data = demo
    with browsing() as page:
        page.goto(f"{address}/?lang=pt&text=Estoril")
        first = shown_id(page)
        press(page, "a")
        saved(page, "aprovado")
        leaves(page, first)
        press(page, "u")
        saved(page, "duvidoso")
        press(page, "x")
        page.locator("[class*='st-key-cancel-'] button").wait_for()  # the last of the reasons' keys
        page.keyboard.press("1")
        saved(page, "rejeitado")
        assert sorted(decided_on("estoril", data)) == ["approved", "rejected", "unsure"]
        press(page, "z")
        saved(page, "Anulado")
        assert "rejected" not in decided_on("estoril", data)
        here = shown_id(page)
        press(page, "s")
        leaves(page, here)
        press(page, "b")
        shows(page, here)


def test_an_edit_shows_what_changes_warns_of_a_lost_fact_and_is_kept(demo):
    address, data = demo
    with browsing() as page:
        page.goto(f"{address}/?lang=pt&text=Olhanense")
        ready(page)
        press(page, "e")
        answer = page.get_by_label("Resposta")
        answer.wait_for()
        answer.fill("O Farense perdeu o jogo com o Olhanense.")
        answer.press("Tab")
        page.get_by_text("A resposta deixou de dar o que tinha").wait_for()
        page.locator("ins").first.wait_for()
        answer.focus()
        page.keyboard.press("Control+Enter")
        saved(page, "corrigido")
    edited = [v for v in verdicts(data)[0].values() if v.verdict == "edited"]
    assert edited[0].messages and edited[0].messages[-1]["content"] == "O Farense perdeu o jogo com o Olhanense."


def test_an_edit_typed_and_saved_without_leaving_the_field_is_kept_as_typed(demo):
    address, data = demo
    with browsing() as page:
        page.goto(f"{address}/?lang=pt&text=Académica")
        ready(page)
        press(page, "e")
        answer = page.get_by_label("Resposta")
        answer.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Foi assim.")
        page.keyboard.press("Control+Enter")
        saved(page, "corrigido")
    texts = [v.messages[-1]["content"] for v in verdicts(data)[0].values() if v.messages]
    assert any(text.endswith(" Foi assim.") for text in texts)


def test_the_name_given_holds_on_every_page_and_after_a_reload_and_the_key_after_it_is_no_letter_of_it(demo):
    address, data = demo
    with browsing() as page:
        page.goto(f"{address}/?lang=pt&text=Marítimo")
        ready(page)
        page.wait_for_function("window.acervoKnows")
        name = page.get_by_role("textbox", name="Quem revê")
        name.fill("Ana")
        name.press("Enter")
        page.wait_for_function("!document.activeElement.closest('.st-key-curator_name')")
        press(page, "a")
        saved(page, "aprovado")
        page.get_by_role("link", name="Consultar").click()
        page.locator("[data-testid=stDataFrame]").wait_for()
        named(page, "Ana")
        page.reload()
        page.locator("[data-testid=stDataFrame]").wait_for()
        named(page, "Ana")
    assert [v.curator for name, v in verdicts(data)[0].items() if "marítimo" in name] == ["Ana"]


def test_the_keys_are_listed_on_a_question_mark(demo):
    with browsing() as page:
        page.goto(f"{demo[0]}/?lang=en")
        ready(page)
        page.wait_for_function("window.acervoListens")
        page.keyboard.press("?")
        page.get_by_text("Go on without deciding").wait_for()


def test_nothing_is_asked_of_another_machine(demo):
    asked = []
    with browsing() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{demo[0]}/?lang=pt")
        ready(page)
    assert [
        url for url in asked if not url.startswith((demo[0], "data:", "blob:", demo[0].replace("http", "ws")))
    ] == []


def test_a_filter_follows_from_page_to_page_and_a_row_opens_its_example(demo):
    with browsing() as page:
        page.goto(f"{demo[0]}/?lang=pt&text=Porto")
        ready(page)
        page.get_by_role("link", name="Consultar").click()
        table = page.locator("[data-testid=stDataFrame]")
        table.wait_for()
        page.wait_for_url("**/browse?*text=Porto*")
        searching(page, "Porto")
        drawn(page)
        table.locator("[role=gridcell]").first.wait_for(state="attached")
        table.locator(".dvn-scroller").click(position={"x": 16, "y": 52})
        page.locator(".st-key-sheet", has_text="Porto").wait_for()


def test_the_language_is_switched_without_losing_the_example(demo):
    with browsing() as page:
        page.goto(f"{demo[0]}/?lang=pt&text=Sporting")
        ready(page)
        before = page.locator(".question").inner_text()
        page.get_by_text("English").click()
        page.get_by_role("button", name="Approve").wait_for()
        page.wait_for_url("**lang=en**text=Sporting**")
        assert page.locator(".question").inner_text() == before


def test_a_key_typed_into_a_field_decides_nothing(demo):
    address, data = demo
    before = len(verdicts(data)[0])
    with browsing() as page:
        page.goto(f"{address}/?lang=pt")
        ready(page)
        page.get_by_placeholder("Procurar").press_sequentially("axu")
        page.get_by_placeholder("Procurar").press("Enter")
        page.get_by_text("Nada corresponde a este filtro.").wait_for()
    assert len(verdicts(data)[0]) == before
