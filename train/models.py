"""`python -m train models`: the models recommended for this machine, and getting one of them."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import atomic_folder
from train import costs, embedded, machine
from train.config import load_preset
from train.model import model_folder

LENGTH, SHARE = 256, 0.4  # tokens of a row, and how many of them are its answer's: more than most of an archive's
GB = 1e9


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--get", metavar="NAME", help="download one, or convert it where the hub has it in full only")


def run(arguments: argparse.Namespace) -> int:
    """Print the models, or get one. Returns 0."""
    if arguments.get:
        print(f"{arguments.get} is in {get(arguments.get)}")
        return 0
    preset = machine.best_preset()
    rows = load_preset(preset).batches.micro_batch
    room = costs.room_of(load_preset(preset)) / GB
    print(f"this machine gives a run {room:.1f} GB; a step of {rows} rows of {LENGTH} tokens with preset {preset}:\n")
    for line in listed(preset):
        print(line)
    return 0


def listed(preset: str) -> Iterator[str]:
    """Each model in three lines: what it takes here, what it is, and the command."""
    best = load_preset(preset)
    room = costs.room_of(best) / GB
    for name, told in costs.recommended().items():
        config = replace(best, model=name)
        outline = costs.outline_of(told["config"], config)
        peak = costs.peak_gb(outline, config, LENGTH, SHARE)
        fits = "fits" if peak <= room else "does not fit"
        mark = " (comes along)" if name == embedded.NAME else ""
        yield f"{fits:<13}{disk(told['config']):>5.1f} GB on disk {peak:>6.1f} GB to train  {name}{mark}"
        yield f"{'':<13}{told['about']}; {told['licence']}; languages: {told['languages']}"
        yield f"{'':<13}{_how(name, told)}\n"


def disk(widths: dict[str, Any]) -> float:
    """GB of the quantized weights."""
    packed = replace(load_preset("m1-16gb"), model="")  # as a Mac keeps them, wherever this is printed
    return costs.outline_of(widths, packed).weights / GB


def folder_of(name: str) -> Path:
    """Where a converted model is kept."""
    return embedded.FOLDER.parent / f"{name.split('/')[-1].lower()}-4bit"


def get(name: str) -> Path:
    """The folder of a model, downloaded or converted now if it must be. Raises AcervoError where the hub is away."""
    told = costs.recommended().get(name, {})
    if not told.get("convert"):
        return model_folder(name)
    folder = folder_of(name)
    if not folder.is_dir():
        convert(model_folder(name), folder, told["config"]["quantization"])
    return folder


def convert(source: Path, folder: Path, quantization: dict[str, int]) -> None:
    """Write a model in full as mlx-lm's quantized form; whole or not at all."""
    from mlx_lm import convert as mlx_lm_convert

    if not (source / "config.json").is_file():
        raise AcervoError(source, "holds no config.json: not a model", "give a folder of the hub's form")
    size, bits = quantization["group_size"], quantization["bits"]
    with atomic_folder(folder) as partial:
        made = partial / "made"  # mlx-lm wants to make its folder itself
        try:
            mlx_lm_convert(str(source), str(made), quantize=True, q_group_size=size, q_bits=bits)
        except (RuntimeError, ValueError) as error:  # a full disk is the first, what mlx-lm cannot read the second
            raise AcervoError(
                folder, f"cannot be made ({error})", "free disk space, or choose another model"
            ) from error
        for file in sorted(made.iterdir()):
            file.rename(partial / file.name)
        made.rmdir()


def _how(name: str, told: dict[str, Any]) -> str:
    """The command that trains it, which downloads it too; what must be converted is got first."""
    if told.get("convert"):
        return f"make models GET={name} && make train MODEL={folder_of(name)}"
    return f"make train MODEL={name}"
