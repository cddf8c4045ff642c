"""Which part of the queue a curator takes, when there are several."""

import streamlit as st

from review_app.shell import Shell
from review_app.worklist import Share


def share_widgets(shell: Shell) -> Share:
    """The share chosen in the sidebar; alone, one sees everything."""
    with st.sidebar, st.expander(shell.t("share")):
        of = int(st.number_input(shell.t("share.of"), 1, 50, 1, key="share_of", persist_state="session"))
        if of == 1:
            return Share()
        number = int(st.number_input(shell.t("share.number"), 1, of, 1, key="share_number"))
        overlap = int(
            st.slider(shell.t("share.overlap"), 0, 100, 10, 5, key="share_overlap", help=shell.t("share.help"))
        )
    return Share(number, of, overlap)
