"""Killed at any moment and started again, a run ends with the adapter of one that never was."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from records.files import sha256_file
from tests.train.tiny import frozen_folder, model_folder, row
from train import checkpoint

KILLS = 20
ROOT = Path(__file__).resolve().parents[2]


def command(folder: Path, runs: str) -> list[str]:
    words = [sys.executable, "-m", "train", "train", "--preset", "embedded", "--epochs", "10"]
    words += ["--set", "saving.samples=0"]
    words += ["--data", str(folder / "data"), "--model", str(folder / "model"), "--runs", str(folder / runs)]
    for setting in ("saving.save_every=1", "batches.micro_batch=2", "adapter.dropout=0.1", "adapter.layers=2"):
        words += ["--set", setting]
    return words


def hashes(run: Path) -> dict[str, str]:
    """What must come out the same: the best adapter, the last one, what its optimizer held, the losses of examples."""
    last = checkpoint.all_of(run)[-1]
    names = ("adapters.safetensors", "optimizer.safetensors", "example_losses.npy")
    files = [run / "adapters" / "adapters.safetensors", run / "example_losses.jsonl", *(last / name for name in names)]
    return {file.relative_to(run).as_posix(): sha256_file(file) for file in files}


def whole(folder: Path) -> bool:
    return {"adapters.safetensors", "optimizer.safetensors", "state.json"} <= {p.name for p in folder.iterdir()}


@pytest.mark.slow
def test_twenty_kills_at_random_moments_leave_the_same_adapter(tmp_path):
    """SIGKILL falls 0 to 60 ms after a line of the metrics file; with a save at each update most fall into one."""
    model_folder(tmp_path / "model")
    frozen_folder(tmp_path / "data", [row(i) for i in range(60)], [row(i, "known") for i in range(4)])
    subprocess.run(command(tmp_path, "whole"), cwd=ROOT, check=True, capture_output=True)
    killed = sum(kill_one(tmp_path, number) for number in range(KILLS))
    subprocess.run(command(tmp_path, "killed"), cwd=ROOT, check=True, capture_output=True)
    assert killed == KILLS
    runs = [tmp_path / name / "latest" for name in ("whole", "killed")]
    assert hashes(runs[0]) == hashes(runs[1])
    lines = [(run / "training_metrics.jsonl").read_bytes().count(b"\n") for run in runs]
    assert lines[0] == lines[1]


def ended(process: subprocess.Popen[bytes], within: float) -> bool:
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


def kill_one(folder: Path, number: int) -> bool:
    """Go on with the run and kill it a little after it has come further; whether it died of it, and left only whole
    checkpoints."""
    draw = random.Random(number)
    metrics = folder / "killed" / "latest" / "training_metrics.jsonl"
    before = metrics.stat().st_size if metrics.exists() else 0
    process = subprocess.Popen(
        command(folder, "killed"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    more = draw.choice((1, 150, 400))
    while not ended(process, 0.002) and (not metrics.exists() or metrics.stat().st_size < before + more):
        pass
    if not ended(process, draw.uniform(0, 0.06)):
        process.kill()
    assert all(whole(path) for path in checkpoint.all_of(folder / "killed" / "latest"))
    return process.wait() == -signal.SIGKILL
