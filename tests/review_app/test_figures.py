"""Agreement, progress, audit, runs and reports: figures that can be checked by hand."""

import pytest

from records.errors import RecordError
from records.files import write_json
from review_app import agreement, audit, coverage, reports, runs, tallies, tokens
from review_app.decisions import decide
from review_app.search import Filter
from review_app.shell import Shell
from review_app.worklist import Share, next_id
from review_app.workplace import open_workplace
from tests.review_app.made import conflict, example, generate, run


def judge(place, curator, verdicts):
    for number, verdict in verdicts.items():
        decide(place.ledger, place.index.example(example(number)["id"]), verdict, curator)
    place.level()


def test_kappa_is_that_of_the_textbook():
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert agreement.kappa(pairs) == pytest.approx(0.4)
    assert agreement.kappa([]) is None and agreement.kappa([("yes", "yes")] * 9) is None
    assert agreement.kappa([("yes", "no"), ("no", "yes")]) == -1


def test_curators_are_compared_on_what_both_decided_and_their_differences_listed(place):
    judge(place, "Ana", {0: "approved", 1: "approved", 2: "rejected", 3: "unsure"})
    judge(place, "Rui", {1: "approved", 2: "approved", 9: "rejected"})
    [found] = agreement.agreements(place.index)
    assert (found.one, found.other, found.both, found.same) == ("Ana", "Rui", 2, 1)
    assert found.apart == ((example(2)["id"], "rejected", "approved"),)


def test_a_little_is_not_said_to_be_nothing_nor_nearly_all_to_be_all(place):
    shell = Shell(place, "pt", "Ana")
    parts = [0, 5, 100, 1_000, 50_000, 99_000, 99_950, 100_000]
    said = ["0 %", "< 0,1 %", "0,1 %", "1,0 %", "50 %", "99,0 %", "> 99,9 %", "100 %"]
    assert [shell.share(part, 100_000) for part in parts] == said


def test_progress_counts_each_state_once_and_each_flag(place):
    judge(place, "Ana", {4: "approved", 5: "rejected"})
    assert tallies.by_state(place.index) == {"new": 39, "approved": 1, "rejected": 1}
    assert tallies.by_flag(place.index) == [("conflict", "new", 1), ("ocr", "approved", 1), ("ocr", "new", 1)]
    assert sum(count for _, _, count in tallies.by_builder(place.index)) == 41
    [(_, who, count)] = tallies.by_day(place.index)
    assert (who, count) == ("Ana", 2)
    pace = tallies.seconds_each(place.index, "Ana")
    assert pace is not None and 0 < pace < 60


def test_lengths_and_coverage_are_counted_by_builder_and_by_year(place):
    [(builder, count, at)] = audit.length_percentiles(place.index)
    assert (builder, count) == ("results", 41) and at[50] <= at[90] <= at[100]
    assert sum(count for _, _, count in audit.length_histogram(place.index)) == 41
    assert ("match", "1930", 10, 40) in coverage.coverage(place.index)
    assert audit.near_duplicates(place.data) is None


def test_coverage_shows_years_of_which_nothing_is_known_and_many_names_by_initial(tmp_path):
    years = [example(n, id=f"a/b/{n}/c", group=f"match/{year}-01-01_a_b") for n, year in enumerate((1990, 1993))]
    people = [example(n, id=f"a/b/{n}/p", group=f"person/{name}/birth") for n, name in enumerate(("ana", "rui"))]
    books = [example(n, id=f"a/b/{n}/q", group=f"book/um/capitulo-{n}/1") for n in (9, 10)]
    books += [example(11, id="a/b/11/q", group="book/um/capitulo-11/sem-registo", unanswerable=True)]
    many = [example(n, id=f"a/b/{n}/o", group=f"opponent/{'ab'[n % 2]}{n}") for n in range(coverage.MOST + 1)]
    generate(tmp_path / "data", [*years, *people, *books, *many])
    found = open_workplace(tmp_path / "data", tmp_path / "corpus")
    found.level()
    counted = coverage.coverage(found.index)
    assert [(part, facts) for kind, part, facts, _ in counted if kind == "match"] == [
        ("1990", 1), ("1991", 0), ("1992", 0), ("1993", 1),
    ]  # fmt: skip
    assert [part for kind, part, *_ in counted if kind == "person"] == ["ana", "rui"]
    assert [(part, facts) for kind, part, facts, _ in counted if kind == "book"] == [("um", 2)]
    assert [(part, facts) for kind, part, facts, _ in counted if kind == "opponent"] == [("a", 21), ("b", 20)]


def test_a_chapter_that_nothing_asks_about_is_counted_as_empty(tmp_path):
    groups = ("capitulo-1/1", "capitulo-1/2", "capitulo-12/1", "livro/autor")
    rows = [example(n, id=f"a/b/{n}/q", group=f"book/um/{group}") for n, group in enumerate(groups)]
    generate(tmp_path / "data", rows)
    found = open_workplace(tmp_path / "data", tmp_path / "corpus")
    found.level()
    assert coverage.books(found.index, coverage.parts_read(found.data)) == []
    parts = [{"whole": "Um", "name": "", "group": "book/um"}]
    parts += [{"whole": "Um", "name": f"capítulo {n}", "group": f"book/um/capitulo-{n}"} for n in (1, 2, 12)]
    parts += [{"whole": "João Gralho", "name": "", "group": "person/joao-gralho"}]
    write_json(tmp_path / "data" / "generated" / "build.json", {"parts": parts})
    assert coverage.names(coverage.parts_read(found.data))["person/joao-gralho"] == "João Gralho"
    [book] = coverage.books(found.index, coverage.parts_read(found.data))
    assert (book.title, book.facts) == ("Um", 4)
    assert [(chapter.name, chapter.facts) for chapter in book.chapters] == [
        ("capítulo 1", 2), ("capítulo 2", 0), ("capítulo 12", 1),
    ]  # fmt: skip


def test_the_mean_of_the_last_steps_is_given_where_there_are_many():
    steps = [{"step": n, "loss": float(n % 2), "seconds": 1} for n in range(1, 121)]
    rows = runs.curve(steps, "loss", restless=True)
    assert rows[0] == {"step": 1, "loss": 1.0, "mean": 1.0} and rows[-1]["mean"] == pytest.approx(1 / 3)
    assert runs.curve(steps[:50], "loss", restless=True)[0] == {"step": 1, "loss": 1.0}


def test_of_several_audits_that_of_the_latest_version_is_shown(tmp_path):
    assert audit.newest_audit(tmp_path) is None
    for version in ("aaa", "bbb"):
        content = {"dataset": {"version": version}, "lengths": {}, "verdict": {}, "against_limit": {"limit": 99}}
        write_json(tmp_path / "audit" / f"{version}-embedded" / "audit.json", content)
    (tmp_path / "frozen" / "aaa").mkdir(parents=True)
    (tmp_path / "frozen" / "latest").symlink_to("aaa")
    audited = audit.newest_audit(tmp_path)
    assert audited and audit.audited_version(tmp_path, audited) == ("aaa", True)
    assert tokens.limit(tmp_path) == 99


def test_a_run_is_read_with_its_base_beside_it_and_the_wrong_answers_first(place):
    run(place.data, [example(n) for n in range(8)], "um")
    assert runs.run_names(place.data) == ["um"]
    assert len(runs.steps(place.data, "um")) == 120
    assert {row["probe"] for row in runs.losses(place.data, "um")} == {"known", "unseen", "unanswerable"}
    found = runs.answers(place.data, "um")
    assert [answer.good for answer in found] == [False] * 2 + [True] * 6
    assert found[0].base == "Não sei."


def test_what_a_run_got_wrong_comes_before_the_rest_of_the_queue(place):
    run(place.data, [example(n) for n in range(20, 24)], "um")
    place.level()
    assert place.index.rows("SELECT id FROM examples WHERE wrong") == [(example(20)["id"],)]


def test_an_evaluation_without_its_fields_is_named(place):
    folder = run(place.data, [example(1)], "um")
    (folder / "evaluation.json").write_text('{"answers": [{"id": "x"}]}')
    with pytest.raises(RecordError, match=r"evaluation\.json: an answer lacks one of its fields"):
        runs.answers(place.data, "um")


def test_a_reported_answer_brings_the_examples_it_is_about_to_the_front(place):
    question = "Como terminou o Farense-Olhanense de 4 de janeiro de 1930?"
    ids = tuple(reports.likely(place.index, question))
    assert ids[0].startswith("results/match.score/1930-01-04_farense_olhanense_3/")
    reports.keep(place.data / "review", reports.Report(question, "9-9", ids[:1], "Ana", place.ledger.now()))
    place.level()
    assert [r.answer for r in reports.reports(place.data / "review")] == ["9-9"]
    order, after = [], conflict(0)["id"]
    for _ in range(3):
        after = next_id(place.index, Filter(), Share(), after) or ""
        order.append(after)
    assert order[2] == ids[0]


def test_a_question_about_nothing_that_is_known_points_at_no_example(place):
    assert reports.likely(place.index, "??? xpto") == []


def test_splits_are_those_of_the_latest_frozen_version(place):
    version = place.data / "frozen" / "abc"
    for split, number in (("train", 1), ("valid", 2), ("test", 3)):
        path = generate(version, [{"id": example(number)["id"]}], f"{split}.jsonl")
        path.rename(version / f"{split}.jsonl")
    (place.data / "frozen" / "latest").symlink_to("abc")
    place.level()
    assert ("results", "valid", 1) in audit.splits(place.index)
