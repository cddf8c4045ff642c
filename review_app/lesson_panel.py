"""Why a run brought an example here, in words, and the way from a wrong answer to what should have taught it."""

import streamlit as st

from records.example import Example
from review_app import markup
from review_app.lessons import Answered
from review_app.places_in_words import place_in_words
from review_app.shell import Shell
from review_app.visible import one_line, visible

LONGEST = 160  # characters of an answer in a reason
MOST = 12  # examples that are listed


def reasons(shell: Shell, example: Example) -> list[str]:
    """What the newest runs say of the example."""
    lessons, t = shell.place.lessons, shell.t
    found: list[str] = []
    if example.id in lessons.reported:
        found.append(t("flag.reported"))
    if answered := lessons.wrong.get(example.id):
        found.append(t("why.answered", **_both(answered)))
    elif asked := lessons.teaches.get(example.id):
        found.append(t("why.teaches", **_both(lessons.wrong[asked])))
    if hard := lessons.hard.get(example.id):
        found.append(t("why.never" if hard == "never" else "why.hard"))
    return found


def lesson_panel(shell: Shell, example: Example) -> None:
    """The examples that should have taught what this one asks, each with its source and what was decided."""
    lessons = shell.place.lessons
    if asked := lessons.teaches.get(example.id):
        _open_button(shell, asked, shell.t("lesson.asked"))
    teachers = lessons.taught_by.get(example.id, ())
    if example.id not in lessons.wrong:
        return
    if not teachers:
        st.caption(shell.t("lesson.none"))
        return
    with st.expander(shell.t("lesson.teachers", count=len(teachers)), expanded=True):
        for name in teachers[:MOST]:
            _teacher(shell, name)


def _teacher(shell: Shell, name: str) -> None:
    teacher = shell.place.index.example(name)
    if teacher is None:
        return
    source = teacher.sources[0]
    place = f"{source.file} · {place_in_words(source.locator, shell.word)}"
    st.html(markup.text_html(f"{one_line(teacher.prompt)}\n{one_line(teacher.answer)}", "prose"))
    st.html(markup.text_html(f"{place} · {_decided(shell, name)}", "quiet"))
    _open_button(shell, name, shell.t("runs.open"))


def _decided(shell: Shell, name: str) -> str:
    """The state of an example and who decided it."""
    state, curator = shell.place.index.rows("SELECT state, curator FROM examples WHERE id = ?", name)[0]
    return " · ".join(part for part in (shell.word("state", state), curator) if part)


def _open_button(shell: Shell, name: str, label: str) -> None:
    st.button(
        label,
        key=f"open {visible(name)}",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=_open,
        args=(name,),
    )


def _open(name: str) -> None:
    st.session_state.setdefault("trail", []).append(st.session_state.get("current", ""))
    st.session_state.current, st.session_state.asking = name, ""


def _both(answered: Answered) -> dict[str, str]:
    return {"answer": one_line(answered.answer, LONGEST) or "—", "reference": one_line(answered.reference, LONGEST)}
