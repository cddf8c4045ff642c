"""An audit as PNG and as one HTML page that holds everything."""

import base64
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.files import atomic_file
from train.audit_text import MEANINGS, duration, value
from train.report import STYLE, html_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT, LIMIT = "#1f2933", "#0b7285", "#c2410c"
TEMPLATES = 20  # shown in the picture; the table has all
PICTURES = {
    "lengths": "How many rows of train have how many tokens; the line is the limit, the tick the longest row.",
    "templates": "Tokens a row by template, the largest first: the bar reaches from the shortest row to 95 %, the dot "
    "is the median, the tick the longest.",
}
Told = Mapping[str, Any]


def write_page(folder: Path, told: Told) -> None:
    """Write `lengths.png`, `templates.png` and `audit.html`, which carries both."""
    pictures = {"lengths": _drawn(told, _lengths, 4.0)}
    templates = len(told["lengths"]["template"])
    if templates:
        pictures["templates"] = _drawn(told, _templates, 1.2 + 0.26 * min(TEMPLATES, templates))
    for name, png in pictures.items():
        with atomic_file(folder / f"{name}.png") as handle:
            handle.write(png)
    with atomic_file(folder / "audit.html") as handle:
        handle.write(page(told, pictures).encode())


def page(told: Told, pictures: Mapping[str, bytes]) -> str:
    """The page. Names of rows and templates come from the corpus: `html_table` escapes them."""
    verdict = told["verdict"]
    epoch = told["epoch"]
    parts = [
        f"<h1>Audit of {told['dataset']['version']}</h1>",
        html_table(["", ""], _summary(told)),
        f"<h2>Verdict: {'train on it' if verdict['passed'] else 'do not train on it'}</h2>",
        html_table(["what", "found", "limit", "", "first rows"], [_judged(told, j) for j in verdict["judgements"]]),
        f"<h2>Lengths</h2>{_figure('lengths', pictures)}",
        html_table(["split", *HEAD], _lines(told["lengths"]["split"])),
        f"<h2>Limits, and what they cost in {epoch['epochs']} epochs</h2>",
        html_table(["length", "rows over", "answers cut", "no room at all", "memory, GB", "time", ""], _limits(told)),
        "<h2>Padding</h2>",
        html_table(["rows", "useful tokens", "computed", "fill", "updates an epoch"], _padding(told)),
        "<h2>Longest rows</h2>",
        html_table(["tokens", "row", "split"], [[str(r["tokens"]), r["id"], r["split"]] for r in told["longest"]]),
        "<h2>By builder</h2>",
        html_table(["builder", *HEAD], _lines(told["lengths"]["builder"])),
        f"<h2>By template</h2>{_figure('templates', pictures)}",
        html_table(["template", *HEAD], _lines(told["lengths"]["template"])),
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>Audit of {told['dataset']['version']}</title><style>{STYLE}</style>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


HEAD = ("rows", "tokens", "to learn", "mean", "p50", "p90", "p95", "p99", "max")


def _lines(table: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    keys = ("rows", "tokens", "targets", "mean", "p50", "p90", "p95", "p99", "max")
    return [[name, *(f"{row[key]:,}" for key in keys)] for name, row in table.items()]


def _summary(told: Told) -> list[list[str]]:
    epoch = told["epoch"]
    return [
        ["tokenizer", told["tokenizer"]],
        ["settings", f"preset {told['preset']}, length {told['against_limit']['limit']}"],
        ["rows", ", ".join(f"{name} {n:,}" for name, n in told["splits"].items())],
        ["tokens an epoch", f"{epoch['tokens']:,}, {epoch['targets']:,} of them to be learned"],
        ["nothing is cut from", f"{told['against_limit']['nothing_cut_from']} tokens on"],
    ]


def _judged(told: Told, j: Mapping[str, Any]) -> list[str]:
    fault = told["faults"].get(j["what"].removesuffix("_share"), {"ids": []})
    sign = "" if j["passed"] else "fatal" if j["fatal"] else "not kept"
    return [MEANINGS[j["what"]], value(j["value"]), value(j["limit"]), sign, ", ".join(fault["ids"])]


def _limits(told: Told) -> list[list[str]]:
    rows = []
    for row in told["limits"]:
        note = "as set" if row["set"] else ""
        if row["memory_gb"] > told["memory_room_gb"]:
            note = f"{note} over the {told['memory_room_gb']} GB of {told['backend']}".strip()
        time = f"x{row['time']:.2f} {duration(row['hours'])}".strip()
        counts = (row["limit"], row["rows_over"], row["answers_cut"], row["no_room_for_answer"])
        rows.append([*(f"{n:,}" for n in counts), f"{row['memory_gb']:.2f}", time, note])
    return rows


def _padding(told: Told) -> list[list[str]]:
    return [
        [name, f"{w['useful']:,}", f"{w['computed']:,}", f"{w['fill']:.1%}", f"{w['updates']:,}"]
        for name, w in told["padding"].items()
    ]


def _figure(name: str, pictures: Mapping[str, bytes]) -> str:
    if name not in pictures:
        return ""
    data = base64.b64encode(pictures[name]).decode()
    caption = PICTURES[name]
    return f'<img alt="{caption}" src="data:image/png;base64,{data}"><p class="quiet">{caption}</p>'


def _drawn(told: Told, draw: Any, height: float) -> bytes:
    """One picture as PNG; drawn without a display and without touching what else uses matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_axisbelow(True)
    draw(axes, told)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=130, metadata={"Software": None})
    return out.getvalue()


def _lengths(axes: "Axes", told: Told) -> None:
    bars: Sequence[Mapping[str, int]] = told["histogram"]["train"]
    limit, train = told["against_limit"]["limit"], told["lengths"]["split"].get("train")
    if not bars or not train:
        return
    axes.grid(visible=True, axis="y", color="#e4e7eb", linewidth=0.8)
    width = bars[0]["to"] - bars[0]["from"]
    axes.bar([b["from"] for b in bars], [b["rows"] for b in bars], width=width * 0.92, align="edge", color=FAINT)
    axes.plot(train["max"], 0, "|", color=LIMIT, markersize=14)
    near = limit <= 2 * train["max"]  # a limit far away would squeeze the bars into a corner
    if near:
        axes.axvline(limit, color=LIMIT, linewidth=1.6)
        side = "right" if limit > train["max"] / 2 else "left"
        axes.annotate(
            f" limit {limit} ", (limit, 1), xycoords=("data", "axes fraction"), ha=side, va="top", color=LIMIT
        )
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlabel("tokens a row" + ("" if near else f" (the limit is {limit})"))
    axes.set_ylabel("rows")
    axes.set_title(
        f"Tokens a row of train: median {train['p50']}, 95 % within {train['p95']}, longest {train['max']}", loc="left"
    )


def _templates(axes: "Axes", told: Told) -> None:
    table = sorted(told["lengths"]["template"].items(), key=lambda item: (-item[1]["rows"], item[0]))[:TEMPLATES][::-1]
    axes.grid(visible=True, axis="x", color="#e4e7eb", linewidth=0.8)
    places = range(len(table))
    low, high = [row["min"] for _, row in table], [row["p95"] for _, row in table]
    axes.barh(places, [b - a for a, b in zip(low, high, strict=True)], left=low, height=0.55, color=FAINT, alpha=0.75)
    axes.plot([row["p50"] for _, row in table], places, "o", color=INK, markersize=4)
    axes.plot([row["max"] for _, row in table], places, "|", color=LIMIT, markersize=9)
    axes.set_xlim(left=0)
    axes.margins(y=0.02)
    axes.set_title("Tokens a row by template (rows)", loc="left")
    axes.set_yticks(places, [f"{name} ({row['rows']:,})" for name, row in table], fontsize=8)
    axes.set_xlabel("tokens a row")
