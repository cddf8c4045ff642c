"""The loop back: a wrong answer leads to what should have taught it, and what a run never learnt comes to the queue."""

from pathlib import Path

import pytest

from records.files import write_json, write_jsonl
from review_app.lessons import mark_all, teachers
from review_app.search import Filter
from review_app.worklist import Share, next_id
from review_app.workplace import Workplace, open_workplace
from tests.review_app.made import conflict, example, generate
from tests.review_app.pages import html, opened

ASKED, TEACHES, ALSO = (example(number) for number in (23, 20, 21))  # one match; the first in held-out words
OTHER_KIND = example(22, template="match.venue", id="results/match.venue/22/p2")
NEVER, HARD = example(30), example(33)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Examples that were frozen and trained on, and a run that answered one question wrongly and two hardly learnt."""
    rows = [example(number) for number in range(40) if number != 22]
    generate(tmp_path, [conflict(0), OTHER_KIND, *rows])
    write_jsonl(tmp_path / "frozen" / "v1" / "train.jsonl", [*rows[:20], TEACHES, ALSO])
    write_jsonl(tmp_path / "frozen" / "v1" / "valid.jsonl", [])
    write_jsonl(tmp_path / "frozen" / "v1" / "test.jsonl", [ASKED])
    (tmp_path / "frozen" / "latest").symlink_to("v1")
    run = tmp_path / "runs" / "001"
    told = {"answer": "O jogo terminou 9-9.", "reference": ASKED["messages"][-1]["content"], "good": False}
    write_json(run / "evaluation.json", {"answers": [{"id": ASKED["id"], "probe": "known", **told}]})
    write_json(run / "lessons.json", {"hard": [{"id": HARD["id"]}], "never_learnt": [{"id": NEVER["id"]}]})
    return tmp_path


@pytest.fixture
def open_place(folder: Path) -> Workplace:
    found = open_workplace(folder, folder / "corpus")
    found.level()
    return found


def queue(place: Workplace, length: int) -> list[str]:
    found = [""]
    for _ in range(length):
        found.append(next_id(place.index, Filter(), Share(), found[-1]) or "")
    return found[1:]


def test_the_wrong_answer_and_its_teachers_come_after_conflicts_then_what_was_hard_to_learn(open_place: Workplace):
    found = queue(open_place, 7)
    assert found[:2] == [conflict(0)["id"], example(28)["id"]]  # the second is flagged
    assert set(found[2:5]) == {ASKED["id"], TEACHES["id"], ALSO["id"]}
    assert set(found[5:7]) == {NEVER["id"], HARD["id"]}
    assert open_place.lessons.taught_by[ASKED["id"]] == sorted([TEACHES["id"], ALSO["id"]])


def test_where_nothing_of_its_kind_was_trained_the_whole_fact_should_have_taught_it(open_place: Workplace):
    assert teachers(open_place.index, OTHER_KIND["id"]) == sorted([TEACHES["id"], ALSO["id"]])


def test_two_wrong_answers_on_one_fact_have_the_same_teachers(open_place: Workplace, folder: Path):
    wrong = [{"id": row["id"], "good": False, "answer": "9-9", "reference": "1-0"} for row in (ASKED, OTHER_KIND)]
    write_json(folder / "runs" / "002" / "evaluation.json", {"answers": wrong})
    open_place.level()
    both = sorted([TEACHES["id"], ALSO["id"]])
    assert open_place.lessons.taught_by == {ASKED["id"]: both, OTHER_KIND["id"]: both}
    assert open_place.lessons.teaches == dict.fromkeys(both, min(ASKED["id"], OTHER_KIND["id"]))


def test_a_new_evaluation_takes_the_place_of_the_old(open_place: Workplace, folder: Path):
    write_json(folder / "runs" / "002" / "evaluation.json", {"answers": []})
    (folder / "runs" / "002" / "lessons.json").write_text('{"hard": [], "never_learnt": []}')
    open_place.level()
    assert not open_place.lessons.wrong and not open_place.index.rows("SELECT 1 FROM examples WHERE wrong")


def test_marks_are_kept_for_the_next_who_opens_the_index(open_place: Workplace, folder: Path):
    open_place.index.close()
    again = open_workplace(folder, folder / "corpus")
    again.level()
    assert again.lessons.hard == {HARD["id"]: "hard", NEVER["id"]: "never"}
    mark_all(again.index, again.lessons)
    assert len(again.index.rows("SELECT 1 FROM examples WHERE wrong")) == 5


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (ASKED, ["O modelo respondeu «O jogo terminou 9-9.» em vez de «", "results/jogos.csv"]),
        (TEACHES, ["Devia ter ensinado um facto que o modelo errou"]),
        (NEVER, ["nunca o aprendeu"]),
    ],
)
def test_the_page_says_why_an_example_is_here(folder: Path, monkeypatch, shown, words):
    monkeypatch.setenv("ACERVO_DATA", str(folder))
    monkeypatch.setenv("ACERVO_CORPUS", str(folder / "corpus"))
    told = html(opened("review", lang="pt", example=shown["id"]))
    assert all(word in told for word in words)


def test_a_button_leads_from_the_wrong_answer_to_its_teacher_and_back(folder: Path, monkeypatch):
    monkeypatch.setenv("ACERVO_DATA", str(folder))
    monkeypatch.setenv("ACERVO_CORPUS", str(folder / "corpus"))
    page = opened("review", lang="pt", example=ASKED["id"])
    for name in (TEACHES["id"], ASKED["id"]):
        next(button for button in page.button if button.key == f"open {name}").click().run()
        assert page.session_state.current == name
