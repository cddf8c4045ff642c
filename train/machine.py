"""Which machine this is, what of it a run may use, and the preset made for it."""

import platform
import sys

import mlx.core as mx
import psutil

from train.config import load_preset
from train.hub import downloaded

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


def choose_preset(model: str | None = None) -> tuple[str, str]:
    """The preset for this machine as it stands and for `model`, where one is asked for; and why, in a line."""
    memory, best = psutil.virtual_memory().total / GB, best_preset()
    if best == "cuda":
        return best, "an NVIDIA GPU"
    if best == "embedded":
        return best, f"no GPU, {psutil.cpu_count(logical=False)} CPU cores and {memory:.0f} GB"
    if model == "embedded":
        return model, "made for the small model that comes along"
    own = load_preset(best).model
    if model or downloaded(own):
        return best, f"Apple Silicon with {memory:.0f} GB"
    return "embedded", f"{own}, which this Mac could train, is not here; PRESET={best} downloads it"
