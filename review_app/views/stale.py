"""Stale: decisions on texts that have changed since, three columns, decided again with one key."""

import streamlit as st

from review_app import markup, panels
from review_app.bar import Desk, key_bar
from review_app.decisions import difference
from review_app.editing import edit_form
from review_app.search import Filter
from review_app.shell import Shell, enter
from review_app.stale import Stale, orphan_ids, stale_ids, three_columns
from review_app.visible import one_line
from review_app.worklist import Share

SHOWN = 200


def show(shell: Shell) -> None:
    stale, orphans = stale_ids(shell.place.index), orphan_ids(shell.place.index)
    if stale:
        counts = shell.t("stale.counts", stale=len(stale), orphans=len(orphans))
        st.html(markup.text_html(counts, "eyebrow") + markup.text_html(shell.t("stale.about"), "quiet"))
        current = st.session_state.get("current")
        _one(shell, three_columns(shell.place.ledger, shell.place.index, current if current in stale else stale[0]))
    else:
        st.subheader(shell.t("stale.none"))
        st.caption(shell.t("stale.none.about"))
    if orphans:
        _orphans(shell, orphans)


def _one(shell: Shell, item: Stale) -> None:
    if item.now is None:
        return
    t = shell.t
    seen, decided, now = st.columns(3, border=True)
    with seen:
        st.html(markup.text_html(t("stale.seen"), "eyebrow"))
        if item.seen is None:
            st.caption(t("stale.unseen"))
        else:
            _text(item.seen[-2]["content"], item.seen[-1]["content"])
    with decided:
        st.html(markup.text_html(t("stale.decided"), "eyebrow"))
        st.html(markup.text_html(panels.decided(shell, item.verdict), "value"))
        st.html(markup.text_html(f"{item.verdict.curator}, {shell.when(item.verdict.at)}", "quiet"))
        if item.verdict.messages:
            _text(item.verdict.messages[-2]["content"], item.verdict.messages[-1]["content"])
    with now:
        st.html(markup.text_html(t("stale.now"), "eyebrow"))
        before = item.seen or list(item.now.messages)
        st.html(markup.pieces_html(difference(before[-2]["content"], item.now.prompt), "question long"))
        st.html(markup.pieces_html(difference(before[-1]["content"], item.now.answer), "answer long"))
    st.html(markup.text_html(item.now.id, "quiet"))
    desk = Desk(shell, Filter(state="stale"), Share(), item.now)
    if st.session_state.get("asking") == "edit":
        edit_form(desk)
    else:
        key_bar(desk, item.verdict)


def _text(question: str, answer: str) -> None:
    st.html(markup.text_html(question, "question long"))
    st.html(markup.text_html(answer, "answer long"))


def _orphans(shell: Shell, orphans: list[str]) -> None:
    with st.expander(shell.t("orphans", count=len(orphans)), expanded=not stale_ids(shell.place.index)):
        st.caption(shell.t("orphans.about"))
        rows = []
        for number, name in enumerate(orphans[:SHOWN], start=1):
            item = three_columns(shell.place.ledger, shell.place.index, name)
            answer = item.seen[-1]["content"] if item.seen else "—"
            rows.append((str(number), one_line(name, 120), panels.decided(shell, item.verdict), one_line(answer)))
        header = ("", shell.t("column.id"), shell.t("column.decision"), shell.t("stale.seen"))
        st.html(markup.table_html(header, rows))


show(enter())
