"""What a run is made of: settings from a command line, a frozen dataset, a model with adapters on it."""

import argparse
from pathlib import Path
from typing import Any

import mlx.core as mx

from records.errors import AcervoError
from records.files import read_jsonl, sha256_file
from records.manifest import NAME as MANIFEST
from records.manifest import verify_folder
from train import lora, machine
from train.config import Config, load_preset, merge, with_change
from train.encoding import Encoded, encode_rows
from train.faults import refuse_fatal
from train.loop import Data
from train.model import load_model
from train.sampling import sample


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what is trained with what."""
    parser.add_argument("--data", type=Path, default=Path("data/frozen/latest"), help="frozen dataset")
    parser.add_argument("--preset", help="settings in train/presets; chosen by the machine if not given")
    parser.add_argument("--model", help='"embedded", a folder, or a name on the hub')
    parser.add_argument("--epochs", type=int, help="times every example is seen")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="as optimizer.epochs=3")


def settings(arguments: argparse.Namespace, own: dict[str, Any] | None = None) -> Config:
    """A run's own settings where no preset is named, or the preset; with what the command line changes."""
    config = _preset(arguments) if arguments.preset or not own else merge(Config(), own, f"run {arguments.run}")
    if arguments.model is not None:
        config = merge(config, {"model": arguments.model}, "--model")
    if arguments.epochs is not None:
        config = merge(config, {"optimizer": {"epochs": arguments.epochs}}, "--epochs")
    for change in arguments.set:
        config = with_change(config, change)
    if config.batches.share_prefix and config.memory.checkpointing:
        raise AcervoError("batches.share_prefix", "cannot be had with memory.checkpointing", "set one of them to false")
    return config


def _preset(arguments: argparse.Namespace) -> Config:
    """The preset, chosen by the machine unless named."""
    name = arguments.preset
    if name is None:
        name, why = machine.choose_preset(arguments.model)
        print(f"preset {name}: {why} (PRESET= chooses another)")
    return load_preset(name)


def identity(data: Path) -> dict[str, str]:
    """Version and hash of a frozen dataset. Raises ManifestError when it differs from its manifest."""
    manifest = verify_folder(data)
    return {"version": manifest.version, "manifest_sha256": sha256_file(data / MANIFEST)}


def prepare(folder: Path, config: Config, dataset: dict[str, str]) -> tuple[Any, Any, Data]:
    """The model with new adapters, its tokenizer, and the dataset in its tokens; what is left out of it is told.

    Raises AcervoError where nothing is to be learnt, or not what it seems.
    """
    model, tokenizer = load_model(config.model, dequantize=config.memory.dense)
    mx.random.seed(config.optimizer.seed)
    lora.add_adapters(model, config.adapter)
    b, path = config.batches, folder / "train.jsonl"
    kept, dropped = encode_rows(tokenizer, (row for _, row in read_jsonl(path)), b.length, b.overlong, b.prompt_loss)
    if dropped:
        print(f"{len(dropped)} of {len(dropped) + len(kept)} examples are over {b.length} tokens and left out")
    if not kept:
        raise AcervoError(path, "holds no example to learn", "raise batches.length, or add sources and `make dataset`")
    refuse_fatal(path, tokenizer, kept)
    valid: dict[str, list[Encoded]] = {}
    rows = sample((row for _, row in read_jsonl(folder / "valid.jsonl")), config.saving.evaluate_rows)
    for row in rows:
        valid.setdefault(row["probe"], []).extend(encode_rows(tokenizer, [row], b.length, "drop")[0])
    if missing := len(rows) - sum(map(len, valid.values())):
        print(f"{missing} of {len(rows)} examples to judge by are over {b.length} tokens and left out")
    return model, tokenizer, Data(kept, valid, dataset)
