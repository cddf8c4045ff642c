"""Measures the app on many examples: `python -m tests.review_app.measure 100000 /tmp/folder`.

Prints start to first example, next example, text filter, payload and memory, and of each time what the server computed:
on a busy machine only that says something. Not a test: it takes minutes.
"""

import statistics
import sys
import time
from pathlib import Path

import psutil

from review_app.workplace import open_workplace
from tests.review_app.browser import ANOTHER, browsing, ready, serving, shown_id
from tests.review_app.made import examples, generate

# Each finds another number than the one before it: that tells that the page is the next one.
WORDS = ("academica 1995", "olhanense", "xyzzy", "farense", "maritimo 2001", "benfica")
LEFT = "document.querySelector('.note')?.innerText"
FOUND = f"""([text, before]) => location.search.includes(`text=${{text}}`) && {LEFT} !== before
    && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
"""


def main(count: int, folder: Path) -> None:
    if not (folder / "data" / "generated").exists():
        generate(folder / "data", examples(count))
    began = time.perf_counter()
    open_workplace(folder / "data", folder / "corpus").level()
    print(f"index made or found level: {time.perf_counter() - began:.1f} s")
    with browsing() as page:  # the browser is open: what begins is the app
        began = time.perf_counter()
        with serving(folder / "data", folder / "corpus") as (address, process):
            measure(page, address, psutil.Process(process.pid), began)


def measure(page, address: str, server: psutil.Process, began: float) -> None:
    """Print what a running server and its process need, and the start that `began` (seconds of perf_counter)."""
    received = [0]
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: count_bytes(received, frame)))
    page.goto(f"{address}/?lang=pt")
    page.locator(".answer").wait_for()
    print(f"start to first example: {time.perf_counter() - began:.1f} s, server {cpu(server):.2f} s")
    ready(page)
    for name, key in (("next example", "s"), ("approve and next", "a")):
        before = cpu(server)
        times = [timed(page, lambda key=key: page.keyboard.press(key)) for _ in range(20)]
        said = f"{name}: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms"
        print(f"{said}, server {50 * (cpu(server) - before):.0f} ms")
    taken: list[float] = []
    for text in WORDS * 3:
        before = cpu(server)
        taken.append(filtered(page, text))
        print(f"filter {text}: {taken[-1]:.0f} ms, server {1000 * (cpu(server) - before):.0f} ms")
    print(f"filter: median {statistics.median(taken):.0f} ms, worst {max(taken):.0f} ms")
    received[0] = 0
    page.goto(f"{address}/browse?lang=pt")
    page.locator("[data-testid=stDataFrame]").wait_for()
    page.wait_for_load_state("networkidle")
    print(f"payload of a page of 50: {received[0] / 1000:.0f} kB")
    print(f"memory of the server: {server.memory_info().rss / 2**20:.0f} MB")


def cpu(server: psutil.Process) -> float:
    """Seconds that the server has computed so far."""
    times = server.cpu_times()
    return times.user + times.system


def count_bytes(received: list[int], frame: bytes | str) -> None:
    received[0] += len(frame)


def timed(page, act) -> float:
    """Milliseconds from an act to another example on the page."""
    ready(page)
    before = shown_id(page)
    began = time.perf_counter()
    act()
    page.wait_for_function(ANOTHER, arg=before, polling=5)
    return 1000 * (time.perf_counter() - began)


def filtered(page, text: str) -> float:
    """Milliseconds from Enter to the page that shows what was found, all of it drawn."""
    before = page.evaluate(LEFT)
    page.get_by_placeholder("Procurar").fill(text)
    began = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function(FOUND, arg=[text.replace(" ", "+"), before], polling=5)
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
