"""Getting a model, against a hub on this machine: whole, broken off and gone on with, and every refusal in words."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.train.hub import OWNER, Hub, hub
from tests.train.tiny import model_folder
from train.hub import _broken_off
from train.model import load_model

ROOT = Path(__file__).resolve().parents[2]
CHUNK = 10 * 1024 * 1024  # what huggingface_hub takes from the network before it writes


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Hub]:
    with hub(model_folder(tmp_path / "served")) as server:
        yield server


def get(address: str, home: Path, name: str = OWNER) -> subprocess.CompletedProcess[str]:
    """`make models GET=name` against the hub at `address`, with a cache of its own."""
    told = {"HF_ENDPOINT": address, "HF_HOME": str(home), "NO_PROXY": "127.0.0.1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    words = [sys.executable, "-m", "train", "models", "--get", name]
    return subprocess.run(words, cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True)


def test_model_is_downloaded_once_loads_and_is_found_again_without_the_network(served: Hub, tmp_path: Path):
    first = get(served.address, tmp_path / "home")
    assert first.returncode == 0, first.stderr
    folder = Path(first.stdout.rsplit(" is in ", 1)[1].strip())
    assert len(load_model(str(folder))[0].layers) == 3
    again = get("http://127.0.0.1:9", tmp_path / "home")  # where nobody listens
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert len(served.got("model.safetensors")) == 1


def test_connection_that_is_lost_is_taken_up_where_it_broke(served: Hub, tmp_path: Path):
    (served.folder / "tokenizer.model").write_bytes(os.urandom(3 * CHUNK))
    served.breaks["tokenizer.model"] = 1
    done = get(served.address, tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert served.got("tokenizer.model") == ["", f"bytes={CHUNK}-"]
    folder = Path(done.stdout.rsplit(" is in ", 1)[1].strip())
    assert (folder / "tokenizer.model").read_bytes() == (served.folder / "tokenizer.model").read_bytes()


def test_download_that_broke_off_is_said_to_have_and_the_next_one_gets_what_is_missing(served: Hub, tmp_path: Path):
    served.breaks["model.safetensors"] = 99
    broken = get(served.address, tmp_path / "home")
    assert broken.returncode == 1 and "Traceback" not in broken.stderr
    assert f"{OWNER}: the download broke off" in broken.stderr
    assert "try again: files that are whole are kept" in broken.stderr
    served.breaks.clear()
    served.asked.clear()
    whole = get(served.address, tmp_path / "home")
    assert whole.returncode == 0, whole.stderr
    assert served.got("model.safetensors") == [""] and not served.got("tokenizer.json")
    assert len(load_model(whole.stdout.rsplit(" is in ", 1)[1].strip())[0].layers) == 3


def test_model_larger_than_the_disk_is_refused_before_anything_is_downloaded(served: Hub, tmp_path: Path):
    served.claims["model.safetensors"] = 10**16
    done = get(served.address, tmp_path / "home")
    assert done.returncode == 1
    assert f"{OWNER}: takes 10000000.00 GB, and " in done.stderr and "set HF_HOME to a folder on another" in done.stderr
    assert not served.got("config.json")


def test_disk_that_fills_up_meanwhile_is_said_to_be_full():
    assert "the disk is full; free space" in str(_broken_off(OWNER, OSError(errno.ENOSPC, "No space left on device")))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("gated", "its owner gives it to those who accept conditions; accept them on its page"),
        ("absent", "the model hub has no such model; check its name"),
        ("away", "the model hub cannot be reached; check the connection, or use MODEL=embedded or a folder"),
    ],
)
def test_what_the_hub_does_not_give_is_said_in_words(served: Hub, tmp_path: Path, fault: str, told: str):
    served.gated = fault == "gated"
    address = "http://127.0.0.1:9" if fault == "away" else served.address
    done = get(address, tmp_path / "home", "acervo-tests/nobody" if fault == "absent" else OWNER)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert told in done.stderr
