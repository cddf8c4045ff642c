"""OpenBLAS must be there before any test imports MLX."""

import train  # noqa: F401
