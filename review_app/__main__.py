"""`python -m review_app --data data --corpus corpus`: starts the app on this machine, for this machine."""

import argparse
import gc
import os
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from streamlit.web import cli

from records.errors import AcervoError
from review_app.workplace import CORPUS, DATA, workplace

FIRST_NEEDED = ("numpy", "review_app.panels", "review_app.editing", "review_app.correcting", "review_app.sharing")
OPTIONS = {
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "type",
    "client.showErrorLinks": "false",  # they lead to others, with what went wrong here
    "runner.postScriptGC": "false",  # it looks at all modules after each key, and the page's end waits for it
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",  # else Streamlit's first start asks for an address, and waits
    "server.enableStaticServing": "false",
    "server.maxUploadSize": "1",
    "theme.primaryColor": "#1f6f5c",
    "theme.baseRadius": "0.6rem",
    "theme.showSidebarBorder": "true",
}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m review_app", description="Look at what was generated, and decide.")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of generated, review, frozen and runs")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="folder of the sources")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="localhost", help="who may connect: this machine unless told")
    parser.add_argument("--quiet", action="store_true", help="open no browser")
    given = parser.parse_args(words)
    os.environ[DATA], os.environ[CORPUS] = str(given.data.resolve()), str(given.corpus.resolve())
    place = {"server.port": given.port, "server.address": given.address, "server.headless": str(given.quiet).lower()}
    threading.Thread(target=_warm_up, args=(given.data.resolve(), given.corpus.resolve()), daemon=True).start()
    flags = [f"--{name}={value}" for name, value in {**OPTIONS, **place}.items()]
    return cli.main(["run", str(Path(__file__).with_name("app.py")), *flags], standalone_mode=False) or 0


def _warm_up(data: Path, corpus: Path) -> None:
    """Get ready what the first page needs while the browser is opening: the index, and modules that take time.

    What goes wrong with the index is said by the first page, which tries again.
    """
    with suppress(AcervoError):
        workplace(data, corpus).catch_up()
    for name in FIRST_NEEDED:
        import_module(name)
    gc.collect()
    gc.freeze()  # what stands now stays: collecting later need not look at it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
