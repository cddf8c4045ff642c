"""Values by name as one vector, and back: what is done to all of them takes a dozen operations, and not thousands.

An adapter on seven matrices of 32 layers has 448 values, and AdamW a dozen operations for each. On a GPU every one of
them is launched by itself, and takes longer to launch than to compute.
"""

from typing import Any

import mlx.core as mx
import numpy as np
from mlx.utils import tree_flatten, tree_unflatten


def joined(tree: Any) -> mx.array:
    """Every number of a tree of arrays, in the order of its names."""
    return mx.concatenate([value.reshape(-1) for _, value in tree_flatten(tree)])  # type: ignore[union-attr]


def parted(vector: mx.array, like: Any) -> Any:
    """A tree as `like`, with the numbers of `vector`."""
    leaves: list[tuple[str, mx.array]] = tree_flatten(like)  # type: ignore[assignment]
    ends = np.cumsum([value.size for _, value in leaves]).tolist()
    parts = zip(mx.split(vector, ends[:-1]), leaves, strict=True)
    return tree_unflatten([(name, part.reshape(value.shape)) for part, (name, value) in parts])
