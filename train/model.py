"""Models by name: the embedded one, a folder, or a name on the hub, ready for this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mlx.core as mx

from records.errors import AcervoError
from train import backend, embedded
from train.hub import from_hub

MISREAD = (ArithmeticError, AttributeError, KeyError, TypeError)
"""What mlx-lm raises of a configuration that lacks a value or has one of the wrong type."""
UNREADABLE = (*MISREAD, OSError, RuntimeError, ValueError)
"""And of a full disk, of a file broken off or missing, of a kind of model or a width that it lacks."""


def load_model(name: str = embedded.NAME, dequantize: str = "auto") -> tuple[Any, Any]:
    """The model and mlx-lm's tokenizer wrapper, weights in memory, in evaluation mode.

    `name` is "embedded", a folder in mlx-lm's form, or a name on the hub. `dequantize` is "auto" (to float32 on the
    CPU, where quantized products and bfloat16 are slow; untouched elsewhere), "no", or the name of an MLX type.
    Raises AcervoError for a name that leads to no model, or to a broken one.
    """
    import mlx_lm.utils

    folder = model_folder(name)
    backend.shorten_buffers(sum(path.stat().st_size for path in folder.glob("*.safetensors")))
    with reading(folder / "config.json"):
        model, _ = mlx_lm.utils.load_model(folder, lazy=True)
    tokenizer = load_tokenizer(folder)
    if dequantize == "auto":
        dequantize = "no" if mx.default_device() == mx.gpu else "float32"
    if dequantize != "no":
        to_dense(model, getattr(mx, dequantize))
    mx.eval(model.parameters())
    model.eval()
    return model, tokenizer


def load_tokenizer(folder: Path) -> Any:
    """mlx-lm's tokenizer wrapper of the model in `folder`. Raises AcervoError where it is broken."""
    import mlx_lm.utils

    with reading(folder / "config.json"):
        ends = mlx_lm.utils.load_config(folder).get("eos_token_id")
        if not all(isinstance(end, int | None) for end in (ends if isinstance(ends, list) else [ends])):
            raise TypeError(f"eos_token_id is {ends!r}, not the number of a token")
    with reading(folder / "tokenizer.json"):
        return mlx_lm.utils.load_tokenizer(folder, eos_token_ids=ends)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Within this, what a broken file of a model makes mlx-lm raise is an AcervoError: at `path`, or its folder."""
    try:
        yield
    except UNREADABLE as error:
        where = path if isinstance(error, MISREAD) else path.parent
        what = f"not a model that mlx-lm reads ({type(error).__name__}: {error})"
        raise AcervoError(where, what, "give a whole folder or a hub name") from error


def model_folder(name: str) -> Path:
    """Where the model called `name` lies, prepared or downloaded now if it must be."""
    if name == embedded.NAME:
        return embedded.prepared()
    if Path(name).is_dir():
        return Path(name)
    if name.startswith((".", "/", "~")) or name.count("/") != 1:
        remedy = 'put it there, or give a folder, a hub name like "owner/model", or "embedded"'
        raise AcervoError(name, "no such model folder", remedy)
    return from_hub(name)


def to_dense(model: Any, dtype: Any) -> None:
    """Replace quantized layers by dense ones of type `dtype`, and cast the rest, in place; unpacked in float32."""
    from mlx_lm.utils import dequantize_model

    model.set_dtype(mx.float32)
    dequantize_model(model)
    model.set_dtype(dtype)
