"""Getting a model, against a hub on this machine: whole, broken off and gone on with, and every refusal in words."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import mlx.core as mx
import pytest

from records.files import read_json
from tests.train.hub import OWNER, Hub, hub
from tests.train.tiny import model_folder
from train.hub import _broken_off
from train.model import load_model
from train.models import convert

ROOT = Path(__file__).resolve().parents[2]
CHUNK = 10 * 1024 * 1024  # what huggingface_hub takes from the network before it writes


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Hub]:
    """A hub that has a model in few bits."""
    convert(model_folder(tmp_path / "full"), tmp_path / "served", {"group_size": 32, "bits": 4})
    with hub(tmp_path / "served") as server:
        yield server


def get(address: str, home: Path, name: str = OWNER) -> subprocess.CompletedProcess[str]:
    """`make models GET=name` against the hub at `address`, with a cache of its own, beside which it may write."""
    told = {"HF_ENDPOINT": address, "HF_HOME": str(home), "NO_PROXY": "127.0.0.1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    words = [sys.executable, "-m", "train", "models", "--get", name]
    told["PYTHONPATH"] = str(ROOT)
    return subprocess.run(words, cwd=home.parent, env={**os.environ, **told}, capture_output=True, text=True)


def folder_in(done: subprocess.CompletedProcess[str]) -> Path:
    """Where it says that the model is."""
    return Path(done.stdout.partition(" is in ")[2].splitlines()[0])


def test_model_is_downloaded_once_loads_and_is_found_again_without_the_network(served: Hub, tmp_path: Path):
    first = get(served.address, tmp_path / "home")
    assert first.returncode == 0, first.stderr
    assert len(load_model(str(folder_in(first)))[0].layers) == 3
    assert f"make train MODEL={OWNER}" in first.stdout
    again = get("http://127.0.0.1:9", tmp_path / "home")  # where nobody listens
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert len(served.got("model.safetensors")) == 1


def test_model_that_the_hub_has_in_full_is_converted_once_and_says_the_same(tmp_path: Path):
    full = model_folder(tmp_path / "full", hidden_size=128, intermediate_size=128)
    with hub(full) as server:
        first = get(server.address, tmp_path / "home")
    assert first.returncode == 0, first.stderr
    folder = folder_in(first)
    assert folder == Path("data/models/acervo-tests--tiny-4bit") and f"make train MODEL={folder}" in first.stdout
    assert read_json(tmp_path / folder / "config.json")["quantization"]["bits"] == 4
    ids = mx.array([[5, 9, 77, 130]])
    packed, whole = (load_model(str(place))[0](ids).flatten() for place in (tmp_path / folder, full))
    assert mx.sum(packed * whole) / (mx.linalg.norm(packed) * mx.linalg.norm(whole)) > 0.9
    again = get("http://127.0.0.1:9", tmp_path / "home")
    assert (again.returncode, again.stdout.splitlines()) == (0, first.stdout.splitlines()[-2:])


def test_connection_that_is_lost_is_taken_up_where_it_broke(served: Hub, tmp_path: Path):
    (served.folder / "tokenizer.model").write_bytes(os.urandom(3 * CHUNK))
    served.breaks["tokenizer.model"] = 1
    done = get(served.address, tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert served.got("tokenizer.model") == ["", f"bytes={CHUNK}-"]
    assert (folder_in(done) / "tokenizer.model").read_bytes() == (served.folder / "tokenizer.model").read_bytes()


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
    assert len(load_model(str(folder_in(whole)))[0].layers) == 3


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
