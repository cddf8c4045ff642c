"""Repairing a source once for every example made from it."""

import streamlit as st

from records.errors import AcervoError
from records.example import Example
from review_app import markup
from review_app.decisions import correct
from review_app.packed import docx_text
from review_app.shell import Shell
from review_app.sources import OURS, PROFILE, SHEETS, inside, read_text


def correction_form(shell: Shell, example: Example) -> None:
    """What stands in the source, what should, and in how many places that changes it."""
    files = correctable(example)
    if not files:
        return
    form = st.expander(shell.t("correct"), key="correct_open", on_change="rerun")
    if form.open:
        with form:
            _form(shell, example, files)


def correctable(example: Example) -> list[str]:
    """The files of an example in which a correction would be obeyed.

    What is read cell by cell is mended in its own program, the profile is its owner's to write, and what comes with
    the project is in no archive.
    """
    cited = dict.fromkeys(source.file for source in example.sources)
    return [file for file in cited if not file.endswith(SHEETS) and file != PROFILE and not file.startswith(OURS)]


def _form(shell: Shell, example: Example, files: list[str]) -> None:
    st.caption(shell.t("correct.about"))
    file = st.selectbox(shell.t("correct.file"), files, key=f"correct_file {example.id}")
    before = st.text_input(shell.t("correct.before"), key=f"correct_before {example.id}", live=True)
    after = st.text_input(shell.t("correct.after"), key=f"correct_after {example.id}", live=True)
    places = _places(shell, file, before) if file and before else 0
    if before:
        st.caption(shell.t("correct.later") if places is None else shell.t("correct.places", count=places))
    useless = places == 0 or not before or not after or before == after
    st.button(shell.t("correct.save"), key="correct_save", disabled=useless, on_click=_save, args=(shell, example))
    done = st.session_state.pop("corrected", "")
    if done:
        st.html(markup.text_html(done, "saved"))


def _places(shell: Shell, file: str, before: str) -> int | None:
    """How often the text stands in the source; None where only the next build can say."""
    try:
        path = inside(shell.place.corpus, file)
        if path.suffix.lower() in (".pdf", ".epub"):
            return None
        text = docx_text(path) if path.suffix.lower() == ".docx" else read_text(path)
        return (text or "").count(before)
    except AcervoError:
        return 0


def _save(shell: Shell, example: Example) -> None:
    """Keep what the fields hold at this moment: the button may be pressed before the page has seen the last letter."""
    file, before, after = (st.session_state[f"correct_{name} {example.id}"] for name in ("file", "before", "after"))
    if not after or _places(shell, file, before) == 0:
        return
    try:
        at = correct(shell.place.ledger, file, before, after, shell.curator)
    except AcervoError as error:
        st.session_state.fault = str(error)
        return
    shell.place.actions.setdefault(shell.curator, []).append((at, st.session_state.get("current", "")))
    st.session_state.corrected = shell.t("correct.saved")
