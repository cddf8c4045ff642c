"""Browse: everything there is, page by page, and verdicts on many at once."""

import streamlit as st

from review_app import markup
from review_app.bulk import bulk_panel
from review_app.exporting import selection_jsonl
from review_app.filters import filter_row
from review_app.search import COUNT_LIMIT, ORDERS, PAGE, Filter, Found, count, page
from review_app.shell import Shell, current_filter, enter, say_address
from review_app.visible import one_line, thousands

LINE, TALLEST = 35, 560  # pixels of a row, and of the list


def show(shell: Shell) -> None:
    wanted = current_filter()
    say_address(wanted)
    filter_row(shell)
    total = count(shell.place.index, wanted, 1_000_000 if not wanted.text else COUNT_LIMIT)
    order = _head(shell, total)
    pages = max(1, -(-min(total, 1_000_000) // PAGE))
    number = st.session_state.get("page_number", 1)
    found = page(shell.place.index, wanted, min(number, pages), order)
    _table(shell, found)
    if pages > 1:
        st.pagination(pages, default=min(number, pages), key="page_of", on_change=_turn)
    _actions(shell, wanted)


def _head(shell: Shell, total: int) -> str:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    shown = f"{thousands(COUNT_LIMIT)}+" if total == COUNT_LIMIT + 1 else total
    left.html(markup.text_html(shell.t("browse.count", count=shown), "eyebrow"))
    return right.selectbox(
        shell.t("browse.order"), list(ORDERS), format_func=lambda name: shell.t(f"order.{name}"),
        label_visibility="collapsed", key="browse_order", on_change=_first_page,
    )  # fmt: skip


def _table(shell: Shell, found: list[Found]) -> None:
    if not found:
        st.write(shell.t("browse.none"))
        return
    t = shell.t
    rows = {
        t("column.state"): [shell.word("state", f.state) for f in found],
        t("column.question"): [one_line(f.prompt, 160) for f in found],
        t("column.answer"): [one_line(f.answer, 200) for f in found],
        t("column.why"): [", ".join(shell.word("flag", flag) for flag in f.flags) for f in found],
        t("column.length"): [f.length for f in found],
        t("column.source"): [one_line(f.source, 60) for f in found],
        t("column.id"): [one_line(f.id, 120) for f in found],
    }
    wide = {
        t("column.question"): st.column_config.TextColumn(width=285),
        t("column.answer"): st.column_config.TextColumn(width=300),
        t("column.why"): st.column_config.TextColumn(width=160),
    }
    chosen = st.dataframe(
        rows,
        hide_index=True,
        height=min(TALLEST, LINE * (len(found) + 1) + 2),
        column_config=wide,
        on_select="rerun",
        selection_mode="single-row",
        key="browse_rows",
    )
    picked = chosen["selection"]["rows"]
    if picked and picked[0] < len(found):
        st.session_state.current, st.session_state.arrived, st.session_state.asking = found[picked[0]].id, True, ""
        st.switch_page("views/review.py")
    st.caption(t("browse.open"))


def _actions(shell: Shell, wanted: Filter) -> None:
    if st.toggle(shell.t("bulk"), key="bulk_open"):
        bulk_panel(shell, wanted)
    st.download_button(
        shell.t("browse.export"), lambda: selection_jsonl(shell.place.index, wanted), shell.t("browse.file"),
        "application/jsonl", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _turn() -> None:
    st.session_state.page_number = st.session_state.page_of


def _first_page() -> None:
    st.session_state.page_number = 1


show(enter())
