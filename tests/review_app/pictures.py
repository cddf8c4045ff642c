"""Takes the pictures of the app in docs/images: `python -m tests.review_app.pictures DATA CORPUS docs/images`.

On the sample, built and audited (`make dataset audit`), with a run of some hundred updates that was evaluated (`make
train evaluate` and `make evaluate BASE=1`). Each in Portuguese (`review.png`) and in English (`review-en.png`).
"""

import io
import os
import sys
from pathlib import Path

from PIL import Image

from tests.review_app.browser import browsing, serving

PICTURES = {  # name: page, filter, tab
    "review": ("", "&template=who", None),
    "conflict": ("", "&flag=conflict&builder=biographies", None),
    "audit": ("audit", "", 0),
    "runs": ("runs", "", 0),
    "repairs": ("corrections", "", 2),
}
DRAWN = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-testid=stSkeleton]")"""
COLOURS = 128  # of a picture: no one sees more, and it weighs a third
STILL = 2500  # milliseconds for charts to be drawn and fonts to be there


def main(data: Path, corpus: Path, out: Path) -> None:
    os.environ["LOGNAME"] = "ana"  # who reviews
    with serving(data, corpus) as (address, _), browsing(1280) as page:
        page.goto(address)
        page.wait_for_timeout(4 * STILL)  # the first page shows before tokens are counted
        for language, ending in (("pt", ""), ("en", "-en")):
            for name, (where, wanted, tab) in PICTURES.items():
                page.goto(f"{address}/{where}?lang={language}{wanted}")
                page.locator("[data-testid=stSidebarNavLink]").first.wait_for()
                if tab is not None:
                    page.get_by_role("tab").nth(tab).click()
                page.wait_for_timeout(STILL)
                page.wait_for_function(DRAWN)
                keep(page.screenshot(), out / f"{name}{ending}.png")


def keep(png: bytes, path: Path) -> None:
    """Write a screenshot in few colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
