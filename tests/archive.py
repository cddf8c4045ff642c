"""Where the archive of real sources lies, for the tests that try everything on it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = Path(os.environ.get("ACERVO_ARCHIVE", ROOT.parent / "shared" / "archive"))

needs_archive = pytest.mark.skipif(
    not ARCHIVE.is_dir(), reason="the archive of real sources is not here; ACERVO_ARCHIVE=path says where it is"
)
