"""Verdicts are applied as they were meant, or not at all."""

from builders.verdicts import judge, orphaned
from records.example import text_sha256
from records.verdicts import Verdict
from tests.making import example, messages

PLAIN = example("Pergunta?", "Resposta certa.", facts={"x": "certa"})
FLAGGED = example("Outra?", "Outra resposta.", flags=("ocr",))
CONFLICT = example("Qual?", "As fontes diferem.", flags=("conflict",))


def verdict(on, decision: str, **given) -> dict[str, Verdict]:
    return {on.id: Verdict(on.id, text_sha256(on.messages), decision, "ana", "2026-01-01T00:00:00Z", **given)}  # type: ignore[arg-type]


def reasons(verdicts: dict[str, Verdict], policy: str) -> list[str]:
    return [judged.reason for judged in judge([PLAIN, FLAGGED, CONFLICT], verdicts, policy)]


def test_each_policy_holds_back_what_it_says() -> None:
    assert reasons({}, "none") == ["", "", "awaiting_review"]
    assert reasons({}, "flagged") == ["", "awaiting_review", "awaiting_review"]
    assert reasons({}, "all") == ["awaiting_review"] * 3


def test_an_approval_lets_a_flagged_example_through() -> None:
    assert reasons(verdict(FLAGGED, "approved"), "flagged")[1] == ""


def test_rejected_and_unsure_hold_back_under_every_policy() -> None:
    assert reasons(verdict(PLAIN, "rejected"), "none")[0] == "rejected_by_curator"
    assert reasons(verdict(PLAIN, "unsure"), "none")[0] == "curator_unsure"


def test_an_edit_replaces_the_text_and_forgets_facts_it_no_longer_states() -> None:
    edited = verdict(PLAIN, "edited", messages=messages("Pergunta?", "Resposta melhor."))
    first = next(iter(judge([PLAIN], edited, "flagged")))
    assert (first.reason, first.example.answer, first.example.facts) == ("", "Resposta melhor.", {})


def test_a_verdict_on_other_words_is_not_applied_and_the_example_waits() -> None:
    stale = {PLAIN.id: Verdict(PLAIN.id, "0" * 64, "approved", "ana", "2026-01-01T00:00:00Z")}
    assert reasons(stale, "none")[0] == "stale_verdict"


def test_verdicts_on_examples_that_are_gone_are_named() -> None:
    assert orphaned([PLAIN.id], verdict(PLAIN, "approved") | verdict(FLAGGED, "approved")) == [FLAGGED.id]
