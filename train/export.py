"""`python -m train export`: what others can use: the adapter, the fused model, GGUF where possible, and papers."""

import argparse
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from records.errors import StorageError
from records.files import atomic_folder, read_jsonl, write_json
from records.manifest import verify_folder
from train.card import card, modelfile
from train.judging import read_aliases
from train.sampling import sample
from train.tuned import Tuned, add_adapter, add_place, dataset_of, find_tuned, refuse_unwritable, system_message

CHECKED = 24  # rows of each probe that adapter and fused model are asked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument("--out", type=Path, help="folder to make; `export` in the run's folder if not given")
    parser.add_argument("--type", default="bfloat16", choices=("bfloat16", "float16", "float32"), help="of the weights")
    parser.add_argument("--check", type=int, default=CHECKED, help="rows of each probe asked of both, 0 for all")


def run(arguments: argparse.Namespace) -> int:
    """Make the folder, whole or not at all. Returns 0. Raises AcervoError when the fused model has lost the gain."""
    from train.gain import loss_of, refuse_what_was_lost, told_by
    from train.gguf import write_gguf
    from train.model import load_model

    tuned = find_tuned(arguments.runs, arguments.run)
    dataset = dataset_of(arguments, tuned)
    verify_folder(dataset)
    rows = sample((row for _, row in read_jsonl(dataset / "test.jsonl")), arguments.check)
    aliases = read_aliases(dataset)
    out = arguments.out or tuned.folder / "export"
    refuse_unwritable(out.parent)
    model, tokenizer = load_model(tuned.model, dequantize=tuned.dense)
    base = loss_of(model, tokenizer, rows)
    add_adapter(model, tuned.adapter)
    adapter = told_by(model, tokenizer, rows, aliases)
    with atomic_folder(out) as partial:
        (partial / "adapter").mkdir()
        for file in sorted(tuned.adapter.iterdir()):
            shutil.copyfile(file, partial / "adapter" / file.name)
        fuse(model, arguments.type)
        with _written(partial):
            save_fused(partial / "fused", model, tuned)
        fused = told_by(*load_model(str(partial / "fused")), rows, aliases)
        kept = refuse_what_was_lost(base, adapter, fused)
        with _written(partial):
            why_not = write_gguf(partial, tuned.model, arguments.type)
        (partial / "README.md").write_text(card(tuned, dataset, kept), encoding="utf-8")
        if not why_not:
            (partial / "Modelfile").write_text(modelfile(tokenizer, system_message(dataset)), encoding="utf-8")
    print(kept)
    print(f"exported to {out}: adapter, fused model ({arguments.type}){'' if why_not else ', GGUF and Modelfile'}")
    if why_not:
        print(f"no GGUF: {why_not}")
    return 0


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    """Within this MLX's way of saying that the disk is full is a StorageError."""
    try:
        yield
    except RuntimeError as error:
        raise StorageError(folder, f"cannot be written ({error})", "free disk space, then repeat") from error


def fuse(model: Any, dtype: str) -> None:
    """Add each adapter to the layer below it, in place and in float32, then cast all weights to `dtype`.

    Nothing is quantized again: rounding to 4 bits would take back most of what an adapter adds. Layer by layer: a
    model of 7 billion weights in float32 would fit into few machines.
    """
    import mlx.core as mx
    from mlx.utils import tree_unflatten

    from train.model import to_dense

    kind = getattr(mx, dtype)
    layers: list[tuple[str, Any]] = []
    for name, layer in model.named_modules():
        if hasattr(layer, "fuse"):
            to_dense(layer, mx.float32)
            fused = layer.fuse()
            fused.set_dtype(kind)
            mx.eval(fused.parameters())
            layers.append((name, fused))
    model.update_modules(tree_unflatten(layers))
    to_dense(model, kind)
    mx.eval(model.parameters())


def save_fused(folder: Path, model: Any, tuned: Tuned) -> None:
    """A folder that mlx-lm loads: the weights, the configuration without its quantization, the tokenizer's files."""
    from mlx_lm.utils import load_config, save_model

    from train.model import model_folder

    source = model_folder(tuned.model)
    save_model(folder, model)
    config = {k: v for k, v in load_config(source).items() if k not in ("quantization", "quantization_config")}
    write_json(folder / "config.json", config)
    for pattern in ("tokenizer*", "special_tokens_map.json", "generation_config.json", "*.jinja", "*.model"):
        for file in sorted(source.glob(pattern)):
            shutil.copyfile(file, folder / file.name)
