"""Charts in one style: quiet axes, the same colour for the same thing everywhere."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

SERIES = ["#1f6f5c", "#c8793b", "#5b7db1", "#8a6fae", "#b5525c", "#7f8c8d"]

FEW = 8  # bars; fewer would each be as wide as a door

Rows = Sequence[Mapping[str, Any]]


def bars(rows: Rows, x: str, y: str, titles: tuple[str, str], series: str = "", height: int = 300) -> alt.Chart:
    """Bars over an ordered axis, numbers by size and names as they come; with `series`, stacked in its colours."""
    order = "ascending" if rows and isinstance(rows[0][x], int) else None
    axis = alt.Axis(grid=False, labelOverlap=True, labelAngle=0, ticks=False, labelLimit=120)
    encoding: dict[str, Any] = {
        "x": alt.X(f"{x}:O", title=titles[0], axis=axis, sort=order),
        "y": alt.Y(f"{y}:Q", title=titles[1], axis=alt.Axis(grid=True, gridOpacity=0.3, domain=False, ticks=False)),
        "tooltip": [alt.Tooltip(f"{name}:N", title=" ") for name in (x, series, y) if name],
    }
    if series:
        scale = alt.Scale(range=SERIES)
        encoding["color"] = alt.Color(f"{series}:N", scale=scale, legend=alt.Legend(orient="top", title=None))
    few = len({row[x] for row in rows}) < FEW
    mark = alt.MarkDef(type="bar", color=SERIES[0], cornerRadiusEnd=3, size=48 if few else alt.Undefined)
    return alt.Chart(alt.Data(values=list(rows)), mark=mark).encode(**encoding).properties(height=height)


def histogram(rows: Rows, titles: tuple[str, str], series: str = "", height: int = 300) -> alt.Chart:
    """Bars over a scale of numbers. Rows: `from`, `to`, `count` and, where given, `series`, stacked in its colours."""
    encoding: dict[str, Any] = {
        "x": alt.X("from:Q", bin="binned", title=titles[0], axis=alt.Axis(grid=False, ticks=False, format="d")),
        "x2": alt.X2("to:Q"),
        "y": alt.Y("count:Q", title=titles[1], axis=alt.Axis(grid=True, gridOpacity=0.3, domain=False, ticks=False)),
        "tooltip": [alt.Tooltip(f"{name}:N", title=" ") for name in ("from", "to", series, "count") if name],
    }
    if series:
        scale = alt.Scale(range=SERIES)
        encoding["color"] = alt.Color(f"{series}:N", scale=scale, legend=alt.Legend(orient="top", title=None))
    mark = alt.MarkDef(type="bar", color=SERIES[0])
    return alt.Chart(alt.Data(values=list(rows)), mark=mark).encode(**encoding).properties(height=height)


def curves(rows: Rows, y: str, titles: tuple[str, str], series: str = "", height: int = 300) -> alt.Chart:
    """Lines over training steps. Rows: step, `y` and, where given, `series`."""
    encoding: dict[str, Any] = {
        "x": alt.X("step:Q", title=titles[0], axis=alt.Axis(grid=False, ticks=False)),
        "y": alt.Y(
            f"{y}:Q",
            title=titles[1],
            axis=alt.Axis(gridOpacity=0.3, domain=False, ticks=False),
            scale=alt.Scale(zero=False),
        ),
        "tooltip": [alt.Tooltip("step:Q", title=titles[0]), alt.Tooltip(f"{y}:Q", title=titles[1], format=".4g")],
    }
    if series:
        scale = alt.Scale(range=SERIES)
        encoding["color"] = alt.Color(f"{series}:N", scale=scale, legend=alt.Legend(orient="top", title=None))
    dot = alt.OverlayMarkDef(size=24, color=alt.Undefined if series else SERIES[0])
    point = dot if len(rows) < 40 else False
    mark = alt.MarkDef(type="line", color=SERIES[0], strokeWidth=2, point=point)
    return alt.Chart(alt.Data(values=list(rows)), mark=mark).encode(**encoding).properties(height=height)
