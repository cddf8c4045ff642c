"""The list of what reading mended by itself, and undoing one of them by a correction."""

from collections.abc import Sequence

import streamlit as st

from records.errors import AcervoError
from records.repair import RepairMade
from records.verdicts import Correction
from review_app import markup
from review_app.decisions import correct, difference
from review_app.places_in_words import place_in_words
from review_app.repairs import as_it_was, read_repairs, undone
from review_app.shell import Shell
from review_app.visible import one_line

PAGE = 20
COLUMNS = (4, 8, 2)


def repair_list(shell: Shell) -> None:
    """The repairs of the last build, by file and kind, each with what the source says and a way back."""
    t, found = shell.t, read_repairs(shell.place.data)
    if not found:
        st.caption(t("repairs.none"))
        return
    counted = markup.text_html(t("repairs", count=len(found)), "eyebrow")
    st.html(counted + markup.text_html(t("repairs.about"), "quiet"))
    chosen = _chosen(shell, found)
    pages = max(1, -(-len(chosen) // PAGE))
    number = min(pages, st.pagination(pages, key="repairs_page")) if pages > 1 else 1
    corrections = shell.place.ledger.corrections()
    for repair in chosen[(number - 1) * PAGE : number * PAGE]:
        _one(shell, repair, corrections)
    st.html(markup.text_html(st.session_state.pop("repair_undone", ""), "saved"))


def _chosen(shell: Shell, found: Sequence[RepairMade]) -> list[RepairMade]:
    t, left, right = shell.t, *st.columns(2)
    files = list(dict.fromkeys(repair.file for repair in found))
    file = left.selectbox(
        t("repairs.file"), ["", *files], key="repairs_file", format_func=lambda f: f or t("filter.any")
    )
    families = sorted({repair.repair for repair in found if file in ("", repair.file)})
    family = right.selectbox(
        t("repairs.family"), ["", *families], key="repairs_family",
        format_func=lambda name: shell.word("repair", name) if name else t("filter.any"),
    )  # fmt: skip
    doubtful = st.toggle(t("repairs.unsure"), key="repairs_unsure")
    return [r for r in found if file in ("", r.file) and family in ("", r.repair) and not (doubtful and r.sure)]


def _one(shell: Shell, repair: RepairMade, corrections: Sequence[Correction]) -> None:
    where, what, act = st.columns(COLUMNS, vertical_alignment="center")
    kind = f"{shell.word('repair', repair.repair)} · {place_in_words(repair.locator, shell.word)}"
    where.html(markup.text_html(f"{kind}\n{one_line(repair.file)}", "quiet"))
    what.html(markup.pieces_html(difference(repair.before, repair.after), "prose"))
    name = f"{repair.file} {repair.locator} {repair.after}"
    if undone(repair, corrections):
        act.caption(shell.t("repairs.undone"))
    elif st.session_state.get("undoing") != name:
        act.button(shell.t("repairs.undo"), key=f"undo {name}", on_click=_begin, args=(name,))
    else:
        with what:
            st.text_area(shell.t("repairs.as"), as_it_was(repair), key="undo_as", height=80)
            with st.container(horizontal=True):
                st.button(
                    shell.t("correct.save"), key="undo_save", type="primary", on_click=_save, args=(shell, repair)
                )
                st.button(shell.t("cancel"), key="undo_cancel", type="tertiary", on_click=_begin, args=("",))


def _begin(name: str) -> None:
    st.session_state.undoing = name


def _save(shell: Shell, repair: RepairMade) -> None:
    wanted = (st.session_state.undo_as or "").strip()
    if not wanted or wanted == repair.after:
        return
    try:
        correct(shell.place.ledger, repair.file, repair.after, wanted, shell.curator)
    except AcervoError as error:
        st.session_state.repair_undone = str(error)
        return
    st.session_state.undoing, st.session_state.repair_undone = "", shell.t("repairs.undone")
