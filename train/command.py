"""`python -m train train`: one run from the command line, and what a person sees of it."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import mlx.core as mx
from tqdm import tqdm

from records.errors import AcervoError
from records.files import read_jsonl, sha256_file, write_json
from records.manifest import NAME as MANIFEST
from records.manifest import verify_folder
from train import backend, checkpoint, lora, machine, memory, runs
from train.checkpoint import Progress
from train.config import Config, load_preset, merge, refuse_conflicts, with_change
from train.encoding import encode_prompt, encode_rows
from train.faults import refuse_fatal
from train.generation import generate_answers
from train.loop import Data, Trainer
from train.model import load_model
from train.plan import describe, make_plan, refuse_what_does_not_fit
from train.reporting import PLACES, package, reported

RUNS = Path("data/runs")
SAMPLE_TOKENS = 64


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what is trained with what: `train` and `plan` share them."""
    parser.add_argument("--data", type=Path, default=Path("data/frozen/latest"), help="frozen dataset")
    parser.add_argument("--preset", help="settings in train/presets; chosen by the machine if not given")
    parser.add_argument("--model", help='"embedded", a folder, or a name on the hub')
    parser.add_argument("--epochs", type=int, help="times every example is seen")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="optimizer.learning_rate=5.0e-4"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_settings(parser)
    parser.add_argument("--runs", type=Path, default=RUNS, help="where runs are kept")
    parser.add_argument("--run", help="name of the run; made if it does not exist")
    parser.add_argument("--new", action="store_true", help="start afresh, touching nothing old")
    parser.add_argument("--anyway", action="store_true", help="train even where the plan says that it does not fit")
    parser.add_argument("--from", dest="parent", type=Path, help="go on from the adapter of this run")
    parser.add_argument("--report-to", choices=PLACES, help="send the figures there too; the package must be installed")


def run(arguments: argparse.Namespace) -> int:
    """Train. Returns the exit status: 0, or 130 when it was asked to stop before the end."""
    place = package(arguments.report_to)
    config, dataset = settings(arguments), identity(arguments.data)
    parent = arguments.parent and (arguments.parent if arguments.parent.is_dir() else arguments.runs / arguments.parent)
    wish = runs.Wish(config, dataset, arguments.run, arguments.new, parent)
    folder, start = _open_together(arguments.runs, wish)
    if start is not None and checkpoint.read_progress(start).finished:
        print(f"{folder} is finished already: NEW=1 trains afresh, FROM={folder.name} goes on from its adapter")
        return 0
    print(f"{folder}: {'begins' if start is None else f'goes on from {start.name}'}; {backend.describe()}")
    if not config.memory.checkpointing:
        backend.run_lanes_at_once()
    memory.set_limits(config.memory)
    model, tokenizer, data = prepare(arguments.data, config, dataset)
    trainer = Trainer(model, data, config, folder)
    if start is not None:
        trainer.resume(start)
    elif wish.parent is not None:
        lora.load_weights(model, wish.parent / "adapters")
    trainer.samples = sampler(arguments.data, config, model, tokenizer)
    plan = make_plan(trainer)
    print("\n".join(describe(plan)))
    if not arguments.anyway:
        refuse_what_does_not_fit(plan)
    pause = 0.1 if sys.stdout.isatty() else 30  # seconds between two looks: a log takes a line every half minute
    total, done = trainer.steps, trainer.progress.step
    bar = tqdm(total=total, initial=done, unit="update", file=sys.stdout, mininterval=pause)
    with bar, reported(place if trainer.chief else None, folder, config) as report:
        trainer.listeners += [partial(show, bar), report]
        progress = trainer.train()
    return _report(folder, trainer, progress) if trainer.chief else 0


def _open_together(place: Path, wish: runs.Wish) -> tuple[Path, Path | None]:
    """Open the run; of several machines under `mlx.launch` the first makes it and the others find it made."""
    first = mx.distributed.init().rank() == 0
    opened = runs.open_run(place, wish) if first else None
    mx.eval(mx.distributed.all_sum(mx.array(1)))  # none goes on before the folder is there
    if opened is not None:
        return opened
    sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  # until the process ends: the first machine speaks for all
    return runs.open_run(place, replace(wish, new=False, parent=None))


def settings(arguments: argparse.Namespace) -> Config:
    """The preset, chosen by the machine unless named, with what the command line changes."""
    preset = arguments.preset
    if preset is None:
        preset, why = machine.choose_preset()
        print(f"preset {preset}: {why} (PRESET= chooses another)")
    config = load_preset(preset)
    if arguments.model is not None:
        config = merge(config, {"model": arguments.model}, "--model")
    if arguments.epochs is not None:
        config = merge(config, {"optimizer": {"epochs": arguments.epochs}}, "--epochs")
    for change in arguments.set:
        config = with_change(config, change)
    refuse_conflicts(config)
    return config


def identity(data: Path) -> dict[str, str]:
    """Version and hash of a frozen dataset. Raises ManifestError when it differs from its manifest."""
    manifest = verify_folder(data)
    return {"version": manifest.version, "manifest_sha256": sha256_file(data / MANIFEST)}


def prepare(folder: Path, config: Config, dataset: dict[str, str]) -> tuple[Any, Any, Data]:
    """The model with new adapters, and the dataset in its tokens."""
    model, tokenizer = load_model(config.model, dequantize=config.memory.dense)
    mx.random.seed(config.optimizer.seed)
    lora.add_adapters(model, config.adapter, config.memory.cast_adapters)
    b = config.batches
    train, dropped = encode_rows(
        tokenizer, (row for _, row in read_jsonl(folder / "train.jsonl")), b.length, b.overlong, b.prompt_loss
    )
    if not train:
        raise AcervoError(
            folder / "train.jsonl", "holds no example to learn", "add sources to the corpus, then `make dataset`"
        )
    refuse_fatal(folder / "train.jsonl", tokenizer, train)
    valid: dict[str, list[Any]] = {}
    for _, row in read_jsonl(folder / "valid.jsonl"):
        valid.setdefault(row["probe"], []).append(row)
    limit = config.saving.evaluate_rows or None
    probes = {name: encode_rows(tokenizer, rows[:limit], b.length, "drop")[0] for name, rows in sorted(valid.items())}
    if dropped:
        print(f"{len(dropped)} of {len(dropped) + len(train)} examples are over {b.length} tokens and left out")
    return model, tokenizer, Data(train, probes, dataset)


def sampler(folder: Path, config: Config, model: Any, tokenizer: Any) -> Callable[[], list[dict[str, str]]]:
    """A function that asks the model the first few questions of the `known` probe."""
    rows = [row for _, row in read_jsonl(folder / "valid.jsonl") if row["probe"] == "known"][: config.saving.samples]
    prompts = [encode_prompt(tokenizer, row["messages"][:-1]) for row in rows]

    def ask() -> list[dict[str, str]]:
        model.eval()
        answers = generate_answers(model, tokenizer, prompts, max_tokens=SAMPLE_TOKENS)
        return [
            {"question": row["messages"][-2]["content"], "expected": row["messages"][-1]["content"], "answer": a.text}
            for row, a in zip(rows, answers, strict=True)
        ]

    return ask


def show(bar: Any, row: dict[str, Any]) -> None:
    """Show a row of the run's figures, as `Trainer.listeners` get it, on the bar that a person watches."""
    if row["kind"] == "memory":
        bar.write(f"memory is short: micro-batches of {row['micro_batch']} rows from here, the same updates")
    elif row["kind"] == "evaluation":
        losses = ", ".join(f"{probe} {loss:.3f}" for probe, loss in row["losses"].items())
        told = [f"after update {row['step']} (epoch {row['epoch']}): validation loss {losses}"]
        told += [f"  {sample['question']}\n  > {sample['answer']}" for sample in row["samples"]]
        bar.write("\n".join(told))
    else:
        best = "-" if row["best_loss"] is None else f"{row['best_loss']:.3f}"
        speed = f"{row['tokens_per_second']:.0f} tokens/s, {row['peak_memory_gb']:.1f} GB"
        bar.set_postfix_str(f"loss {row['loss']:.3f}, best {best}, {speed}", refresh=False)
        bar.update(row["step"] - bar.n)  # which draws no oftener than the bar was told to


def _report(folder: Path, trainer: Trainer, progress: Progress) -> int:
    """Write the summary and say where things are."""
    config, best = trainer.config, progress.best_loss
    told = {"run": folder.name, "preset": config.preset, "model": config.model, "dataset": dict(trainer.data.identity)}
    told |= {"examples": len(trainer.data.train), "updates_planned": trainer.steps, "stopped_by": trainer.stopping}
    told |= {"tokens_per_second": round(progress.tokens / max(progress.seconds, 1e-9), 1)}
    told |= {"peak_memory_gb": mx.get_peak_memory() / memory.GB}
    write_json(folder / "training_summary.json", asdict(progress) | told)
    if not progress.finished:
        print(f"stopped by {trainer.stopping} after update {progress.step}, saved; `make train` goes on from there")
        return 130 if trainer.stopping.startswith("SIG") else 1
    known = "" if best is None else f", validation loss {best:.3f} at update {progress.best_step}"
    print(f"the adapter is in {folder / 'adapters'}{known}")
    print('ask it something: make ask Q="..."')
    return 0
