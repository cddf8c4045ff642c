"""Review: one example at a time."""

from pathlib import Path

import streamlit as st

from records.example import Example
from review_app import markup, panels
from review_app.bar import KEYS, Desk, key_bar, undo_bar
from review_app.correcting import correction_form
from review_app.editing import edit_form
from review_app.filters import filter_row
from review_app.lesson_panel import lesson_panel
from review_app.search import COUNT_LIMIT, Filter, count
from review_app.sharing import share_widgets
from review_app.shell import Shell, current_filter, enter, say_address, set_filter
from review_app.visible import thousands
from review_app.worklist import Share, left, next_id

QUESTION_MARK = Path(__file__).parents[1] / "question_mark.html"


def show(shell: Shell) -> None:
    wanted, share = current_filter(), share_widgets(shell)
    example = _current(shell, wanted, share)
    say_address(wanted, example=example.id if example else "")
    filter_row(shell, _left(shell, wanted, share))
    if example is None:
        _finished(shell, wanted, share)
        return
    desk = Desk(shell, wanted, share, example)
    editing = st.session_state.get("asking") == "edit"
    conflict = bool(example.options) and not editing
    # Sources that disagree need the whole width, side by side; else one column to read, one to check it against.
    st.html(markup.top_html(f"{example.id} {editing}"), unsafe_allow_javascript=True)
    reading, checking = (st.container(), st.container()) if conflict else st.columns([7, 5], gap="large")
    with reading:
        if editing:
            edit_form(desk)
        else:
            panels.sheet(shell, example)
            if conflict:
                panels.options(shell, example)
            key_bar(desk)
        _fault(shell)
    with checking:
        if not conflict:
            panels.source_panel(shell, example)
        lesson_panel(shell, example)
        panels.siblings_panel(shell, example)
        panels.history_panel(shell, example)
        correction_form(shell, example)
    with st.sidebar:
        st.html(QUESTION_MARK, unsafe_allow_javascript=True)
        st.button(shell.t("keys"), key="help", shortcut="H", on_click=_keys, args=(shell,), type="tertiary")


def _current(shell: Shell, wanted: Filter, share: Share) -> Example | None:
    """The example being looked at: the one in the address, the one the last key led to, or the first of the queue."""
    index = shell.place.index
    asked = "" if st.session_state.get("arrived") else st.query_params.get("example", "")
    st.session_state.arrived = True
    for example_id in (asked, st.session_state.get("current", "")):
        example = index.example(example_id) if example_id else None
        if example:
            st.session_state.current = example.id
            return example
    first = next_id(index, wanted, share, curator=shell.curator)
    st.session_state.current = first or ""
    return index.example(first) if first else None


def _left(shell: Shell, wanted: Filter, share: Share) -> str:
    waiting = left(shell.place.index, wanted, share, shell.curator)
    return shell.t("left", count=f"{thousands(COUNT_LIMIT)}+" if waiting > COUNT_LIMIT else waiting)


def _finished(shell: Shell, wanted: Filter, share: Share) -> None:
    empty = not shell.place.index.rows("SELECT 1 FROM examples LIMIT 1")
    nothing = bool(wanted.parameters()) and not count(shell.place.index, wanted, 1)
    st.subheader(shell.t("empty" if empty else "browse.none" if nothing else "finished"))
    if empty or not nothing:
        st.write(shell.t("empty.how" if empty else "finished.filter" if wanted.parameters() else "finished.all"))
    if wanted.parameters():
        st.button(shell.t("filter.clear"), key="finished_clear", on_click=set_filter, args=(Filter(),))

    trail = st.session_state.get("trail")
    last = shell.place.index.example(trail[-1]) if trail else None
    if last:
        undo_bar(Desk(shell, wanted, share, last))


def _fault(shell: Shell) -> None:
    fault = st.session_state.pop("fault", "")
    if fault:
        st.error(shell.t("not_saved"))
        st.text(fault)


def _keys(shell: Shell) -> None:
    @st.dialog(shell.t("keys"))
    def dialog() -> None:
        rows = [(key, shell.t(f"key.{name}")) for key, name in KEYS]
        st.html(markup.table_html((shell.t("keys.key"), shell.t("keys.what")), rows))

    dialog()


show(enter())
