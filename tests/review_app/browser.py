"""A real server and a real browser, for the tests that look at the app as a curator does."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("ACERVO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

needs_chromium = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium here: `apt-get install chromium`, or ACERVO_CHROMIUM=path says where it is"
)


ANOTHER = "id => document.querySelector('.quiet') && !document.querySelector('.quiet').innerText.endsWith(id)"
"""In the page: whether it shows another example than the one of `shown_id`."""


@contextmanager
def serving(data: Path, corpus: Path, port: int | None = None) -> Iterator[tuple[str, subprocess.Popen]]:
    """The app on a free port of this machine, until the block ends: its address and its process."""
    port = port or _free_port()
    command = [sys.executable, "-m", "review_app", "--quiet", "--port", str(port)]
    command += ["--data", str(data), "--corpus", str(corpus)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        _wait(address, process)
        yield address, process
    finally:
        process.kill()
        process.wait()


@contextmanager
def browsing(width: int = 1440) -> Iterator:
    """A page of Debian's chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="pt-PT")
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def saved(page, text: str) -> None:
    """Until the page says so."""
    page.locator(".saved", has_text=text).wait_for()


def ready(page) -> None:
    """Until the page is drawn to its end, keys and all: a key that comes before is put aside."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning] [class*='st-key-undo-'] button").wait_for()


def drawn(page) -> None:
    """Until the page, whichever it is, is drawn to its end."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def searching(page, text: str) -> None:
    """Until the field for a text holds this one: it is drawn empty, and filled a moment later."""
    page.wait_for_function("text => document.querySelector('[placeholder^=Procurar]')?.value === text", arg=text)


def named(page, name: str) -> None:
    """Until this is the name of who reviews."""
    field = "document.querySelector('.st-key-curator_name input')"
    page.wait_for_function(f"name => {field}?.value === name", arg=name)


def press(page, key: str) -> None:
    """A key of the bar, once the bar is there."""
    ready(page)
    page.keyboard.press(key)


def shown_id(page) -> str:
    """The id of the example on the page: the last of its quiet lines."""
    ready(page)
    return page.locator(".quiet").first.inner_text().splitlines()[-1]


def leaves(page, example_id: str) -> None:
    """Until the page shows another example. Not asked of the address, of which the browser tells a moment later."""
    page.wait_for_function(ANOTHER, arg=example_id)


def shows(page, example_id: str) -> None:
    """Until the page shows this example."""
    page.wait_for_function(f"id => !({ANOTHER})(id) && !!document.querySelector('.quiet')", arg=example_id)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def _wait(address: str, process: subprocess.Popen) -> None:
    """Until the app answers. Between two tries it waits for the process to end, which it should not do."""
    for _ in range(2000):
        try:
            with socket.create_connection(("localhost", int(address.rpartition(":")[2])), timeout=5):
                return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"the app ended with {process.wait(timeout=0.02)} before it began") from None
    raise AssertionError("the app did not begin")
