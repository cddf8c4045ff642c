"""Four browsers decide at once while the server is killed with -9, again and again.

`python -m tests.review_app.four_browsers 180 5 /tmp/folder`: for 180 seconds four processes, each with a browser of its
own, approve by key as fast as the page lets them; 5 times the server is killed and started again on the same port. At
the end every verdict that a page showed as saved must be in the ledger, and in the ledger rebuilt from its export. Not
a test: it takes minutes.
"""

import multiprocessing
import random
import sys
import time
from pathlib import Path

from records.ledger import Ledger
from tests.review_app.browser import ANOTHER, browsing, ready, serving, shown_id
from tests.review_app.made import CLUBS, examples, generate

MANY = 20_000  # examples, a fourth of which bear the name of one of four clubs each
PORT = 8529
SAVED = f"id => ({ANOTHER})(id) && document.querySelector('.saved')?.innerText.includes('aprovado')"


def main(seconds: float, kills: int, folder: Path) -> int:
    generate(folder / "data", examples(MANY))
    until, said = time.time() + seconds, multiprocessing.Queue()
    people = [multiprocessing.Process(target=decide, args=(club, until, said)) for club in CLUBS[:4]]
    for person in people:
        person.start()
    moments = sorted(random.Random(0).uniform(seconds * 0.15, seconds * 0.9) for _ in range(kills))
    serve(folder, until, moments)
    shown = [name for _ in people for name in said.get()]
    for person in people:
        person.join()
    return report(folder, shown, kills)


def serve(folder: Path, until: float, moments: list[float]) -> None:
    """Keep a server on the port until the end, killed at each of the moments (seconds from now) and begun again."""
    began = time.time()
    for moment in [*moments, until - began]:
        with serving(folder / "data", folder / "corpus", PORT) as (_, process):
            time.sleep(max(0.0, began + moment - time.time()))
            process.kill()
            process.wait()


def decide(club: str, until: float, said: multiprocessing.Queue) -> None:
    """Approve examples on one club until the end; put the ids that the page said were saved."""
    from playwright.sync_api import Error

    shown: list[str] = []
    with browsing() as page:
        page.set_default_timeout(8_000)
        while time.time() < until:
            try:
                page.goto(f"http://localhost:{PORT}/?lang=pt&text={club}")
                while time.time() < until:
                    ready(page)
                    before = shown_id(page)
                    page.keyboard.press("a")
                    page.wait_for_function(SAVED, arg=before, polling=10)
                    shown.append(before)
            except Error:  # the server is dead: what was not shown as saved is not counted
                continue
    said.put(shown)


def report(folder: Path, shown: list[str], kills: int) -> int:
    """Print what was shown and what is there; returns 1 where a verdict shown as saved is missing."""
    with Ledger(folder / "data" / "review") as ledger:
        kept = set(ledger.latest_verdicts())
        ledger.export()
        export = folder / "data" / "review" / "verdicts.jsonl"
        rebuilt = set(Ledger.rebuild(folder / "rebuilt", export).latest_verdicts())
    missing = set(shown) - (kept & rebuilt)
    print(f"shown as saved: {len(shown)}, twice: {len(shown) - len(set(shown))}, in the ledger: {len(kept)}")
    print(f"server killed {kills} times; shown as saved and not there: {len(missing)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
