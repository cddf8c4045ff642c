"""The loss over answer tokens, computed where the answers are and nowhere else."""

from collections.abc import Callable
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx_lm.models.base import create_causal_mask
from mlx_lm.models.cache import ConcatenateKVCache

from train.batching import Batch


class Segments:
    """Stands where mlx-lm's models expect a key/value cache and gives them the mask of packed rows.

    The mask is causal and block-diagonal: a token sees what stands before it in its own example. RoPE is relative, so
    positions may run on through the row. Nothing is cached: a training pass sees whole rows.
    """

    offset = 0

    def __init__(self, segments: mx.array) -> None:
        self.same = mx.expand_dims(segments[:, :, None] == segments[:, None, :], 1)  # (B, 1, L, L)

    def make_mask(self, length: int, return_array: bool = False, window_size: int | None = None) -> mx.array:
        """bool, (B, 1, L, L): what each token sees, padding padding; with a window, no further back than that."""
        return mx.logical_and(self.same, create_causal_mask(length, window_size=window_size))

    def update_and_fetch(self, keys: mx.array, values: mx.array) -> tuple[mx.array, mx.array]:
        """Keys and values, (B, heads, L, width) each, as they are."""
        return keys, values


def after(beginning: list[ConcatenateKVCache], rows: int) -> list[ConcatenateKVCache]:
    """Caches that put what went through `beginning` before each of so many rows; gradients flow back through it.

    Layers through which nothing went, above or below a cut, have none.
    """
    made: list[ConcatenateKVCache] = []
    for layer in beginning:
        if layer.keys is not None and layer.values is not None:
            made.append(ConcatenateKVCache())
            made[-1].state = tuple(mx.broadcast_to(x, (rows, *x.shape[1:])) for x in (layer.keys, layer.values))
    return made


def body_and_head(model: Any) -> tuple[Callable[..., mx.array], Callable[[mx.array], mx.array]]:
    """The model in two: tokens to hidden states, hidden states to logits; where that is not all, it whole and nothing.

    Told by trying: the two together must give what the model gives on three tokens.
    """
    inner, probe = getattr(model, "model", None), mx.array([[1, 2, 3]])
    if inner is not None and hasattr(inner, "embed_tokens"):
        head = model.lm_head if "lm_head" in model else inner.embed_tokens.as_linear
        hidden = inner(probe)
        if isinstance(hidden, mx.array) and mx.allclose(head(hidden), model(probe), atol=1e-4, rtol=1e-3).item():
            return inner, head
    return model, lambda logits: logits


def loss_function(model: Any, top: Any = None) -> Callable[[Batch], mx.array]:
    """A function from a batch to the cross-entropy of each of its targets, in nats: float32, (T,), 0 where padded.

    `top` is what is left of the model's body above frozen layers, for batches that hold what flows out of those.
    """
    inner, head = body_and_head(model)

    def body(ids: mx.array, cache: Any, hidden: mx.array | None) -> mx.array:
        if hidden is not None:
            return top(ids, cache=cache, input_embeddings=hidden.view(model.model.norm.weight.dtype))
        return inner(ids, cache=cache)

    def context(batch: Batch) -> list[Any] | None:
        if batch.prefix is not None:
            beginning = [ConcatenateKVCache() for _ in model.layers]
            body(batch.prefix, beginning, batch.prefix_hidden)
            return after(beginning, len(batch.ids))
        return None if batch.segments is None else [Segments(batch.segments)] * len(model.layers)

    def loss(batch: Batch) -> mx.array:
        flowing = body(batch.ids, context(batch), batch.hidden)
        logits = head(flowing.reshape(-1, flowing.shape[-1])[batch.positions])  # (T, vocabulary)
        return nn.losses.cross_entropy(logits.astype(mx.float32), batch.targets, reduction="none") * batch.weights

    return loss
