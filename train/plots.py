"""A run's figures as PNG: loss with the probes, learning rate, memory, throughput."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from train.curves import Curves, smoothed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT = "#1f2933", "#9aa5b1"
PROBES = {"known": "#0b7285", "unseen": "#c2410c", "unanswerable": "#7048a8"}
MEMORY = {
    "peak_memory_gb": ("MLX, highest so far", "#c2410c"),
    "active_memory_gb": ("MLX, in use", "#0b7285"),
    "cache_memory_gb": ("MLX, kept for reuse", "#7048a8"),
    "process_memory_gb": ("the process", INK),
    "swap_gb": ("swap of the system", "#b91c1c"),
}


def plots(curves: Curves) -> dict[str, bytes]:
    """Each plot's name and its PNG."""
    drawn: dict[str, Callable[[Axes, Curves], None]] = {
        "loss_curves": _loss,
        "learning_rate": _rate,
        "memory_usage": _memory,
        "throughput": _throughput,
    }
    return {name: _png(draw, curves) for name, draw in drawn.items()}


def _png(draw: "Callable[[Axes, Curves], None]", curves: Curves) -> bytes:
    """One plot; drawn without a display and without touching what else uses matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(visible=True, axis="y", color="#e4e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel("update")
    draw(axes, curves)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False, loc="best")
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=130, metadata={"Software": None})
    return out.getvalue()


def _loss(axes: "Axes", curves: Curves) -> None:
    steps, loss = curves.series("loss")
    axes.plot(steps, loss, color=FAINT, linewidth=0.7, alpha=0.6)
    axes.plot(steps, smoothed(loss), color=INK, linewidth=1.8, label="training")
    for probe, colour in PROBES.items():
        at, values = curves.probe(probe)
        if values:
            axes.plot(at, values, color=colour, linewidth=1.6, marker="o", markersize=4, label=f"valid, {probe}")
    at, known = curves.probe("known")
    if known:
        best = known.index(min(known))
        axes.plot(at[best], known[best], "*", color=PROBES["known"], markersize=15, label=f"best, {known[best]:.3f}")
    shown = [*loss, *(v for probe in PROBES for v in curves.probe(probe)[1])]
    if shown and min(shown) > 0 and max(shown) / min(shown) > 20:
        _logarithmic(axes)
    axes.set_ylabel("loss, nats a token")
    axes.set_title("Loss on answers", loc="left")


def _logarithmic(axes: "Axes") -> None:
    """A logarithmic axis marked 0.1, 0.2, 0.5, 1, 2 rather than in powers."""
    from matplotlib.ticker import LogLocator, NullLocator

    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter("{x:g}")


def _rate(axes: "Axes", curves: Curves) -> None:
    axes.plot(*curves.series("learning_rate"), color=INK, linewidth=1.8)
    axes.set_ylim(bottom=0)
    axes.ticklabel_format(axis="y", style="sci", scilimits=(0, 0))
    axes.set_ylabel("learning rate")
    axes.set_title("Learning rate", loc="left")


def _memory(axes: "Axes", curves: Curves) -> None:
    for name, (label, colour) in MEMORY.items():
        steps, values = curves.series(name)
        if values and not (name == "swap_gb" and max(values) == 0):
            axes.plot(steps, values, color=colour, linewidth=1.6, label=f"{label}, at most {max(values):.2f}")
    axes.set_ylim(bottom=0)
    axes.set_ylabel("GB")
    axes.set_title("Memory", loc="left")


def _throughput(axes: "Axes", curves: Curves) -> None:
    steps, speed = curves.series("tokens_per_second")
    axes.plot(steps, speed, color=FAINT, linewidth=0.7, alpha=0.7, label="each update")
    axes.plot(steps, smoothed(speed), color=INK, linewidth=1.8, label="smoothed")
    axes.set_ylim(bottom=0)
    axes.set_ylabel("tokens a second")
    axes.set_title("Throughput, padding not counted", loc="left")
