"""One loaded model is both: with its adapter it answers as `ask` does, without as `ask --base` does."""

import json
import subprocess
import sys
from pathlib import Path

import mlx.core as mx
import pytest

from tests.archive import ROOT
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from train.__main__ import main
from train.answers import without_adapter
from train.model import load_model
from train.tuned import add_adapter, find_tuned


@pytest.fixture
def changed(place: Path) -> Path:  # noqa: F811
    """A data folder with a run whose adapter changes much."""
    path = place / "runs" / "001-tiny" / "adapters" / "adapters.safetensors"
    mx.random.seed(1)
    weights = {name: mx.random.normal(value.shape) for name, value in mx.load(str(path)).items()}  # type: ignore[union-attr]
    mx.save_safetensors(str(path), weights)
    return place


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*arguments(folder, "ask", "Jogo 1?"), "--max-tokens", "8", *words]) == 0
    return capsys.readouterr().out[:-1]


def test_it_answers_as_ask_does_with_the_adapter_and_without(changed: Path, capsys):
    command = [sys.executable, "-m", "train", *arguments(changed, "answers"), "--max-tokens", "8"]
    questions = "".join(json.dumps({"number": n, "question": "Jogo 1?"}) + "\n" for n in (1, 2))
    done = subprocess.run(command, cwd=ROOT, input=questions, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    for number in (1, 2):
        mine = [line for line in said if line["number"] == number]
        texts = {s: "".join(line["piece"] for line in mine if line.get("side") == s) for s in ("tuned", "base")}
        assert texts == {"tuned": asked(changed, capsys), "base": asked(changed, capsys, "--base")}
        assert texts["tuned"] != texts["base"] and mine[-1] == {"number": number, "done": True}


def test_without_its_adapter_the_model_computes_what_its_base_does_and_with_it_what_it_did(changed: Path):
    run, ids = find_tuned(changed / "runs"), mx.array([[1, 2, 3, 4]])
    tuned, base = (load_model(run.model)[0] for _ in range(2))
    add_adapter(tuned, run.adapter)
    before = tuned(ids)
    with without_adapter(tuned):
        assert mx.array_equal(tuned(ids), base(ids))
    assert mx.array_equal(tuned(ids), before) and not mx.array_equal(before, base(ids))
