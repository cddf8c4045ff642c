"""What a decision does to the ledger and the index, and what undo, a rebuild and a restart do to it."""

import pytest

from records.errors import RecordError
from review_app import decisions
from review_app.exporting import selection
from review_app.search import Filter, count
from review_app.stale import orphan_ids, stale_ids, three_columns
from review_app.workplace import open_workplace
from tests.review_app.made import conflict, example, generate


def state(place, row):
    place.level()
    return place.index.rows("SELECT state FROM examples WHERE id = ?", row["id"])[0][0]


def now(place, row):
    return place.index.example(row["id"])


def test_a_decision_shows_at_once_and_after_a_restart(place):
    decisions.decide(place.ledger, now(place, example(1)), "rejected", "Ana", "wrong_fact")
    assert state(place, example(1)) == "rejected"
    assert state(open_workplace(place.data, place.corpus), example(1)) == "rejected"


def test_undo_brings_back_what_stood_before(place):
    first = decisions.decide(place.ledger, now(place, example(1)), "approved", "Ana")
    second = decisions.decide(place.ledger, now(place, example(1)), "rejected", "Ana")
    assert decisions.undo(place.ledger, "Ana", second) == 1
    assert state(place, example(1)) == "approved"
    assert decisions.undo(place.ledger, "Ana", first) == 0, "the approval was restored since: it is a new decision"


def test_undo_restores_a_colleagues_verdict_under_the_colleagues_name(place):
    decisions.decide(place.ledger, now(place, example(1)), "approved", "Rui")
    at = decisions.decide(place.ledger, now(place, example(1)), "rejected", "Ana")
    decisions.undo(place.ledger, "Ana", at)
    standing = place.ledger.latest_verdicts()[example(1)["id"]]
    assert (standing.verdict, standing.curator) == ("approved", "Rui")
    assert state(place, example(1)) == "approved"


def test_undo_leaves_alone_what_somebody_decided_since(place):
    at = decisions.decide(place.ledger, now(place, example(1)), "approved", "Ana")
    decisions.decide(place.ledger, now(place, example(1)), "unsure", "Rui")
    assert decisions.undo(place.ledger, "Ana", at) == 0
    assert state(place, example(1)) == "unsure"


def test_a_bulk_verdict_is_one_action_and_has_one_undo(place):
    decisions.decide(place.ledger, now(place, example(12)), "unsure", "Ana")
    chosen = selection(place.index, Filter(text="olhanense"))
    at, done = decisions.decide_all(place.ledger, chosen, "approved", "Ana")
    place.level()
    assert done == 4 and count(place.index, Filter(state="approved")) == 4
    assert decisions.undo(place.ledger, "Ana", at) == 4
    assert state(place, example(12)) == "unsure" and count(place.index, Filter(state="approved")) == 0


def test_settling_takes_the_conflict_out_of_the_queue_and_undo_brings_it_back(place):
    at = decisions.settle(place.ledger, now(place, conflict(0)), 1, "Ana")
    assert place.ledger.settlements()[conflict(0)["group"]].facts == {"score": "2-2"}
    assert state(place, conflict(0)) == "settled"
    decisions.undo(place.ledger, "Ana", at)
    assert state(place, conflict(0)) == "new" and place.ledger.settlements() == {}


def test_settling_as_neither_is_kept_as_no_value(place):
    decisions.settle(place.ledger, now(place, conflict(0)), None, "Ana")
    assert place.ledger.settlements()[conflict(0)["group"]].facts is None


def test_an_edit_without_an_answer_is_refused_and_nothing_is_kept(place):
    found = now(place, example(1))
    messages = decisions.edited_messages(found, "Quem ganhou?", "   ")
    assert decisions.edit_faults(found, messages)
    with pytest.raises(RecordError):
        decisions.edit(place.ledger, found, messages, "Ana")
    assert place.ledger.latest_verdicts() == {}


def test_a_fact_that_vanished_is_named_and_the_difference_shown_word_by_word(place):
    found = now(place, example(5))
    assert decisions.vanished_facts(found, "Não sei.") == [("score", "1-1")]
    pieces = decisions.difference("O Farense ganhou 2-1.", "O Farense perdeu 2-1.")
    assert pieces == [("O Farense ", "same"), ("ganhou", "gone"), ("perdeu", "new"), (" 2-1.", "same")]


def test_after_a_rebuild_verdicts_are_kept_stale_or_orphaned_and_none_is_applied_to_another_text(place):
    for number in (0, 1, 2):
        decisions.decide(place.ledger, now(place, example(number)), "approved", "Ana")
    changed = example(1)
    changed["messages"][1]["content"] = "Terminou empatado."
    generate(place.data, [example(0), changed, *(example(n) for n in range(3, 40))])
    assert [state(place, example(0)), state(place, example(1))] == ["approved", "stale"]
    assert stale_ids(place.index) == [example(1)["id"]] and orphan_ids(place.index) == [example(2)["id"]]
    item = three_columns(place.ledger, place.index, example(1)["id"])
    assert item.seen == example(1)["messages"] and item.now and item.now.answer == "Terminou empatado."
    assert three_columns(place.ledger, place.index, example(2)["id"]).now is None
    decisions.repeat(place.ledger, item.now, item.verdict, "Rui")
    assert state(place, example(1)) == "approved"
    generate(place.data, [example(n) for n in range(40)])
    assert state(place, example(2)) == "approved" and orphan_ids(place.index) == []


def test_a_withdrawn_orphan_is_no_orphan(place):
    at = decisions.decide(place.ledger, now(place, example(2)), "approved", "Ana")
    decisions.undo(place.ledger, "Ana", at)
    generate(place.data, [example(0)])
    place.level()
    assert orphan_ids(place.index) == []
