"""The loss over answer tokens, computed where the answers are and nowhere else."""

from collections.abc import Callable
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from train.batching import Batch


class Segments:
    """Stands where mlx-lm's models expect a key/value cache and gives them the mask of packed rows.

    The mask is causal and block-diagonal: a token sees what stands before it in its own example. RoPE is relative, so
    positions may run on through the row. Nothing is cached: a training pass sees whole rows.
    """

    offset = 0

    def __init__(self, segments: mx.array) -> None:
        length = segments.shape[1]
        causal = mx.tril(mx.ones((length, length), dtype=mx.bool_))
        same = segments[:, :, None] == segments[:, None, :]
        self.mask = mx.expand_dims(mx.logical_and(same, causal), 1)  # (B, 1, L, L); padding sees padding

    def make_mask(self, length: int, return_array: bool = False, window_size: int | None = None) -> mx.array:
        """bool, (B, 1, L, L): what each token sees; with a window, no further back than that many tokens."""
        if window_size is None or window_size >= length:
            return self.mask
        near = mx.triu(mx.ones((length, length), dtype=mx.bool_), k=1 - window_size)
        return mx.logical_and(self.mask, near)

    def update_and_fetch(self, keys: mx.array, values: mx.array) -> tuple[mx.array, mx.array]:
        """Keys and values, (B, heads, L, width) each, as they are."""
        return keys, values


class Prefix:
    """Takes down the keys and values of one layer as the shared beginning passes through it."""

    offset = 0

    def make_mask(self, length: int, return_array: bool = False, window_size: int | None = None) -> str:
        """Each token sees those before it."""
        return "causal"

    def update_and_fetch(self, keys: mx.array, values: mx.array) -> tuple[mx.array, mx.array]:
        """Keys and values, (1, heads, P, width) each, as they are; kept for the rows that follow."""
        self.keys, self.values = keys, values
        return keys, values


class AfterPrefix:
    """Puts the shared beginning's keys and values before those of each row; gradients flow back through them."""

    def __init__(self, prefix: Prefix) -> None:
        self.prefix, self.offset = prefix, prefix.keys.shape[2]

    def make_mask(self, length: int, return_array: bool = False, window_size: int | None = None) -> str:
        """Each token sees the shared beginning and those before it in its row."""
        return "causal"  # of the last `length` positions: MLX aligns it to the right

    def update_and_fetch(self, keys: mx.array, values: mx.array) -> tuple[mx.array, mx.array]:
        """(B, heads, P + L, width) each."""
        first = [mx.broadcast_to(x, (keys.shape[0], *x.shape[1:])) for x in (self.prefix.keys, self.prefix.values)]
        return mx.concatenate([first[0], keys], axis=2), mx.concatenate([first[1], values], axis=2)


def body_and_head(model: Any) -> tuple[Callable[..., mx.array], Callable[[mx.array], mx.array]] | None:
    """The model in two: tokens to hidden states, hidden states to logits; None where that is not the whole model.

    Told by trying: the two together must give what the model gives on three tokens.
    """
    inner = getattr(model, "model", None)
    if inner is None or not hasattr(inner, "embed_tokens"):
        return None
    head = model.lm_head if "lm_head" in model else inner.embed_tokens.as_linear
    probe = mx.array([[1, 2, 3]])
    hidden = inner(probe)
    if not isinstance(hidden, mx.array) or not mx.allclose(head(hidden), model(probe), atol=1e-4, rtol=1e-3).item():
        return None
    return inner, head


def loss_function(model: Any, top: Any = None) -> Callable[[Batch], mx.array]:
    """A function from a batch to the cross-entropy of each of its targets, in nats: float32, (T,), 0 where padded.

    `top` is what is left of the model's body above frozen layers, for batches that hold what flows out of those.
    """
    parts = body_and_head(model)

    def body(ids: mx.array, cache: Any, hidden: mx.array | None) -> mx.array:
        if hidden is not None:
            return top(ids, cache=cache, input_embeddings=hidden.view(model.model.norm.weight.dtype))
        return (model if parts is None else parts[0])(ids, cache=cache)

    def context(batch: Batch) -> list[Any] | None:
        if batch.prefix is not None:
            beginning = [Prefix() for _ in model.layers]
            body(batch.prefix, beginning, batch.prefix_hidden)
            return [AfterPrefix(layer) for layer in beginning if hasattr(layer, "keys")]
        return None if batch.segments is None else [Segments(batch.segments)] * len(model.layers)

    def loss(batch: Batch) -> mx.array:
        flowing = body(batch.ids, context(batch), batch.hidden)
        rows = flowing.reshape(-1, flowing.shape[-1])[batch.positions]
        return weighted_cross_entropy(rows if parts is None else parts[1](rows), batch)

    return loss


def weighted_cross_entropy(logits: mx.array, batch: Batch) -> mx.array:
    """The loss of each target, (T,); `logits` is (T, vocabulary) in the order of `batch.positions`."""
    return nn.losses.cross_entropy(logits.astype(mx.float32), batch.targets, reduction="none") * batch.weights
