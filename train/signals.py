"""Ctrl-C and a polite kill: the update under way is finished, then the run saves and leaves."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def asked_to_stop() -> Iterator[list[str]]:
    """Within this, the first SIGINT or SIGTERM puts its name into the list; a second ends the process at once."""
    asked: list[str] = []

    def take(number: int, _: FrameType | None) -> None:
        asked.append(signal.Signals(number).name)
        for one in SIGNALS:
            signal.signal(one, signal.SIG_DFL)

    before = {number: signal.signal(number, take) for number in SIGNALS}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
