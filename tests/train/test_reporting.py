"""Figures go to MLflow or Weights & Biases where a person asks for it; neither is a dependency."""

from importlib.util import find_spec

import pytest

from records.errors import AcervoError
from tests.train.test_runs import made, words
from train.__main__ import main
from train.config import Config
from train.reporting import package, reported

__all__ = ["made"]
ROWS = [
    {"kind": "step", "step": 1, "loss": 2.5, "best_loss": None},
    {"kind": "evaluation", "step": 1, "losses": {"known": 1.5}, "samples": [{"question": "x"}]},
]


@pytest.mark.skipif(find_spec("wandb") is not None, reason="wandb is installed")
def test_missing_package_is_named_before_anything_is_begun(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--report-to", "wandb")) == 1
    assert "--report-to wandb: the package wandb is not installed; `.venv/bin/pip install" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_without_the_flag_nothing_is_imported_and_nothing_sent(tmp_path):
    with reported(package(None), tmp_path, Config()) as report:
        report(ROWS[0])
    assert not list(tmp_path.iterdir())


def test_package_whose_own_need_is_missing_names_that(tmp_path, monkeypatch):
    (tmp_path / "half_installed.py").write_text("import surely_no_such_package\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AcervoError, match="the package surely_no_such_package is not installed"):
        package("half_installed")


def test_mlflow_holds_the_figures_and_a_resumed_run_goes_on_in_the_same_one(tmp_path, monkeypatch):
    mlflow = pytest.importorskip("mlflow")
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", (tmp_path / "store").as_uri())
    for step in (1, 2):
        with reported(package("mlflow"), tmp_path, Config()) as report:
            for row in ROWS:
                report({**row, "step": step})
    (run,) = mlflow.search_runs(experiment_names=["acervo"], output_format="list")
    assert run.data.params["optimizer.epochs"] == "8"
    assert (run.data.metrics["loss"], run.data.metrics["losses.known"]) == (2.5, 1.5)
    history = mlflow.MlflowClient().get_metric_history(run.info.run_id, "loss")
    assert [point.step for point in history] == [1, 2]


def test_wandb_offline_takes_the_figures(tmp_path, monkeypatch):
    pytest.importorskip("wandb")
    monkeypatch.setenv("WANDB_MODE", "offline")
    with reported(package("wandb"), tmp_path, Config()) as report:
        for row in ROWS:
            report(row)
    assert list((tmp_path / "wandb").glob("offline-run-*/*.wandb"))
