"""One verdict on everything a filter shows, with the count and a sample seen first, and one undo."""

from typing import get_args

import streamlit as st

from records.errors import AcervoError
from records.verdicts import Decision
from review_app import decisions, markup
from review_app.exporting import selection
from review_app.search import Filter, count, page
from review_app.shell import Shell
from review_app.visible import one_line

VERDICTS = tuple(name for name in get_args(Decision) if name != "edited")
SAMPLE = 5


def bulk_panel(shell: Shell, wanted: Filter) -> None:
    """How many there are, what they look like, the button, and the undo."""
    total = count(shell.place.index, wanted, 10_000_000)
    if wanted.parameters() and total:
        _decision(shell, wanted, total)
    else:
        st.caption(shell.t("bulk.filter_first"))
    mine = shell.place.actions.get(shell.curator, [])
    st.button(shell.t("undo"), key="bulk_undo", on_click=_undo, args=(shell,), disabled=not mine, type="tertiary")
    st.html(markup.text_html(st.session_state.pop("bulk_saved", ""), "saved"))


def _decision(shell: Shell, wanted: Filter, total: int) -> None:
    t, reason = shell.t, ""
    verdict = st.segmented_control(
        t("bulk.verdict"),
        VERDICTS,
        default=VERDICTS[0],
        key="bulk_verdict",
        format_func=lambda v: shell.word("state", v),
    )
    if verdict == "rejected":
        words = {name: t(f"reason.{name}") for name in decisions.REASONS}
        reason = st.selectbox(t("reject.why"), list(words), format_func=words.__getitem__, key="bulk_reason")
    rows = [("", one_line(found.prompt), one_line(found.answer)) for found in page(shell.place.index, wanted)[:SAMPLE]]
    st.html(markup.text_html(t("bulk.sample", count=total), "eyebrow"))
    st.html(markup.table_html(("", t("column.question"), t("column.answer")), rows))
    sure = st.checkbox(t("bulk.sure", count=total), key=f"bulk_sure {total} {wanted.parameters()}")
    label, given = t("bulk.do", count=total), (shell, wanted, verdict, reason)
    ready = bool(sure and verdict)
    st.button(label, key="bulk_do", disabled=not ready, type="primary", on_click=_do, args=given)


def _do(shell: Shell, wanted: Filter, verdict: Decision, reason: str) -> None:
    examples = selection(shell.place.index, wanted)
    try:
        at, done = decisions.decide_all(shell.place.ledger, examples, verdict, shell.curator, reason)
    except AcervoError as error:
        st.session_state.bulk_saved = str(error)
        return
    shell.place.actions.setdefault(shell.curator, []).append((at, ""))
    st.session_state.bulk_saved = shell.t("bulk.saved", count=done, state=shell.word("state", verdict))


def _undo(shell: Shell) -> None:
    at, _ = shell.place.actions[shell.curator].pop()
    try:
        done = decisions.undo(shell.place.ledger, shell.curator, at)
    except AcervoError as error:
        st.session_state.bulk_saved = str(error)
        return
    st.session_state.bulk_saved = shell.t("undo.done", count=done)
