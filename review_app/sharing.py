"""Which part of the queue a curator takes, when there are several."""

import streamlit as st

from review_app.shell import Shell
from review_app.worklist import Share


def share_widgets(shell: Shell) -> Share:
    """The share chosen in the sidebar; alone, one sees everything. Another share begins its queue at the beginning."""
    t = shell.t
    with st.sidebar, st.expander(t("share")):
        of = int(
            st.number_input(t("share.of"), 1, 50, 1, key="share_of", persist_state="session", on_change=_begin_anew)
        )
        if of == 1:
            return Share()
        number = int(st.number_input(t("share.number"), 1, of, 1, key="share_number", on_change=_begin_anew))
        overlap = st.slider(
            t("share.overlap"), 0, 100, 10, 5, key="share_overlap", help=t("share.help"), on_change=_begin_anew
        )
    return Share(number, of, int(overlap))


def _begin_anew() -> None:
    st.session_state.current = ""
