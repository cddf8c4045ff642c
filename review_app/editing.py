"""Editing a question and its answer, with what changed and what went missing shown before it is kept."""

from pathlib import Path

import streamlit as st

from records.example import Example
from review_app import markup
from review_app.bar import Desk
from review_app.decisions import difference, edit_faults, edited_messages, vanished_facts
from review_app.visible import visible

CHECK = ":material/check:"
AS_ONE_TYPES = Path(__file__).with_name("as_one_types.html")


def edit_form(desk: Desk) -> None:
    """Two fields; below them what is wrong and what changed, as one types."""
    t, example = desk.shell.t, desk.example
    st.html(AS_ONE_TYPES, unsafe_allow_javascript=True)
    question = st.text_area(t("edit.question"), example.prompt, key=_key("question", example), height="content") or ""
    answer = st.text_area(t("edit.answer"), example.answer, key=_key("answer", example), height="content") or ""
    found = edit_faults(example, edited_messages(example, question, answer))
    with st.container(key="bar"), st.container(horizontal=True):
        desk.button("save", t("edit.save"), "Ctrl+Enter", _save, desk, type="primary", icon=CHECK)
        desk.button("cancel", t("cancel"), "Esc", desk.ask, "", type="tertiary")
    if found:
        empty = not question.strip() or not answer.strip()
        st.error(t("edit.empty") if empty else t("edit.fault"), icon=":material/block:")
        st.text("" if empty else visible("\n".join(found)))
    lost = vanished_facts(example, answer)
    if lost:
        st.session_state.warned = answer
        st.warning(t("edit.vanished"), icon=":material/warning:")
        st.html(markup.chips_html([value for _, value in lost], "chips why"))
    _changes(desk, question, answer)


def _save(desk: Desk) -> None:
    """Keep what the fields hold at this moment: the key may come before the page has seen the last word typed.

    An answer that lost a fact is kept only once the warning over this very text has been on the page.
    """
    question, answer = (st.session_state[_key(name, desk.example)] or "" for name in ("question", "answer"))
    lost = vanished_facts(desk.example, answer)
    if lost and st.session_state.get("warned") != answer:
        st.session_state.warned = answer
        return
    desk.save_edit(question, answer)


def _key(name: str, example: Example) -> str:
    return f"{name} {example.id}"


def _changes(desk: Desk, question: str, answer: str) -> None:
    changed = [(desk.example.prompt, question.strip()), (desk.example.answer, answer.strip())]
    if all(before == after for before, after in changed):
        return
    st.html(markup.text_html(desk.shell.t("edit.changes"), "eyebrow"))
    for before, after in changed:
        if before != after:
            st.html(markup.pieces_html(difference(before, after), "prose"))
