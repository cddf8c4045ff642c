"""The machine's arithmetic, made ready before MLX is imported."""

import ctypes
import ctypes.util
import sys
from functools import cache


@cache
def load() -> str | None:
    """Load OpenBLAS for all to see, so that MLX on Linux links to it; its name, or None where not needed or absent.

    Must be called before the first `import mlx`; calling it again does nothing. The wheel of MLX for Linux links the
    reference BLAS, 20 to 60 times slower.
    """
    if sys.platform != "linux":
        return None
    name = ctypes.util.find_library("openblas") or "libopenblas.so.0"
    try:
        ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return None
    return name
