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
    """How many there are, what they look like, and the button."""
    t = shell.t
    total = count(shell.place.index, wanted, 10_000_000)
    if not wanted.parameters() or not total:
        st.caption(t("bulk.filter_first"))
        return
    verdict = st.segmented_control(
        t("bulk.verdict"),
        VERDICTS,
        default=VERDICTS[0],
        format_func=lambda name: shell.word("state", name),
        key="bulk_verdict",
    )
    reason = ""
    if verdict == "rejected":
        reason = st.selectbox(
            t("reject.why"), decisions.REASONS, format_func=lambda name: t(f"reason.{name}"), key="bulk_reason"
        )
    rows = [("", one_line(found.prompt), one_line(found.answer)) for found in page(shell.place.index, wanted)[:SAMPLE]]
    st.html(markup.text_html(t("bulk.sample", count=total), "eyebrow"))
    st.html(markup.table_html(("", t("column.question"), t("column.answer")), rows))
    sure = st.checkbox(t("bulk.sure", count=total), key=f"bulk_sure {total} {wanted.parameters()}")
    st.button(t("bulk.do", count=total), key="bulk_do", disabled=not sure or not verdict, type="primary",
              on_click=_do, args=(shell, wanted, verdict, reason))  # fmt: skip
    mine = shell.place.actions.get(shell.curator, [])
    st.button(t("undo"), key="bulk_undo", on_click=_undo, args=(shell,), disabled=not mine)
    st.html(markup.text_html(st.session_state.pop("bulk_saved", ""), "saved"))


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
