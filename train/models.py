"""`python -m train models`: the models recommended for this machine, and getting one of them."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import atomic_folder, read_json
from train import costs, embedded, machine
from train.config import load_preset
from train.machine import GB
from train.model import UNREADABLE, model_folder

LENGTH, SHARE = 256, 0.4  # tokens of a row, and how many of them are its answer's: more than most of an archive's
PACKED = {"group_size": 64, "bits": 4}  # of a model that is in no list


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--get", metavar="NAME", help="download one, and convert it to four bits where it comes in full"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the models, or get one. Returns 0."""
    if arguments.get:
        folder = get(arguments.get)
        print(f"{arguments.get} is in {folder}")
        print(f"train it: make train MODEL={folder if folder == folder_of(arguments.get) else arguments.get}")
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
    """Where a converted model is kept; its owner's name keeps it apart from others of the same name."""
    return embedded.FOLDER.parent / f"{'--'.join(Path(name).parts[-2:]).lower()}-4bit"


def get(name: str) -> Path:
    """The folder of a model in few bits: as it was downloaded, or converted now where it came in full.

    Raises AcervoError where there is no such model, or the hub is away.
    """
    converted = folder_of(name)
    if converted.is_dir():
        return converted
    source = model_folder(name)
    if not (source / "config.json").is_file():
        raise AcervoError(source, "holds no config.json: not a model", "give a folder of the hub's form, or a hub name")
    if not read_json(source / "config.json").keys().isdisjoint(("quantization", "quantization_config")):
        return source
    told = costs.recommended().get(name)
    convert(source, converted, told["config"]["quantization"] if told else PACKED)
    return converted


def convert(source: Path, folder: Path, quantization: dict[str, int]) -> None:
    """Write a model in full as mlx-lm's quantized form; whole or not at all."""
    from mlx_lm import convert as mlx_lm_convert

    size, bits = quantization["group_size"], quantization["bits"]
    with atomic_folder(folder) as partial:
        made = partial / "made"  # mlx-lm wants to make its folder itself
        try:
            mlx_lm_convert(str(source), str(made), quantize=True, q_group_size=size, q_bits=bits)
        except UNREADABLE as error:
            told, remedy = " ".join(str(error).split()), "free disk space, or choose another model"
            raise AcervoError(folder, f"cannot be made ({told})", remedy) from error
        for file in sorted(made.iterdir()):
            file.rename(partial / file.name)
        made.rmdir()


def _how(name: str, told: dict[str, Any]) -> str:
    """The command that trains it, which downloads it too; what must be converted is got first."""
    if told.get("convert"):
        return f"make models GET={name} && make train MODEL={folder_of(name)}"
    return f"make train MODEL={name}"
