"""Charts in one style: quiet axes, the same colour for the same thing everywhere."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

SERIES = ["#1f6f5c", "#c8793b", "#5b7db1", "#8a6fae", "#b5525c", "#7f8c8d"]
FEW = 8  # bars; fewer would each be as wide as a door
WORDS = "#5c6068"  # of axes and legends: Streamlit's own grey is too light to be read by many
THIN_SPACE = "\u202f"  # between thousands, in both languages

Rows = Sequence[Mapping[str, Any]]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart


def draw(chart: Chart, decimal: str) -> None:
    """Put a chart on the page, its numbers written with this decimal mark."""
    number = {"decimal": decimal, "thousands": THIN_SPACE, "grouping": [3], "currency": ["", ""]}
    words = {"labelColor": WORDS, "titleColor": WORDS}
    st.altair_chart(chart.configure(locale={"number": number}, axis=words, legend=words), width="stretch")


def bars(rows: Rows, x: str, y: str, titles: tuple[str, str], series: str = "", height: int = 300) -> alt.Chart:
    """Bars over an ordered axis, numbers by size and names as they come; with `series`, stacked in its colours."""
    order = "ascending" if rows and isinstance(rows[0][x], int) else None
    axis = alt.Axis(grid=False, labelOverlap=True, labelAngle=0, ticks=False, labelLimit=120)
    few = len({row[x] for row in rows}) < FEW
    mark = alt.MarkDef(type="bar", color=SERIES[0], cornerRadiusEnd=3, size=48 if few else alt.Undefined)
    return _chart(rows, mark, height).encode(
        x=alt.X(f"{x}:O", title=titles[0], axis=axis, sort=order),
        y=_counts(y, titles[1]),
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in (x, series, y) if name],
        **_colours(series),
    )


def histogram(rows: Rows, titles: tuple[str, str], series: str = "", height: int = 300) -> alt.Chart:
    """Bars over a scale of numbers. Rows: `from`, `to`, `count` and, where given, `series`, stacked in its colours."""
    axis = alt.Axis(grid=False, ticks=False, format="d", labelOverlap=True)
    return _chart(rows, alt.MarkDef(type="bar", color=SERIES[0]), height).encode(
        x=alt.X("from:Q", bin="binned", title=titles[0], axis=axis),
        x2=alt.X2("to:Q"),
        y=_counts("count", titles[1]),
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("from", "to", series, "count") if name],
        **_colours(series),
    )


def curves(rows: Rows, y: str, titles: tuple[str, str], series: str = "", height: int = 300) -> Chart:
    """Lines over training steps. Rows: step, `y`, where given `series`, and where `y` is restless its `mean`."""
    point = alt.OverlayMarkDef(size=24, color=alt.Undefined if series else SERIES[0]) if len(rows) < 40 else False
    restless = bool(rows) and "mean" in rows[0]
    line = alt.MarkDef(type="line", color=SERIES[0], strokeWidth=2, point=point)
    faint = alt.MarkDef(type="line", color=SERIES[0], strokeWidth=1, opacity=0.25)
    raw = _curve(rows, y, titles, faint if restless else line, height).encode(**_colours(series))
    return alt.layer(raw, _curve(rows, "mean", titles, line, height)) if restless else raw


def _curve(rows: Rows, y: str, titles: tuple[str, str], mark: alt.MarkDef, height: int) -> alt.Chart:
    axis = alt.Axis(gridOpacity=0.3, domain=False, ticks=False)
    return _chart(rows, mark, height).encode(
        x=alt.X("step:Q", title=titles[0], axis=alt.Axis(grid=False, ticks=False, format=",d", tickMinStep=1)),
        y=alt.Y(f"{y}:Q", title=titles[1], axis=axis, scale=alt.Scale(zero=False)),
        tooltip=[alt.Tooltip("step:Q", title=titles[0]), alt.Tooltip(f"{y}:Q", title=titles[1], format=".4g")],
    )


def _chart(rows: Rows, mark: alt.MarkDef, height: int) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)), mark=mark).properties(height=height)


def _counts(y: str, title: str) -> alt.Y:
    axis = alt.Axis(grid=True, gridOpacity=0.3, domain=False, ticks=False, tickMinStep=1)
    return alt.Y(f"{y}:Q", title=title, axis=axis)


def _colours(series: str) -> dict[str, Any]:
    scale, legend = alt.Scale(range=SERIES), alt.Legend(orient="top", title=None, columns=2)
    return {"color": alt.Color(f"{series}:N", scale=scale, legend=legend, sort=None)} if series else {}
