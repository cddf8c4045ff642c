"""`python -m train plan`: what a run takes and whether that fits, in sentences. `train` asks it first."""

import argparse
import tempfile
from pathlib import Path

from records.errors import AcervoError
from train import memory
from train.curves import duration
from train.inputs import add_settings, identity, prepare, settings
from train.loop import Trainer
from train.planning import Plan, make_plan


def describe(plan: Plan) -> list[str]:
    """The plan in sentences."""
    gb = memory.GB
    what = f"{plan.rows} x {plan.length} tokens"
    if not plan.measured:
        told = f"memory: {plan.predicted / gb:.1f} GB by formula for {what}, of {plan.room / gb:.1f}: too much to try"
    else:
        told = (
            f"memory: {plan.measured / gb:.2f} GB at the longest micro-batch, {what} (measured; the formula says "
            f"{plan.predicted / gb:.2f}), of {plan.room / gb:.1f}: {'fits' if plan.fits else 'does not fit'}"
        )
    lines = [told]
    if plan.measured:
        lines.append(
            f"time: {duration(plan.seconds)} an epoch at {plan.tokens_per_second:,.0f} tokens/s, "
            f"{duration(plan.seconds * plan.epochs)} for {plan.epochs}"
        )
    lines.append(f"at most: {plan.most_rows} rows of {plan.length} tokens at once, or one row of {plan.most_length}")
    if not plan.fits:
        lines.append("would take less: " + " ".join(f"--set {k}={v}" for k, v in plan.suggestion.items()))
    return lines


def refuse_what_does_not_fit(plan: Plan) -> None:
    """Raise AcervoError where the run does not fit."""
    if not plan.fits:
        raise AcervoError("plan", "; ".join(describe(plan)), "--anyway trains nevertheless")


add_arguments = add_settings


def run(arguments: argparse.Namespace) -> int:
    """Print the plan. Returns 0 where the run fits, 1 where it does not."""
    config, dataset = settings(arguments), identity(arguments.data)
    memory.set_limits(config.memory)
    model, _, data = prepare(arguments.data, config, dataset)
    with tempfile.TemporaryDirectory() as scratch:
        plan = make_plan(Trainer(model, data, config, Path(scratch)))
    print("\n".join(describe(plan)))
    return 0 if plan.fits else 1
