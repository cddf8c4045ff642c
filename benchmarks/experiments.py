"""`python -m benchmarks experiments`: the trials of docs/experiments.csv as a table and a chart."""

import csv
import re
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs"
TABLE = re.compile(r"(<!-- trials -->\n).*?(<!-- /trials -->)", re.DOTALL)
SHOWN = {
    "D": ("answers and names as they were", "#9aa5b1", "o"),
    "F": ("names and slips in training too", "#0b7285", "o"),
    "C": ("half of the matches, plainer questions", "#c2410c", "^"),
}
MANY, SLOT, LISTS = ("G", "I", "J", "M", "N"), ("O", "S", "AA"), "AA"
"""Data of hundreds of matches: without a slot whose value may be none, with one, and what was mostly lists."""
BEST = 512
"""Tokens of an update with which the lists know the most: others only in the panel on that."""
PROBES = {"known": ("#0b7285", "o"), "unseen": ("#9aa5b1", "s"), "unanswerable": ("#c2410c", "^")}


def main() -> int:
    """Rewrite the table between the marks of experiments.md, and the chart."""
    with (DOCS / "experiments.csv").open(encoding="utf-8", newline="") as file:
        trials = list(csv.DictReader(file))
    page = DOCS / "experiments.md"
    written = TABLE.sub(lambda found: f"{found[1]}{table(trials)}{found[2]}", page.read_text(encoding="utf-8"))
    page.write_text(written, encoding="utf-8")
    chart(trials, DOCS / "images" / "known-against-tokens.png")
    return 0


def table(trials: list[dict[str, str]]) -> str:
    """Markdown, a line a trial."""
    names = list(trials[0])
    lines = [names, ["---"] * len(names), *([row[name] for name in names] for row in trials)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def chart(trials: list[dict[str, str]], path: Path) -> None:
    """What is answered as it should be against tokens trained: of the sample, and of hundreds of matches.

    And of the same three million tokens against the tokens of an update.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 4.8), layout="constrained")
    FigureCanvasAgg(figure)
    left, middle, right = figure.subplots(1, 3, sharey=True)
    for data, (label, colour, marker) in SHOWN.items():
        chosen = [t for t in trials if t["data"] == data and t["layers"] == "5" and t["rank"] == "64"]
        _points(left, [t for t in chosen if t["rate"] == "2e-3"], "known", (label, colour, marker))
    lists = [t for t in trials if t["data"] == LISTS]
    sizes = [update_tokens(t) for t in lists]
    for probe, (colour, marker) in PROBES.items():
        _points(middle, [t for t in trials if t["data"] in MANY], probe, (probe, colour, marker), fillstyle="none")
        slot = [t for t in trials if t["data"] in SLOT and (t["data"] != LISTS or update_tokens(t) == BEST)]
        _points(middle, slot, probe, (f"{probe}, with the slot", colour, marker))
        shares = [share(t[probe]) for t in lists]
        right.plot(sizes, shares, marker=marker, color=colour, label=probe, linestyle="none")
    left.set(title="the sample: known, in five layers", ylabel="% as it should be", ylim=(0, 102))
    middle.set(title="487 matches: the three probes")
    for axes in (left, middle):
        axes.set(xlabel="tokens trained, millions", xlim=(0, None))
    right.set_xscale("log", base=2)
    right.set_xticks(sorted(set(sizes)), [f"{size:,}" for size in sorted(set(sizes))])
    right.set(title="487 matches, 3 million tokens of lists", xlabel="tokens of an update", xlim=(400, 2600))
    for axes in (left, middle, right):
        axes.grid(visible=True, color="#e4e7eb", linewidth=0.8)
        columns = 1 if axes is left else 2
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=columns, fontsize="small")
    figure.savefig(path, dpi=120, metadata={"Software": None})


def _points(
    axes: Any,
    trials: list[dict[str, str]],
    probe: str,
    style: tuple[str, str, str],
    fillstyle: str = "full",
) -> None:
    label, colour, marker = style
    points = sorted((int(t["tokens"]) / 1e6, share(t[probe])) for t in trials)
    xy = zip(*points, strict=True)
    axes.plot(*xy, marker=marker, color=colour, label=label, linestyle="none", fillstyle=fillstyle)


def update_tokens(trial: dict[str, str]) -> int:
    """The tokens of an update of packed rows: "2x1024" is 2,048."""
    rows, length = map(int, trial["micro_batch"].split("x"))
    return rows * length


def share(score: str) -> float:
    """Percent, of "54/104"."""
    right, asked = map(int, score.split("/"))
    return 100 * right / asked


if __name__ == "__main__":
    sys.exit(main())
