"""A workplace on made-up examples, for the tests of what the app does without its pages."""

import pytest

from review_app.workplace import open_workplace
from tests.review_app.made import conflict, example, generate


@pytest.fixture
def place(tmp_path):
    """Forty examples on ten matches, two of them flagged, and one conflict; an empty ledger."""
    rows = [conflict(0), *(example(n, flags=["ocr"] if n in (4, 8) else []) for n in range(40))]
    generate(tmp_path / "data", rows)
    found = open_workplace(tmp_path / "data", tmp_path / "corpus")
    found.level()
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the pages run by Streamlit's tester look for data and corpus; empty."""
    monkeypatch.setenv("ACERVO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ACERVO_CORPUS", str(tmp_path / "corpus"))
    return tmp_path
