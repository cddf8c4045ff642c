"""Progress: how much has been seen, at what pace, and whether curators agree."""

import streamlit as st

from review_app import charts, markup, tallies
from review_app.agreement import Agreement, agreements
from review_app.shell import Shell, enter
from review_app.visible import one_line, thousands

SHOWN = ("approved", "edited", "settled", "unsure", "rejected", "stale", "new")  # in the order of the bars
KAPPA_FEW = 20  # examples in common below which a kappa says little


def show(shell: Shell) -> None:
    index, t = shell.place.index, shell.t
    states = tallies.by_state(index)
    total, waiting = sum(states.values()), states.get("new", 0)
    _figures(shell, total, total - waiting, waiting)
    if not total:
        st.write(t("empty.how"))
        return
    _bars(shell, "progress.builders", "builder", tallies.by_builder(index))
    _bars(shell, "progress.flags", "flag", tallies.by_flag(index))
    st.html(markup.legend_html([(f"state-{state}", shell.word("state", state)) for state in SHOWN]))
    days = [{"day": shell.when(day).strip(), "who": who, "count": count} for day, who, count in tallies.by_day(index)]
    if days:
        st.html(markup.text_html(t("progress.days"), "eyebrow"))
        charts.draw(charts.bars(days, "day", "count", ("", ""), "who", 240), t("decimal"))
    _agreement(shell, agreements(index))


def _figures(shell: Shell, total: int, seen: int, waiting: int) -> None:
    seconds = tallies.seconds_each(shell.place.index, shell.curator)
    columns = st.columns(4, border=True)
    share = shell.share(seen, total)
    columns[0].metric(shell.t("progress.seen"), thousands(seen), share, delta_color="off", delta_arrow="off")
    columns[1].metric(shell.t("progress.left"), thousands(waiting))
    columns[2].metric(
        shell.t("progress.pace"), f"{seconds:.0f} s" if seconds else "—", help=shell.t("progress.pace.help")
    )
    columns[3].metric(shell.t("progress.time"), _time(shell, waiting * seconds) if seconds else "—")


def _time(shell: Shell, seconds: float) -> str:
    hours = seconds / 3600
    return f"{shell.figure(hours)} h" if hours >= 1 else f"{shell.figure(60 * hours, 0)} min"


def _bars(shell: Shell, title: str, group: str, counted: list[tuple[str, str, int]]) -> None:
    """A bar for each name, in parts by state, with how many of it have been seen."""
    if not counted:
        return
    bars = [markup.text_html(shell.t(title), "eyebrow")]
    for name in sorted({name for name, _, _ in counted}):
        states = {state: count for other, state, count in counted if other == name}
        parts = [(f"state-{state}", shell.word("state", state), states.get(state, 0)) for state in SHOWN]
        total = sum(states.values())
        seen = f"{thousands(total - states.get('new', 0))} / {thousands(total)}"
        bars.append(markup.bar_html(shell.word(group, name), parts, seen))
    st.html("".join(bars))


def _agreement(shell: Shell, found: list[Agreement]) -> None:
    t = shell.t
    st.html(markup.text_html(t("agreement"), "eyebrow"))
    if not found:
        st.caption(t("agreement.none"))
        return
    header = ("", t("agreement.pair"), t("agreement.both"), t("agreement.same"), t("agreement.kappa"))
    rows = [
        (
            str(n),
            f"{a.one} · {a.other}",
            thousands(a.both),
            f"{100 * a.same / a.both:.0f} %",
            "—" if a.kappa is None else shell.figure(a.kappa, 2),
        )
        for n, a in enumerate(found, start=1)
    ]
    st.html(markup.table_html(header, rows))
    if any(a.both < KAPPA_FEW for a in found):
        st.caption(t("agreement.few", count=KAPPA_FEW))
    for a in found:
        if a.apart:
            with st.expander(t("agreement.apart", count=a.both - a.same)):
                lines = [
                    (str(n), one_line(i, 120), shell.word("state", x), shell.word("state", y))
                    for n, (i, x, y) in enumerate(a.apart, 1)
                ]
                st.html(markup.table_html(("", t("column.id"), a.one, a.other), lines))


show(enter())
