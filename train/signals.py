"""Ctrl-C and a polite kill: the update under way is finished, then the run saves and leaves."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def asked_to_stop(ask: Callable[[str], None]) -> Iterator[None]:
    """Within this, SIGINT and SIGTERM call `ask` with their name; a second one ends the process at once."""

    def take(number: int, _: FrameType | None) -> None:
        ask(signal.Signals(number).name)
        for one in SIGNALS:
            signal.signal(one, signal.SIG_DFL)

    before = {number: signal.signal(number, take) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
