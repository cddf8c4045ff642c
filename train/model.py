"""Models by name: the embedded one, a folder, or a name on the hub, ready for this machine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx

from records.errors import AcervoError
from train import backend, embedded
from train.hub import from_hub

Say = Callable[[str], None]


def load_model(
    name: str = embedded.NAME, adapter: Path | None = None, dequantize: str = "auto", say: Say = print
) -> tuple[Any, Any]:
    """The model and mlx-lm's tokenizer wrapper, weights in memory, in evaluation mode.

    `name` is "embedded", a folder in mlx-lm's form, or a name on the hub. `adapter` is a folder with
    `adapters.safetensors` and `adapter_config.json`. `dequantize` is "auto" (to float32 on the CPU, where quantized
    products and bfloat16 are slow; untouched elsewhere), "no", or the name of an MLX floating type.
    Raises AcervoError for a name that leads to no model and for an adapter that does not fit it.
    """
    import mlx_lm.utils

    folder = model_folder(name, say)
    backend.shorten_buffers(sum(path.stat().st_size for path in folder.glob("*.safetensors")))
    try:
        model, config = mlx_lm.utils.load_model(folder, lazy=True)
        tokenizer = mlx_lm.utils.load_tokenizer(folder, eos_token_ids=config.get("eos_token_id"))
    except (ValueError, FileNotFoundError, RuntimeError) as error:  # the last of a file that was cut off
        raise AcervoError(folder, f"not a model that mlx-lm reads ({error})", "give a folder or a hub name") from error
    if dequantize == "auto":
        dequantize = "no" if mx.default_device() == mx.gpu else "float32"
    if dequantize != "no":
        to_dense(model, getattr(mx, dequantize))
    if adapter is not None:
        add_adapter(model, adapter)
    mx.eval(model.parameters())
    model.eval()
    return model, tokenizer


def model_folder(name: str, say: Say = print) -> Path:
    """Where the model called `name` lies, prepared or downloaded now if it must be."""
    if name == embedded.NAME:
        return embedded.prepared(say=say)
    if Path(name).is_dir():
        return Path(name)
    if name.startswith((".", "/", "~")) or name.count("/") != 1:
        raise AcervoError(name, "no such model folder", 'give a folder, a hub name like "owner/model", or "embedded"')
    return from_hub(name)


def to_dense(model: Any, dtype: Any) -> None:
    """Replace quantized layers by dense ones of type `dtype`, and cast the rest, in place; unpacked in float32."""
    from mlx_lm.utils import dequantize_model

    model.set_dtype(mx.float32)
    dequantize_model(model)
    model.set_dtype(dtype)


def add_adapter(model: Any, adapter: Path) -> None:
    """Put an adapter's layers and weights into `model`. Raises AcervoError when they do not fit."""
    from mlx_lm.utils import load_adapters

    if not (adapter / "adapters.safetensors").is_file():
        raise AcervoError(adapter, "no adapters.safetensors: not an adapter", "`make train` makes one")
    try:
        load_adapters(model, str(adapter))
    except (ValueError, KeyError, FileNotFoundError) as error:
        raise AcervoError(adapter, f"the adapter does not fit the model ({error})", "load its own model") from error
