"""`python -m train export`: what others can use: the adapter, the fused model, GGUF where possible, and papers."""

import argparse
import shutil
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import atomic_folder, read_jsonl, write_json
from train.card import card, modelfile
from train.judging import Judged, examined, read_aliases, sample
from train.tuned import Tuned, add_place, dataset_of, find_tuned, system_message

CHECKED = 15  # rows of each probe that adapter and fused model are asked
TOLERATED = 0.05  # of the rows may be worse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument("--out", type=Path, help="folder to make; `export` in the run's folder if not given")
    parser.add_argument("--type", default="bfloat16", choices=("bfloat16", "float16", "float32"), help="of the weights")
    parser.add_argument("--check", type=int, default=CHECKED, help="rows of each probe asked of both, 0 for all")


def run(arguments: argparse.Namespace) -> int:
    """Make the folder, whole or not at all. Returns 0. Raises AcervoError when the fused model has lost the gain."""
    from train.gguf import write_gguf
    from train.model import load_model

    tuned = find_tuned(arguments.runs, arguments.run)
    dataset = dataset_of(arguments, tuned)
    rows = sample((row for _, row in read_jsonl(dataset / "test.jsonl")), arguments.check)
    aliases = read_aliases(dataset)
    out = arguments.out or tuned.folder / "export"
    model, tokenizer = load_model(tuned.model, tuned.adapter, dequantize="float32")
    before = examined(model, tokenizer, rows, aliases)
    with atomic_folder(out) as partial:
        shutil.copytree(tuned.adapter, partial / "adapter")
        fuse(model, arguments.type)
        save_fused(partial / "fused", model, tuned)
        kept = refuse_what_was_lost(before, examined(*load_model(str(partial / "fused")), rows, aliases))
        why_not = write_gguf(partial, tuned.model, arguments.type)
        (partial / "README.md").write_text(card(tuned, dataset, kept), encoding="utf-8")
        if not why_not:
            (partial / "Modelfile").write_text(modelfile(tokenizer, system_message(dataset)), encoding="utf-8")
    print(kept)
    print(f"exported to {out}: adapter, fused model ({arguments.type}){'' if why_not else ', GGUF and Modelfile'}")
    if why_not:
        print(f"no GGUF: {why_not}")
    return 0


def fuse(model: Any, dtype: str) -> None:
    """Add each adapter to the layer below it, in place and in float32, then cast all weights to `dtype`.

    Nothing is quantized again: rounding to 4 bits would take back most of what an adapter adds.
    """
    import mlx.core as mx
    from mlx.utils import tree_unflatten

    layers = [(name, layer.fuse(dequantize=True)) for name, layer in model.named_modules() if hasattr(layer, "fuse")]
    model.update_modules(tree_unflatten(layers))
    model.set_dtype(getattr(mx, dtype))
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


def refuse_what_was_lost(before: list[Judged], after: list[Judged]) -> str:
    """How both answer, in a sentence. Raises AcervoError where the fused model answers worse than the adapter did."""
    good = [sum(one.good for one in side) for side in (before, after)]
    if good[0] - good[1] > max(1, TOLERATED * len(before)):
        raise AcervoError(
            "export",
            f"fusing loses what was learnt: {good[0]} of {len(before)} answers were as they should, {good[1]} are",
            "use the adapter as it is, or --type float32",
        )
    return f"Of {len(before)} questions the adapter answers {good[0]} as it should, the fused model {good[1]}."
