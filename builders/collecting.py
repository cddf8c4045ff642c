"""Garbage: how often Python looks for objects that hold each other, while millions are made that do not."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 100_000
"""Made since Python last looked, before it looks again. Its own 700 cost a build a fifth of its time."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for such objects seldom in the block, and as before after it. Most objects need no looking."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
