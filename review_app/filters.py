"""The row of filters above the queue and the lists."""

import streamlit as st

from review_app.markup import text_html
from review_app.search import STATES, Filter, choices, filter_from
from review_app.shell import Shell, current_filter, set_filter

CHOSEN = ("state", "flag", "builder", "template", "source", "curator", "split")


def filter_row(shell: Shell, note: str = "") -> None:
    """Draw the filters, and a note beside them. The text is looked for as one types."""
    wanted = current_filter()
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            shell.t("filter.text"),
            value=wanted.text,
            key="filter_text",
            type="search",
            live=True,  # a number of milliseconds would have Streamlit read it with pandas: half a second
            on_change=_changed,
            label_visibility="collapsed",
            placeholder=shell.t("filter.text"),
            icon=":material/search:",
            width=360,
        )
        chosen = len(wanted.parameters()) - bool(wanted.text)
        label = shell.t("filter.more", count=chosen) if chosen else shell.t("filter")
        more = st.popover(label, icon=":material/tune:", key="popover_of_filters", on_change="rerun")
        if more.open:  # closed, its dozen fields are neither made nor sent
            with more:
                _widgets(shell, wanted)
        if wanted.parameters():
            st.button(
                shell.t("filter.clear"), on_click=set_filter, args=(Filter(),), type="tertiary", key="filters_clear"
            )
        if note:
            st.space("stretch")
            st.html(text_html(note, "eyebrow note"), width="content")


def _widgets(shell: Shell, wanted: Filter) -> None:
    exist = _choices(shell)
    exist["template"].sort(key=lambda value: _shown(shell, "template", value).casefold())
    columns = st.columns(2)
    for number, name in enumerate(CHOSEN):
        given = getattr(wanted, name)
        options = ["", *exist[name]]
        options += [given] if given not in options else []
        columns[number % 2].selectbox(
            shell.t(f"filter.{name}"), options, index=options.index(given), key=f"filter_{name}", on_change=_changed,
            format_func=lambda value, name=name: _shown(shell, name, value),
        )  # fmt: skip
    first, second = st.columns(2)
    for column, name, given in ((first, "shortest", wanted.shortest), (second, "longest", wanted.longest)):
        column.number_input(
            shell.t(f"filter.{name}"), 0, 10_000_000, given or None, 50, key=f"filter_{name}", on_change=_changed,
            placeholder=shell.t("filter.any"),
        )  # fmt: skip


def _changed() -> None:
    """Take what the fields on the page say; of those not drawn what the filter said.

    Not what the address says: who types on sends the one of a page ago.
    """
    state, before = st.session_state, st.session_state.filter
    names = ("text", *CHOSEN, "shortest", "longest")
    set_filter(filter_from({name: str(state.get(f"filter_{name}", getattr(before, name)) or "") for name in names}))


def _shown(shell: Shell, name: str, value: str) -> str:
    if not value:
        return shell.t("filter.any")
    if name == "template":
        return shell.kind(current_filter().builder, value)
    return shell.word(name, value) if name in ("state", "flag", "split", "builder") else value


def _choices(shell: Shell) -> dict[str, list[str]]:
    """The values to choose from, asked of the index once for each of its versions and after each new decision."""
    version = shell.place.index.version()
    curators = [row[0] for row in shell.place.index.rows("SELECT DISTINCT curator FROM opinions ORDER BY curator")]
    return {**_cached_choices(shell.place, version), "curator": curators, "state": list(STATES)}


@st.cache_data(show_spinner=False, max_entries=4)
def _cached_choices(_place: object, version: str) -> dict[str, list[str]]:
    return choices(_place.index)  # type: ignore[attr-defined]
