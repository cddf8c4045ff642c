"""Ask: the base model and the tuned one side by side; a wrong answer goes to the queue."""

import streamlit as st

from records.errors import AcervoError
from review_app import markup, runs
from review_app.asking import ask
from review_app.reports import Report, keep, likely, reports
from review_app.shell import Shell, enter
from review_app.visible import one_line
from review_app.worklist import FIRST_OF_REST


def show(shell: Shell) -> None:
    t = shell.t
    names = runs.run_names(shell.place.data)
    if not names:
        st.subheader(t("runs.none"))
        st.write(t("runs.how"))
        return
    with st.form("asking", border=False):
        left, right = st.columns([2, 1])
        question = left.text_input(t("ask.question"), placeholder=_some_question(shell), key="ask_question")
        run = right.selectbox(t("runs.run"), names, key="ask_run")
        asked = st.form_submit_button(t("ask.do"), type="primary")
    if asked and question and question.strip():
        with st.spinner(t("ask.thinking")):
            tuned, base = ask(shell.place.data, question, run=run), ask(shell.place.data, question, base=True, run=run)
        st.session_state.asked = (question.strip(), tuned, base)
    if "asked" in st.session_state:
        _answered(shell)
    else:
        st.caption(t("ask.about"))
    _kept(shell)


def _some_question(shell: Shell) -> str:
    """One that was trained on: what to ask is best shown."""
    query = "SELECT prompt FROM examples WHERE split = 'train' AND n >= ? ORDER BY n LIMIT 1"
    found = shell.place.index.rows(query, FIRST_OF_REST)
    return one_line(found[0][0]) if found else shell.t("ask.example")


def _answered(shell: Shell) -> None:
    t, (question, tuned, base) = shell.t, st.session_state.asked
    st.html(markup.text_html(question, "question"))
    for column, title, answer in zip(
        st.columns(2, border=True), ("runs.tuned", "runs.base"), (tuned, base), strict=True
    ):
        column.html(markup.text_html(t(title), "eyebrow"))
        column.html(markup.text_html(answer.text or answer.fault, "answer long"))
    if not tuned.fault:
        st.button(
            t("ask.wrong"),
            key="ask_wrong",
            on_click=_report,
            args=(shell, question, tuned.text),
            icon=":material/flag:",
        )
    st.html(markup.text_html(st.session_state.pop("reported", ""), "saved"))


def _report(shell: Shell, question: str, answer: str) -> None:
    place = shell.place
    ids = tuple(likely(place.index, question))
    try:
        keep(place.data / "review", Report(question, answer, ids, shell.curator, place.ledger.now()))
    except AcervoError as error:
        st.session_state.reported = str(error)
        return
    st.session_state.reported = shell.t("ask.reported" if ids else "ask.reported_none", count=len(ids))


def _kept(shell: Shell) -> None:
    kept = list(reports(shell.place.data / "review"))
    if kept:
        with st.expander(shell.t("ask.kept", count=len(kept))):
            header = (
                "",
                shell.t("column.question"),
                shell.t("column.answer"),
                shell.t("column.curator"),
                shell.t("ask.examples"),
            )
            rows = [
                (str(n), one_line(r.question), one_line(r.answer), r.curator, str(len(r.example_ids)))
                for n, r in enumerate(kept, 1)
            ]
            st.html(markup.table_html(header, rows))


show(enter())
