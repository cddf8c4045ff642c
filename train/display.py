"""What a person sees of a run: a bar and a few answers as it goes, and where things are at its end."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import mlx.core as mx

from records.files import read_jsonl, write_json
from train import memory
from train.bars import bar
from train.checkpoint import Progress
from train.encoding import encode_prompt
from train.generation import generate_answers
from train.loop import Trainer
from train.sampling import sample

SAMPLE_TOKENS = 64


def sampler(folder: Path, trainer: Trainer, tokenizer: Any) -> Callable[[], list[dict[str, str]]]:
    """A function that asks the model some questions of the dataset's `known` probe, the same ones each time."""
    known = (row for _, row in read_jsonl(folder / "valid.jsonl") if row["probe"] == "known")
    count = trainer.config.saving.samples
    rows = sample(known, count) if count else []
    prompts = [encode_prompt(tokenizer, row["messages"][:-1]) for row in rows]

    def ask() -> list[dict[str, str]]:
        trainer.model.eval()
        answers = generate_answers(trainer.model, tokenizer, prompts, max_tokens=SAMPLE_TOKENS)
        return [
            {"question": row["messages"][-2]["content"], "expected": row["messages"][-1]["content"], "answer": a.text}
            for row, a in zip(rows, answers, strict=True)
        ]

    return ask


def bar_of(trainer: Trainer) -> Any:
    """The bar of a run, from where it stands."""
    return bar(trainer.steps, "update", sys.stdout, initial=trainer.progress.step)


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


def tell_end(trainer: Trainer, progress: Progress) -> int:
    """Write the summary and say where things are. Returns the exit status: 130 after a signal, 1 for want of memory."""
    folder, config, best = trainer.run, trainer.config, progress.best_loss
    told = {"run": folder.name, "preset": config.preset, "model": config.model, "dataset": dict(trainer.data.identity)}
    told |= {"examples": len(trainer.data.train), "updates_planned": trainer.steps, "stopped_by": trainer.stopping}
    told |= {"tokens_per_second": round(progress.tokens / max(progress.seconds, 1e-9), 1)}
    told |= {"peak_memory_gb": mx.get_peak_memory() / memory.GB}
    write_json(folder / "training_summary.json", asdict(progress) | told)
    if not progress.finished:
        on = f"`make train RUN={folder.name}` goes on from there"
        print(f"stopped by {trainer.stopping} after update {progress.step}, saved; {on}")
        return 130 if trainer.stopping.startswith("SIG") else 1
    known = "" if best is None else f", validation loss {best:.3f} at update {progress.best_step}"
    print(f"the adapter is in {folder / 'adapters'}{known}")
    print('ask it something: make ask Q="..."')
    return 0
