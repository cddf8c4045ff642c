"""What curators do beyond one example: many at once, several people, sources, runs, a model's wrong answer."""

from dataclasses import replace

import psutil
import pytest

from builders.__main__ import main as builders
from records.example import Message, text_sha256
from records.files import read_jsonl, write_json
from records.ledger import Ledger
from review_app.agreement import kappa
from review_app.decisions import decide
from review_app.reports import reports
from review_app.workplace import open_workplace
from tests.clubhouse import write_corpus
from tests.review_app.browser import (
    browsing,
    leaves,
    needs_chromium,
    press,
    ready,
    saved,
    searching,
    serving,
    shown_id,
    shows,
)
from tests.review_app.made import run

# one server for all
pytestmark = [pytest.mark.slow, needs_chromium, pytest.mark.xdist_group("browser")]


def build(folder):
    assert builders(["dataset", "--corpus", str(folder / "corpus"), "--data", str(folder / "data")]) == 0


def rows_of(folder, name):
    return [row for _, row in read_jsonl(folder / "data" / "generated" / f"{name}.jsonl")]


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    """A served archive as the builders make it, and a run of it whose adapter changes nothing."""
    from tests.train.tiny import model_folder, tiny_model
    from train.config import Adapter, Config, config_row
    from train.lora import add_adapters, save_adapter

    folder = tmp_path_factory.mktemp("club")
    write_corpus(folder / "corpus")
    build(folder)
    made = run(folder / "data", rows_of(folder, "results")[:8], "um")
    model, adapter = tiny_model(), Adapter(rank=2)
    add_adapters(model, adapter)
    (made / "adapters").mkdir()
    save_adapter(made / "adapters", model, adapter)
    config = config_row(Config(model=str(model_folder(folder / "model"))))
    write_json(made / "training_config.json", {"config": config, "dataset": {"version": ""}, "parent": None})
    with serving(folder / "data", folder / "corpus") as (address, _):
        yield address, folder


def verdicts(folder):
    with Ledger(folder / "data" / "review") as ledger:
        return ledger.latest_verdicts()


def test_one_verdict_on_all_that_a_filter_shows_and_one_undo(club):
    address, folder = club
    with browsing() as page:
        page.goto(f"{address}/browse?lang=pt&builder=books")
        page.get_by_text("Decidir tudo o que este filtro mostra").click()
        count = len(rows_of(folder, "books"))
        page.get_by_text(f"Sim, os {count}").click()
        page.get_by_role("button", name=f"Decidir {count}").click()
        saved(page, f"Guardado: {count} exemplos")
        assert {v.verdict for v in verdicts(folder).values()} == {"approved"} and len(verdicts(folder)) == count
        page.locator(".st-key-bulk_undo button").click()
        saved(page, f"Anulado: {count}")
    assert verdicts(folder) == {}


def test_a_filter_chosen_by_hand_is_in_the_address_and_an_address_is_a_filter(club):
    with browsing() as page:
        page.goto(f"{club[0]}/?lang=pt")
        ready(page)
        page.get_by_placeholder("Procurar").press_sequentially("falcao")  # found as one types, no Enter
        page.wait_for_url("**text=falcao**")
        page.get_by_role("button", name="Filtros").click()
        page.get_by_label("Origem").click()
        page.get_by_role("option", name="biografias").click()
        page.wait_for_url(lambda url: "text=falcao" in url and "builder=biographies" in url)
        address = page.url.partition("&example=")[0]
        page.goto(address)
        page.locator(".st-key-sheet", has_text="Falcão").wait_for()
        page.get_by_role("button", name="Filtros (1)").wait_for()
        searching(page, "falcao")


def test_an_edit_is_checked_as_one_types(club):
    with browsing() as page:
        page.goto(f"{club[0]}/?lang=pt&text=nasceu&builder=biographies")
        press(page, "e")
        answer = page.get_by_label("Resposta")
        answer.click()
        page.keyboard.press("Control+A")
        page.keyboard.type("Não sei")
        page.get_by_text("A resposta deixou de dar o que tinha").first.wait_for()
        page.keyboard.type(" nada.")  # the cursor is still where it was
        page.locator("ins", has_text="nada").wait_for()
        assert answer.input_value() == "Não sei nada."
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.get_by_text("Assim não se pode guardar").wait_for()


def test_a_stale_verdict_is_decided_again_with_one_key(club):
    address, folder = club
    place = open_workplace(folder / "data", folder / "corpus")
    place.level()
    example = place.index.example(rows_of(folder, "books")[0]["id"])
    assert example
    old: Message = {"role": "assistant", "content": "Uma resposta de outro tempo."}
    before = (*example.messages[:-1], old)
    decide(place.ledger, replace(example, messages=before), "rejected", "Ana", "badly_written")
    with browsing() as page:
        page.goto(f"{address}/stale?lang=pt")
        page.get_by_text("Uma resposta de outro tempo.").first.wait_for()
        press(page, "d")
        page.get_by_text("Nenhuma decisão está desatualizada.").wait_for()
    last = verdicts(folder)[example.id]
    assert (last.verdict, last.seen_sha256) == ("rejected", text_sha256(example.messages))


def test_a_correction_is_made_once_and_applied_by_the_next_build(club):
    address, folder = club
    path = folder / "corpus" / "biographies" / "rui_falcao.md"
    untouched = path.read_bytes()
    with browsing() as page:
        page.goto(f"{address}/?lang=pt&text=olhao&builder=biographies")
        page.get_by_text("Corrigir a fonte").click()
        page.get_by_label("O que lá está").fill("Olhão")
        page.get_by_text("Lugares onde aparece: 2").wait_for()
        page.get_by_label("O que devia estar").fill("Loulé")
        page.locator(".st-key-correct_save button:enabled").click()
        saved(page, "Correção guardada")
        build(folder)
        page.goto(f"{address}/?lang=pt&text=loule")
        page.locator(".st-key-sheet", has_text="Loulé").wait_for()
    assert not any("Olhão" in row["messages"][-1]["content"] for row in rows_of(folder, "biographies"))
    assert path.read_bytes() == untouched


def share(page, address, name, part, count):
    """One of two curators, everything in common: until the page says that `count` are left."""
    left = page.get_by_text(f"{count} na fila", exact=True)
    page.goto(f"{address}/?lang=pt&template=match.score")
    ready(page)
    page.get_by_role("textbox", name="Quem revê").fill(name)
    page.get_by_role("textbox", name="Quem revê").press("Enter")
    page.get_by_text("Dividir a fila").click()
    page.get_by_label("Quantas pessoas").fill("2")
    page.get_by_label("Quantas pessoas").press("Enter")
    page.get_by_label("A minha parte").fill(str(part))
    page.get_by_label("A minha parte").press("Enter")
    slider = page.get_by_role("slider")
    left.wait_for(state="hidden")
    slider.focus()
    slider.press("End")
    page.get_by_test_id("stSliderThumbValue").get_by_text("100", exact=True).wait_for()
    slider.blur()
    left.wait_for()


def test_two_curators_share_a_queue_and_see_where_they_differ(club):
    address, folder = club
    count = sum(row["template"] == "match.score" for row in rows_of(folder, "results"))
    keys, first = {"Ana": "aaua", "Rui": "aaaa"}, ""
    with browsing() as page:
        for part, (name, pressed) in enumerate(keys.items(), start=1):
            share(page, address, name, part, count)
            first = first or shown_id(page)
            shows(page, first)  # what the other has decided is there for this one too
            for key in pressed:
                here = shown_id(page)
                press(page, key)
                leaves(page, here)
        page.goto(f"{address}/progress?lang=pt")
        page.get_by_text("Ana · Rui").wait_for()
        figures = page.locator("tr", has_text="Ana · Rui").locator("td").all_inner_texts()
    value = kappa([("a", "a"), ("a", "a"), ("u", "a"), ("a", "a")])
    assert figures[2:] == ["4", "75 %", f"{value:.2f}".replace(".", ",")]


def test_from_a_wrong_answer_of_a_run_to_its_example_and_to_what_should_have_taught_it_in_one_click_each(club):
    address, folder = club
    wrong = rows_of(folder, "results")[0]  # see made.run: every fourth is
    with browsing() as page:
        page.goto(f"{address}/runs?lang=pt")
        page.get_by_role("tab", name="Respostas").click()
        one = page.locator("[data-testid=stVerticalBlock]", has_text=wrong["id"]).last
        page.get_by_text("O jogo terminou 9-9.").first.wait_for()
        one.get_by_role("button", name="Abrir o exemplo").click()
        ready(page)
        page.locator(".question", has_text=wrong["messages"][-2]["content"]).wait_for()
        page.get_by_text("results/jogos.csv · linha").first.wait_for()
        page.get_by_text("O modelo respondeu «O jogo terminou 9-9.»").wait_for()
        page.get_by_text("O que o devia ter ensinado").wait_for()
        ready(page)  # no button moves any more
        page.get_by_role("button", name="Abrir o exemplo").first.click()
        page.get_by_text("Devia ter ensinado um facto que o modelo errou").wait_for()
        ready(page)
        page.get_by_role("button", name="Abrir a pergunta que o modelo errou").click()
        page.locator(".question", has_text=wrong["messages"][-2]["content"]).wait_for()


def answering(folder):
    """The processes that answer from this data folder."""
    found = psutil.process_iter(["cmdline"])
    return [one for one in found if {"answers", str(folder / "data")} <= set(one.info["cmdline"] or ())]


def test_one_process_answers_while_the_page_is_open_and_ends_when_it_is_left(club):
    address, folder = club
    with browsing() as page:
        page.goto(f"{address}/ask?lang=pt")
        seen = []
        for question in ("Onde nasceu Rui Falcão?", "Quem foi Rui Falcão?"):
            page.get_by_label("Pergunta", exact=True).fill(question)
            page.get_by_role("button", name="Perguntar").click()
            page.locator(".question", has_text=question).wait_for()
            page.get_by_role("button", name="Isto está errado").wait_for(timeout=120_000)
            seen.append(answering(folder))
        page.get_by_role("link", name="Rever").click()
        ready(page)
        assert len(seen[0]) == 1 and seen[0] == seen[1]
        assert psutil.wait_procs(seen[0], timeout=60) == (seen[0], [])


def test_an_answer_said_to_be_wrong_brings_its_examples_to_the_queue(club):
    address, folder = club
    with browsing() as page:
        page.goto(f"{address}/ask?lang=pt")
        page.get_by_label("Pergunta", exact=True).fill("Onde nasceu Rui Falcão?")
        page.get_by_role("button", name="Perguntar").click()
        page.get_by_role("button", name="Isto está errado").click(timeout=120_000)
        saved(page, "logo depois do que está em dúvida")
    [report] = reports(folder / "data" / "review")
    assert report.question == "Onde nasceu Rui Falcão?" and any("rui-falcao" in name for name in report.example_ids)
