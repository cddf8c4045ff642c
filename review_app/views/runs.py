"""Runs: the curves of training, and what the base and the tuned model answered."""

import streamlit as st

from review_app import charts, markup, runs
from review_app.shell import Shell, enter
from review_app.visible import thousands, visible

PAGE = 10


def show(shell: Shell) -> None:
    data, t = shell.place.data, shell.t
    names = runs.run_names(data)
    if not names:
        st.subheader(t("runs.none"))
        st.write(t("runs.how"))
        return
    run = st.selectbox(t("runs.run"), names, key="run")
    curves, answers = st.tabs([t("runs.curves"), t("runs.answers")])
    with curves:
        _curves(shell, run)
    with answers:
        _answers(shell, run)


def _curves(shell: Shell, run: str) -> None:
    t, steps = shell.t, runs.steps(shell.place.data, run)
    judged = [{**row, "probe": shell.word("probe", row["probe"])} for row in runs.losses(shell.place.data, run)]
    left, right = st.columns(2)
    if judged:
        with left:
            charts.draw(charts.curves(judged, "loss", (t("runs.step"), t("runs.probe_loss")), "probe"), t("decimal"))
    columns = {"loss": right, "gradient_norm": left, "tokens_per_second": right, "learning_rate": left}
    for name, column in columns.items():
        rows = runs.curve(steps, name, restless=name != "learning_rate")
        if rows:
            with column:
                charts.draw(charts.curves(rows, name, (t("runs.step"), t(f"runs.{name}"))), t("decimal"))


def _answers(shell: Shell, run: str) -> None:
    t, found = shell.t, runs.answers(shell.place.data, run)
    if not found:
        st.caption(t("runs.not_evaluated"))
        return
    with st.container(horizontal=True):
        for probe, tally in runs.probes(shell.place.data, run).items():
            share, counts = f"{100 * tally['share']:.0f} %", f"{thousands(tally['good'])} / {thousands(tally['rows'])}"
            st.metric(
                shell.word("probe", probe), share, counts, delta_color="off", delta_arrow="off", border=True, width=240
            )
    if not any(answer.base for answer in found):
        st.caption(t("runs.no_base"))
    wrong_only = st.toggle(t("runs.wrong_only"), value=True, key="wrong_only")
    shown = [answer for answer in found if not (wrong_only and answer.good)]
    pages = max(1, -(-len(shown) // PAGE))
    number = st.pagination(pages, key="answers_page") if pages > 1 else 1
    for answer in shown[(number - 1) * PAGE : number * PAGE]:
        _one(shell, answer)


def _one(shell: Shell, answer: runs.Answered) -> None:
    t = shell.t
    with st.container(border=True):
        st.html(markup.text_html(answer.question, "prose"))
        expected, tuned, base = st.columns(3)
        for column, title, text in (
            (expected, "runs.expected", answer.expected),
            (tuned, "runs.tuned", answer.tuned),
            (base, "runs.base", answer.base),
        ):
            column.html(markup.text_html(t(title), "eyebrow"))
            column.html(markup.text_html(text or "—", "prose"))
        said = [shell.word("probe", answer.probe), shell.word("outcome", answer.outcome), answer.id]
        st.html(markup.text_html(" · ".join(filter(None, said)), "quiet"))
        if st.button(
            t("runs.open"), key=f"open {visible(answer.id)}", type="tertiary", icon=":material/arrow_forward:"
        ):
            st.session_state.current, st.session_state.arrived = answer.id, True
            st.switch_page("views/review.py")


show(enter())
