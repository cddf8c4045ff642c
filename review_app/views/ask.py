"""Ask: the base model and the tuned one side by side; a wrong answer goes to the queue."""

import time
from collections.abc import Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from records.errors import AcervoError
from review_app import markup, runs
from review_app.asking import Answered, answers_of
from review_app.places import FIRST_OF_REST
from review_app.reports import Report, keep, likely, reports
from review_app.shell import Shell, enter
from review_app.visible import one_line


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
    growing: Iterator[Answered] = iter(())
    if asked and question and question.strip():
        answers = answers_of(shell.place.data, run)
        growing = answers.ask(question.strip())
        st.session_state.asked = (question.strip(), next(growing))
    if "asked" in st.session_state:
        _answered(shell, growing)
    else:
        st.caption(t("ask.about"))
    _kept(shell)


def _some_question(shell: Shell) -> str:
    """One that was trained on: what to ask is best shown."""
    query = "SELECT prompt FROM examples WHERE split = 'train' AND n >= ? ORDER BY n LIMIT 1"
    found = shell.place.index.rows(query, FIRST_OF_REST)
    return one_line(found[0][0]) if found else shell.t("ask.example")


def _answered(shell: Shell, growing: Iterator[Answered]) -> None:
    """The question and both answers side by side, as they grow."""
    t, (question, answered) = shell.t, st.session_state.asked
    st.html(markup.text_html(question, "question"))
    slots, columns = [], st.columns(2, border=True)
    for column, title in zip(columns, ("runs.tuned", "runs.base"), strict=True):
        column.html(markup.text_html(t(title), "eyebrow"))
        slots.append(column.empty())
    began = time.monotonic()
    for answered in growing:
        waited = round(time.monotonic() - began)
        _fill(slots, (answered.tuned or t("ask.thinking", seconds=waited), answered.base or "…"))
    _fill(slots, (answered.tuned or answered.fault or "—", answered.base or answered.fault or "—"))
    if answered.tuned and not answered.fault:
        given = (shell, question, answered.tuned.strip())
        columns[0].button(t("ask.wrong"), key="ask_wrong", on_click=_report, args=given, icon=":material/flag:")
    columns[0].html(markup.text_html(st.session_state.pop("reported", ""), "saved"))


def _fill(slots: list[DeltaGenerator], texts: tuple[str, str]) -> None:
    """Show both answers. To draw is also when Streamlit looks whether the page has been left."""
    for slot, text in zip(slots, texts, strict=True):
        slot.html(markup.text_html(text.strip(), "answer long"))


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
