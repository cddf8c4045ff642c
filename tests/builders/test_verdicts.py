"""Verdicts are applied as they were meant, or not at all."""

from builders.verdicts import Standing, judge
from records.example import text_sha256
from records.verdicts import Decision, Verdict
from tests.making import example, messages

PLAIN = example("Pergunta?", "Resposta certa.", facts={"x": "certa"})
FLAGGED = example("Outra?", "Outra resposta.", flags=("ocr",))
EDIT = messages("Pergunta?", "Resposta melhor.")
CONFLICT = example("Qual?", "As fontes diferem.", flags=("conflict",))


def verdict(on, decision: str, **given) -> dict[str, Verdict]:
    return {on.id: Verdict(on.id, text_sha256(on.messages), decision, "ana", "2026-01-01T00:00:00Z", **given)}  # type: ignore[arg-type]


def reasons(verdicts: dict[str, Verdict], policy: str) -> list[str]:
    return [judged.reason for judged in judge([PLAIN, FLAGGED, CONFLICT], Standing(verdicts.values()), policy)]


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
    first = next(iter(judge([PLAIN], Standing(edited.values()), "flagged")))
    assert (first.reason, first.example.answer, first.example.facts) == ("", "Resposta melhor.", {})


def test_a_verdict_on_other_words_is_not_applied_and_the_example_waits() -> None:
    stale = {PLAIN.id: Verdict(PLAIN.id, "0" * 64, "approved", "ana", "2026-01-01T00:00:00Z")}
    assert reasons(stale, "none")[0] == "stale_verdict"


def test_verdicts_on_examples_that_are_gone_are_counted() -> None:
    standing = Standing((verdict(PLAIN, "approved") | verdict(FLAGGED, "approved")).values())
    assert standing.orphans([PLAIN.id, CONFLICT.id]) == 1
    assert Standing().orphans([PLAIN.id]) == 0


def test_of_many_verdicts_each_is_found_by_its_example_and_no_other_example_has_one() -> None:
    decisions: tuple[Decision, ...] = ("approved", "edited", "rejected", "unsure")
    given = [
        Verdict(
            f"results/a/{n}/x",
            f"{n:064x}",
            decisions[n % 4],
            "ana",
            "2026-01-01T00:00:00Z",
            EDIT if n % 4 == 1 else None,
        )
        for n in range(1000)
    ]
    standing = Standing(reversed(given))
    for verdict in given:
        said = standing.on(verdict.example_id)
        assert said == (verdict.verdict, bytes.fromhex(verdict.seen_sha256), verdict.messages)
    assert not any(standing.on(f"results/b/{n}/x") for n in range(1000))
