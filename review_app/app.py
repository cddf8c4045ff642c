"""The app's navigation. Started by `python -m review_app`.

The pages stand in `views/`: a folder named `pages` would be taken for Streamlit's older navigation, and a link to one
of them opened first would run it without this file.
"""

import base64
import io
from functools import cache

import streamlit as st
from PIL import Image, ImageDraw

from review_app.asking import leave
from review_app.shell import language
from review_app.texts import say

PAGES = (
    ("review", ":material/rate_review:"),
    ("browse", ":material/list:"),
    ("stale", ":material/history:"),
    ("corrections", ":material/healing:"),
    ("progress", ":material/trending_up:"),
    ("audit", ":material/analytics:"),
    ("runs", ":material/show_chart:"),
    ("ask", ":material/forum:"),
)


@cache
def drawer() -> str:
    """The picture of a drawer, as an address that holds it. Drawn here: a named icon would be fetched from outside."""
    picture = Image.new("RGBA", (64, 64))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((4, 4, 60, 60), 12, fill="#1f6f5c")
    draw.line((4, 32, 60, 32), fill="white", width=3)
    for top in (16, 44):
        draw.rounded_rectangle((24, top, 40, top + 6), 3, fill="white")
    png = io.BytesIO()
    picture.save(png, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"


def main() -> None:
    chosen = language()
    st.set_page_config(page_title="Acervo", page_icon=drawer(), layout="wide")
    pages = [
        st.Page(
            f"views/{name}.py", title=say(chosen, f"page.{name}"), icon=icon, url_path=name, default=name == "review"
        )
        for name, icon in PAGES
    ]
    page = st.navigation(pages)
    if page.url_path != "ask":
        leave()  # a model takes gigabytes: it stays no longer than one talks with it
    page.run()


main()
