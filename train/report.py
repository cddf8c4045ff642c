"""`python -m train report`: a run's plots, and one page that holds everything."""

import argparse
import base64
import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from records.files import atomic_file, read_json
from train.curves import Curves, read_curves
from train.hints import Hint, hints
from train.tuned import RUNS, find_run

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1f2933;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin-bottom:0}h2{font-size:1.15rem;margin-top:2.2rem}img{width:100%;height:auto}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #e4e7eb;vertical-align:top}
.quiet{color:#616e7c}.hint{border-left:4px solid #c2410c;padding:.2rem 0 .2rem 1rem;margin:1rem 0}
"""
SETTINGS = ("preset", "model", "adapter", "batches", "optimizer")
CAPTIONS = {
    "loss_curves": "Training loss and the validation loss of each probe; the star is the adapter that was kept.",
    "learning_rate": "The rate of each update.",
    "memory_usage": "What MLX has in use, keeps and has had at most; the whole process; the system's swap.",
    "throughput": "Useful tokens a second.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--runs", type=Path, default=RUNS, help="where runs are kept")
    parser.add_argument("--run", help="name of the run; the newest if not given")


def run(arguments: argparse.Namespace) -> int:
    """Write the plots and the page, print the hints. Returns 0."""
    from train.plots import plots

    folder = find_run(arguments.runs, arguments.run)
    curves = read_curves(folder)
    pictures = plots(curves)
    for name, png in pictures.items():
        with atomic_file(folder / "plots" / f"{name}.png") as handle:
            handle.write(png)
    found = hints(curves)
    with atomic_file(folder / "report.html") as handle:
        handle.write(page(curves, found, pictures, evaluations(folder)).encode())
    for hint in found:
        print(f"hint: {hint} (plots/{hint.plot}.png)")
    print(f"report: {folder / 'report.html'}, plots in {folder / 'plots'}")
    return 0


def evaluations(folder: Path) -> dict[str, Mapping[str, Any]]:
    """The evaluations made of a run so far, by file name."""
    return {path.stem: read_json(path) for path in sorted(folder.glob("evaluation*.json"))}


def page(
    curves: Curves, found: Sequence[Hint], pictures: Mapping[str, bytes], judged: Mapping[str, Mapping[str, Any]]
) -> str:
    """The page. Whatever comes from the corpus or the model is escaped: it is text, never markup."""
    parts = [
        f"<h1>{_text(curves.run)}</h1>",
        f'<p class="quiet">{_text(_story(curves))}</p>',
        *(f'<p class="hint"><b>{_text(h.sign)}</b>: {_text(h.figures)}; {_text(h.remedy)}</p>' for h in found),
        *(_figure(name, png) for name, png in pictures.items()),
        *(_evaluation(name, result) for name, result in judged.items()),
        _samples(curves),
        _settings(curves),
    ]
    title = f"<title>{_text(curves.run)}</title>"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{title}<style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _story(curves: Curves) -> str:
    """What happened, in a sentence."""
    last = curves.updates[-1] if curves.updates else {"step": 0, "steps": 0, "epoch": 0, "seconds": 0.0}
    how = (
        "finished"
        if curves.finished
        else f"stopped by {curves.state['stopped_by']}"
        if _stopped(curves)
        else "under way"
    )
    best = curves.state.get("best_loss")
    known = "" if best is None else f"; best `known` loss {best:.3f} at update {curves.state['best_step']}"
    return (
        f"{how} after {last['step']} of {last['steps']} updates, {last['epoch']} epochs and {last['seconds'] / 60:.1f} "
        f"minutes of training, on dataset {curves.begun['dataset'].get('version', 'unknown')}{known}"
    )


def _stopped(curves: Curves) -> bool:
    return bool(curves.state.get("stopped_by"))


def _figure(name: str, png: bytes) -> str:
    data = base64.b64encode(png).decode()
    caption = CAPTIONS[name]
    image = f'<img alt="{caption}" src="data:image/png;base64,{data}">'
    return f'<h2>{name.replace("_", " ")}</h2>{image}<p class="quiet">{caption}</p>'


def _evaluation(name: str, result: Mapping[str, Any]) -> str:
    from train.evaluation_text import share

    head = ["probe", "rows", "right", "wrong", "declined", "as it should (95 %)"]
    rows = [
        [probe, *(str(counts[key]) for key in ("rows", "right", "wrong", "declined")), share(counts)]
        for probe, counts in result["probes"].items()
    ]
    return f"<h2>{_text(name.replace('_', ' '))}</h2>{html_table(head, rows)}"


def _samples(curves: Curves) -> str:
    rows = [
        [str(row["step"]), sample["question"], sample["expected"], sample["answer"]]
        for row in curves.evaluations
        for sample in row.get("samples", ())
    ]
    return "<h2>sample answers</h2>" + html_table(["update", "asked", "expected", "answered"], rows) if rows else ""


def _settings(curves: Curves) -> str:
    config = curves.begun["config"]
    rows: list[list[str]] = []
    for key in SETTINGS:
        value = config[key]
        told = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
        rows.append([key, told])
    return "<h2>settings</h2>" + html_table(["setting", "value"], rows)


def html_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with a row of headings; every cell is escaped."""
    lines = ["".join(f"<th>{_text(cell)}</th>" for cell in head)]
    lines += ["".join(f"<td>{_text(cell)}</td>" for cell in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _text(value: str) -> str:
    return html.escape(value)
