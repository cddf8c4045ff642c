"""Which machine this is, what of it a run may use, and the preset made for it."""

import platform
import sys
from pathlib import Path

import mlx.core as mx
import psutil

from train.config import load_preset

GB = 1e9


def working_set() -> float:
    """Bytes that a run may take: what Metal recommends, the GPU's own memory, or what a CPU has free."""
    if mx.default_device() == mx.gpu:
        info = mx.device_info()  # Metal says the first, CUDA the second
        return float(info.get("max_recommended_working_set_size") or info["total_memory"])
    return float(psutil.virtual_memory().available + mx.get_active_memory())


def best_preset() -> str:
    """The preset for this machine, whatever is downloaded."""
    memory = psutil.virtual_memory().total / GB
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return next((name for name, top in (("m1-8gb", 12), ("m1-16gb", 24)) if memory < top), "m1-max-32gb")
    return "cuda" if mx.default_device() == mx.gpu else "embedded"


def choose_preset() -> tuple[str, str]:
    """The preset for this machine as it stands, and why, in a line."""
    memory, best = psutil.virtual_memory().total / GB, best_preset()
    if best == "cuda":
        return best, "an NVIDIA GPU"
    if best == "embedded":
        cores = psutil.cpu_count(logical=False)
        return best, f"no GPU, {cores} CPU cores and {memory:.0f} GB: the small embedded model"
    model = load_preset(best).model
    if downloaded(model):
        return best, f"Apple Silicon with {memory:.0f} GB, and {model} is here"
    return "embedded", f"{model}, which this Mac could train, is not here; PRESET={best} downloads it"


def downloaded(model: str) -> bool:
    """Whether a model is a folder, or in the hub's cache already."""
    if Path(model).is_dir():
        return True
    from huggingface_hub import try_to_load_from_cache

    return model.count("/") == 1 and isinstance(try_to_load_from_cache(model, "config.json"), str)
