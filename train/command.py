"""`python -m train train`: one run from the command line."""

import argparse
import os
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from train import backend, checkpoint, display, lora, machines, memory, runs, tuned
from train.inputs import add_settings, identity, prepare, settings
from train.loop import Trainer
from train.plan import describe, refuse_what_does_not_fit
from train.planning import make_plan
from train.reporting import PLACES, package, reported


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_settings(parser)
    parser.add_argument("--runs", type=Path, default=tuned.RUNS, help="where runs are kept")
    parser.add_argument("--run", type=lambda run: Path(run).name, help="name of the run; made if it does not exist")
    parser.add_argument("--new", action="store_true", help="start afresh, touching nothing old")
    parser.add_argument("--anyway", action="store_true", help="train even where the plan says that it does not fit")
    parser.add_argument("--from", dest="parent", type=Path, help="go on from the adapter of this run")
    parser.add_argument("--report-to", choices=PLACES, help="send the figures there too; the package must be installed")


def run(arguments: argparse.Namespace) -> int:
    """Train. Returns the exit status: 0, 1 where memory ran short, 130 when it was asked to stop before the end."""
    place, wish = package(arguments.report_to), _wish(arguments)
    folder, start = _open_together(arguments.runs, wish)
    if start is not None and checkpoint.read_progress(start).finished:
        print(f"{folder} is finished already: NEW=1 trains afresh, FROM={folder.name} goes on from its adapter")
        return 0
    with runs.held(folder) if machines.own()[0] == 0 else nullcontext():
        print(f"{folder}: {'begins' if start is None else f'goes on from {start.name}'}; {backend.describe()}")
        return _train(_trainer(arguments.data, wish, folder, start), place, arguments.anyway)


def _wish(arguments: argparse.Namespace) -> runs.Wish:
    """What is asked for. A run that is named and there keeps its own settings and dataset, but for what is given."""
    begun = tuned.begun(arguments.runs / arguments.run) if arguments.run else None
    if begun and (own := arguments.data.resolve().with_name(begun["dataset"]["version"])).is_dir():
        arguments.data = own
    config = settings(arguments, begun and begun["config"])
    parent = arguments.parent and (arguments.parent if arguments.parent.is_dir() else arguments.runs / arguments.parent)
    return runs.Wish(config, identity(arguments.data), arguments.run, arguments.new, parent)


def _trainer(source: Path, wish: runs.Wish, folder: Path, start: Path | None) -> Trainer:
    """The run as it stands: at a checkpoint, at its parent's adapter, or at its beginning."""
    config = wish.config
    if not config.memory.checkpointing:
        backend.run_lanes_at_once()
    memory.set_limits(config.memory)
    model, tokenizer, data = prepare(source, config, wish.dataset)
    trainer = Trainer(model, data, config, folder)
    if start is not None:
        trainer.resume(start)
    elif (folder / runs.PARENT).is_dir():
        lora.load_weights(model, folder / runs.PARENT)
    trainer.samples = display.sampler(source, trainer, tokenizer)
    return trainer


def _train(trainer: Trainer, place: Any, anyway: bool) -> int:
    """Plan, train where that fits, and tell a person."""
    plan = make_plan(trainer)
    print("\n".join(describe(plan)))
    if not anyway:
        refuse_what_does_not_fit(plan)
    place = place if trainer.chief else None
    with display.bar_of(trainer) as bar, reported(place, trainer.run, trainer.config) as report:
        trainer.listeners += [partial(display.show, bar), report]
        progress = trainer.train()
    return display.tell_end(trainer, progress) if trainer.chief else 0


def _open_together(place: Path, wish: runs.Wish) -> tuple[Path, Path | None]:
    """Open the run; of several machines the first does, and the others must have the same of it, shared or copied."""
    machine, count = machines.own()
    folder, start = runs.open_run(place, wish) if machine == 0 else (place, None)
    folder = place / machines.told(folder.name)[0]  # none goes on before it is there
    if machine > 0:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  # until the process ends: the first speaks for all
        start = checkpoint.newest(folder)
    if count > 1:
        remedy = "give all the same settings and data, and share the folder of machine 0 or copy it to the others"
        machines.refuse_unlike(folder, runs.standing(folder, start, wish), remedy)
        folder.mkdir(parents=True, exist_ok=True)
    return folder, start
