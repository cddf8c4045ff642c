"""Corrections: repairs to sources and settled conflicts that stand, and what reading mended by itself."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from records.errors import AcervoError
from records.verdicts import Correction, Settlement
from review_app import markup, panels
from review_app.repair_list import repair_list
from review_app.shell import Shell, enter
from review_app.visible import one_line

PAGE = 20


def show(shell: Shell) -> None:
    t, ledger = shell.t, shell.place.ledger
    tabs = st.tabs([t("corrections.tab"), t("settlements.tab"), t("repairs.tab")])
    with tabs[0]:
        st.caption(t("corrections.about"))
        header = ("correct.file", "correct.before", "correct.after", "column.curator")
        cells = [(c.file, c.before, c.after, c.curator) for c in ledger.corrections()]
        if not cells:
            st.write(t("corrections.none"), t("corrections.how"))
        _listed(shell, "correction", header, cells, ledger.corrections())
    with tabs[1]:
        settled = list(ledger.settlements().values())
        header = ("settlements.fact", "column.decision", "column.curator")
        cells = [(_about(shell, s), panels.decided(shell, s), s.curator) for s in settled]
        if not cells:
            st.write(t("settlements.none"), t("settlements.how"))
        _listed(shell, "settlement", header, cells, settled)
    with tabs[2]:
        repair_list(shell)


def _listed(
    shell: Shell,
    kind: str,
    header: Sequence[str],
    cells: Sequence[Sequence[str]],
    records: Sequence[Correction | Settlement],
) -> None:
    """A row for each record with a button that takes it back."""
    if records:
        _row([shell.t(name) for name in header], "eyebrow")
    pages = max(1, -(-len(records) // PAGE))
    number = min(pages, st.pagination(pages, key=f"{kind}_page")) if pages > 1 else 1
    for at in range((number - 1) * PAGE, min(len(records), number * PAGE)):
        name, last = f"{kind}_back {number} {at}", _row(cells[at], "cell")
        last.button(shell.t("corrections.take_back"), key=name, on_click=_withdraw, args=(shell, records[at]))
    st.html(markup.text_html(st.session_state.pop(f"taken_back {kind}", ""), "saved"))


def _row(texts: Sequence[str], style: str) -> DeltaGenerator:
    """One cell beside the other; returns the place after them."""
    *columns, last = st.columns([4] * (len(texts) - 1) + [2, 2], vertical_alignment="center")
    for column, text in zip(columns, texts, strict=True):
        column.html(markup.text_html(one_line(text), style))
    return last


def _about(shell: Shell, settlement: Settlement) -> str:
    """A question on the fact, which says more than its name does; one without capitals only if there is no other."""
    query = "SELECT prompt FROM examples WHERE grp = ? ORDER BY prompt = lower(prompt), length LIMIT 1"
    found = shell.place.index.rows(query, settlement.group)
    return found[0][0] if found else settlement.group


def _withdraw(shell: Shell, record: Correction | Settlement) -> None:
    ledger = shell.place.ledger
    said = "taken_back correction" if isinstance(record, Correction) else "taken_back settlement"
    try:
        ledger.append(replace(record, withdrawn=True, curator=shell.curator, at=ledger.now()))
        st.session_state[said] = shell.t("corrections.taken_back")
    except AcervoError as error:
        st.session_state[said] = str(error)


show(enter())
