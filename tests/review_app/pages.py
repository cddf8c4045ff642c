"""A page run by Streamlit's own tester, without a browser."""

from streamlit.testing.v1 import AppTest

from tests.archive import ROOT


def opened(name, **parameters):
    page = AppTest.from_file(str(ROOT / "review_app" / "views" / f"{name}.py"), default_timeout=30)
    page.session_state["me"] = "Ana"  # the tester has no browser whose cookies would say so
    for key, value in parameters.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception, page.exception
    return page


def html(page):
    return " ".join(element.proto.body for element in page.get("html"))


def button(page, key):
    """The button of this key, or of this name where its key goes on with the example it is for."""
    return next(button for button in page.button if button.key == key or button.key.startswith(f"{key} "))
