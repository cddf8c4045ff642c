"""A bar for whoever waits: on a terminal as things go on, in a log every half minute."""

import sys
from typing import Any, TextIO

from tqdm import tqdm


def bar(total: int, unit: str, file: TextIO | None = None, **more: Any) -> Any:
    """tqdm's bar over so many units, on standard error if no file is given; its `update` takes how many are done."""
    place: Any = file or sys.stderr
    pause = 0.1 if place.isatty() else 30.0  # seconds between two looks
    return tqdm(total=total, unit=unit, file=place, mininterval=pause, maxinterval=max(10.0, pause), **more)
