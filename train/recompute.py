"""Gradient checkpointing: a layer keeps its input and is computed again in the backward pass."""

from typing import Any

import mlx.core as mx


def checkpoint_layers(model: Any) -> None:
    """Make every layer of `model` that trains keep only its input. Once is enough; again changes nothing.

    Each layer gets a class of its own, so that other models of the same kind in this process stay as they are. The mask
    is closed over: MLX's checkpoint knows no gradient with respect to a mask that is passed through it.
    """
    for layer in model.layers:
        kind = type(layer)
        if layer.trainable_parameters() and not getattr(kind, "recomputed", False):
            members = {"__call__": _again(kind), "recomputed": True}
            layer.__class__ = type(f"Recomputed{kind.__name__}", (kind,), members)


def _again(kind: type) -> Any:
    plain: Any = kind.__call__

    def call(layer: Any, x: mx.array, *rest: Any, **named: Any) -> mx.array:
        def inner(parameters: Any, x: mx.array) -> mx.array:
            layer.update(parameters)
            return plain(layer, x, *rest, **named)

        return mx.checkpoint(inner)(layer.trainable_parameters(), x)

    return call
