"""Corrections: the repairs to sources and the settled conflicts that stand, and taking one back."""

from dataclasses import replace

import streamlit as st

from records.errors import AcervoError
from records.verdicts import Correction, Settlement
from review_app import markup, panels
from review_app.shell import Shell, enter
from review_app.visible import one_line


def show(shell: Shell) -> None:
    corrections, settlements = shell.place.ledger.corrections(), list(shell.place.ledger.settlements().values())
    if not corrections and not settlements:
        st.subheader(shell.t("corrections.none"))
        st.caption(shell.t("corrections.how"))
    if corrections:
        counted = markup.text_html(shell.t("corrections.count", count=len(corrections)), "eyebrow")
        st.html(counted + markup.text_html(shell.t("corrections.about"), "quiet"))
        header = ("", *(shell.t(f"correct.{name}") for name in ("file", "before", "after")), shell.t("column.curator"))
        rows = [
            (str(n), one_line(c.file), one_line(c.before), one_line(c.after), c.curator)
            for n, c in enumerate(corrections, 1)
        ]
        st.html(markup.table_html(header, rows))
        _take_back(shell, "correction", list(corrections))
    if settlements:
        st.html(markup.text_html(shell.t("settlements.count", count=len(settlements)), "eyebrow"))
        header = ("", shell.t("settlements.fact"), shell.t("column.decision"), shell.t("column.curator"))
        rows = [(str(n), one_line(s.group), panels.decided(shell, s), s.curator) for n, s in enumerate(settlements, 1)]
        st.html(markup.table_html(header, rows))
        _take_back(shell, "settlement", settlements)
    st.html(markup.text_html(st.session_state.pop("taken_back", ""), "saved"))


def _take_back(shell: Shell, kind: str, records: list) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(shell.t("corrections.number"), 1, len(records), key=f"{kind}_number", width=160)
        record = records[int(number) - 1]
        st.button(shell.t("corrections.take_back"), key=f"{kind}_back", on_click=_withdraw, args=(shell, record))


def _withdraw(shell: Shell, record: Correction | Settlement) -> None:
    ledger = shell.place.ledger
    try:
        ledger.append(replace(record, withdrawn=True, curator=shell.curator, at=ledger.now()))
        st.session_state.taken_back = shell.t("corrections.taken_back")
    except AcervoError as error:
        st.session_state.taken_back = str(error)


show(enter())
