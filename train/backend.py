"""The machine's arithmetic, made ready before MLX is imported."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata

OPENBLAS = ("libopenblas.so.0", "libopenblasp.so.0", "libopenblas.so")
LARGE = 1e9
"""Bytes of weights from which a model's operations are long enough not to wait for their launches."""


@cache
def load() -> str | None:
    """Load OpenBLAS for all to see, so that MLX on Linux links to it; its name, or None where not needed or absent.

    Must be called before the first `import mlx`, and is, by importing anything of this room; calling it again does
    nothing. The wheel of MLX for Linux links the reference BLAS, 20 to 60 times slower.
    """
    if sys.platform != "linux":
        return None
    for name in OPENBLAS:
        try:
            ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
        except OSError:
            continue
        return name
    return None


def describe() -> str:
    """What computes here, in a line; where something is missing, what it is and what it costs."""
    import mlx.core as mx

    version = f"MLX {metadata.version('mlx')}"
    if mx.default_device() == mx.gpu:
        return f"{version} on the GPU ({mx.device_info().get('device_name', 'unnamed')})"
    if sys.platform != "linux" or load():
        return f"{version} on the CPU"
    remedy = "`apt install libopenblas0-pthread` (or your system's openblas package)"
    return f"{version} on the CPU without OpenBLAS: training is some 20 times slower; {remedy}"


def lanes() -> int:
    """How many parts of a micro-batch to compute at once: one on a GPU, one for each core of a CPU on Linux."""
    import mlx.core as mx

    return 1 if sys.platform != "linux" or mx.default_device() == mx.gpu else min(len(os.sched_getaffinity(0)), 8)


def run_lanes_at_once() -> None:
    """Make MLX hand out the work of a graph breadth first, however wide. To be called before anything is computed.

    By default it does so while a graph is narrow, and depth first beyond that: then one lane waits for the other (93
    useful tokens a second on two cores, against 173 so). It takes more memory, and undoes what checkpointing saves.
    """
    if lanes() > 1:
        os.environ.setdefault("MLX_BFS_MAX_WIDTH", "100000")


def shorten_buffers(weights: float) -> None:
    """On CUDA, hand out the work of a large model's graph a few operations at a time. Before anything is computed.

    MLX holds what a command buffer made until it is done. For Mistral-7B in 4 bits (4 GB) buffers of 4 operations took
    a third off the peak, 13.1 to 7.9 GB, and nothing off the speed, since each operation is long. For SmolLM2 (0.3 GB)
    they would save little, and the GPU waits between them: a run took 161 s instead of 106. `weights` is in bytes.
    """
    if sys.platform == "linux" and weights > LARGE:
        os.environ.setdefault("MLX_MAX_OPS_PER_BUFFER", "4")
        os.environ.setdefault("MLX_MAX_MB_PER_BUFFER", "64")


@contextmanager
def blas_shared(parts: int) -> Iterator[None]:
    """Within this, OpenBLAS computes a product with one part's share of the cores; with all again after it."""
    name = load()
    if name is None:
        yield
        return
    library, cores = ctypes.CDLL(name), len(os.sched_getaffinity(0))
    library.openblas_set_num_threads(max(1, cores // parts))
    try:
        yield
    finally:
        library.openblas_set_num_threads(cores)
