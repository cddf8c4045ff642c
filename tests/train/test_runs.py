"""Runs as a person meets them: begun, gone on with, refused, continued from another; on several machines."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import mlx.core as mx
import pytest

from records.files import read_json, read_jsonl
from records.manifest import read_manifest
from tests.train.tiny import frozen_folder, model_folder, row
from train import checkpoint
from train.__main__ import main
from train.config import Config, load_preset, merge
from train.inputs import prepare
from train.runs import Wish, held, open_run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A model and two datasets."""
    folder = tmp_path_factory.mktemp("made")
    model_folder(folder / "model")
    frozen_folder(folder / "data", [row(i) for i in range(20)], [row(i, "known") for i in range(3)])
    frozen_folder(folder / "other", [row(i) for i in range(9)], [row(i, "known") for i in range(3)])
    return folder


def words(made: Path, runs: Path, *more: str, data: str = "data") -> list[str]:
    common = ["train", "--preset", "embedded", "--set", "saving.samples=1", "--runs", str(runs)]
    return [*common, "--data", str(made / data), "--model", str(made / "model"), *more]


def test_run_leaves_what_the_guides_promise_and_says_how_to_ask(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--epochs", "2")) == 0
    said = capsys.readouterr().out
    assert "the adapter is in" in said and 'make ask Q="..."' in said and "fits" in said
    run = tmp_path / "latest"
    names = {path.name for path in run.iterdir() if not path.name.startswith(".")}
    assert {f"training_{name}.json" for name in ("metrics", "summary", "state", "config")} <= names
    assert {"training_metrics.csv", "adapters"} <= names
    assert any(name.startswith("checkpoint_epoch2_step") for name in names)
    assert {p.name for p in (run / "adapters").iterdir()} == {
        "adapters.safetensors",
        "adapter_config.json",
        "dataset.json",
    }
    assert read_json(run / "adapters" / "dataset.json")["version"] == read_manifest(made / "data").version
    evaluations = [r for r in read_json(run / "training_metrics.json") if r["kind"] == "evaluation"]
    assert [set(r["losses"]) for r in evaluations] == [{"known"}] * 2
    assert len(evaluations[0]["samples"]) == 1


def test_a_log_is_given_no_line_for_every_update(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--epochs", "4")) == 0
    updates = read_json(tmp_path / "latest" / "training_summary.json")["step"]
    assert updates == 20
    assert capsys.readouterr().out.count("update/s") <= 2 + 2 * 4  # at the ends, and around each evaluation


def test_finished_run_is_not_trained_again_and_new_starts_afresh(made, tmp_path, capsys):
    for _ in range(2):
        assert main(words(made, tmp_path, "--epochs", "1")) == 0
    assert len(list(tmp_path.glob("0*"))) == 1
    assert "is finished already: NEW=1 trains afresh" in capsys.readouterr().out
    before = (tmp_path / "latest" / "adapters" / "adapters.safetensors").read_bytes()
    first = (tmp_path / "latest").resolve()
    assert main(words(made, tmp_path, "--epochs", "1", "--new")) == 0
    assert len(list(tmp_path.glob("0*"))) == 2
    assert (first / "adapters" / "adapters.safetensors").read_bytes() == before


def unfinished(made: Path, runs: Path) -> None:
    """A run that stops at once for want of memory."""
    assert main(words(made, runs, "--set", "memory.critical_gb=1000000")) == 1


def test_changed_setting_refuses_to_resume_and_says_which(made, tmp_path, capsys):
    settings = ["--set", "memory.critical_gb=1000000"]
    unfinished(made, tmp_path)
    assert main(words(made, tmp_path, *settings, "--epochs", "40")) == 1
    said = capsys.readouterr().err
    assert re.search(r"is unfinished and was begun otherwise \(optimizer.epochs: \d+ then, 40 now\); `make train", said)
    assert f"`make train RUN={(tmp_path / 'latest').readlink()}` and no other setting takes it up as it was" in said


def test_changed_dataset_refuses_to_resume(made, tmp_path, capsys):
    unfinished(made, tmp_path)
    assert main(words(made, tmp_path, "--set", "memory.critical_gb=1000000", data="other")) == 1
    versions = (read_manifest(made / name).version for name in ("data", "other"))
    said = capsys.readouterr().err
    assert "begun otherwise (dataset: {} then, {} now)".format(*versions) in said
    assert not re.search("[0-9a-f]{13}", said)


def test_run_that_is_named_goes_on_with_its_own_settings_and_dataset(made, tmp_path, capsys):
    shutil.copytree(made / "data", tmp_path / "frozen" / read_manifest(made / "data").version)
    shutil.copytree(made / "other", tmp_path / "frozen" / "latest")
    runs, mine = tmp_path / "runs", tmp_path / "runs" / "mine"
    assert main(words(made, runs, "--epochs", "2", "--run", "mine")) == 0
    kept = (mine / "adapters" / "adapters.safetensors").read_bytes()
    shutil.rmtree(mine / "adapters")
    shutil.rmtree(checkpoint.all_of(mine)[-1])
    named = ["train", "--runs", str(runs), "--data", str(tmp_path / "frozen" / "latest"), "--run", "mine"]
    assert main([*named, "--epochs", "3"]) == 1
    assert "was begun otherwise (optimizer.epochs: 2 then, 3 now)" in capsys.readouterr().err
    assert main(named) == 0
    assert (mine / "adapters" / "adapters.safetensors").read_bytes() == kept


def test_name_of_a_run_tells_its_preset_and_the_model_where_that_is_another(tmp_path):
    names = []
    for model in (None, "mlx-community/Qwen2.5-7B-Instruct-4bit", "My Models/um modelo/"):
        config = load_preset("m1-16gb")
        config = replace(config, model=model or config.model)
        names.append(open_run(tmp_path, Wish(config, {"version": "0123456789ab"}, new=True))[0].name)
    qwen, own = "002-qwen2.5-7b-instruct-4bit-m1-16gb-01234567", "003-um-modelo-m1-16gb-01234567"
    assert names == ["001-m1-16gb-01234567", qwen, own]


def test_a_model_name_that_was_mistyped_does_not_stand_in_the_way_of_the_next_run(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--model", str(made / "modle"))) == 1
    assert "no such model folder" in capsys.readouterr().err
    assert main(words(made, tmp_path, "--epochs", "1")) == 0
    assert (tmp_path / "latest" / "adapters").is_dir()


def test_adapter_goes_on_to_be_trained_on_another_dataset_with_its_parentage(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--epochs", "1", "--run", "first")) == 0
    assert main(words(made, tmp_path, "--epochs", "1", "--from", "first", "--run", "second", data="other")) == 0
    parent = read_json(tmp_path / "second" / "training_config.json")["parent"]
    assert (parent["run"], parent["parent"]) == ("first", None)
    losses = [read_json(tmp_path / run / "training_metrics.json")[0]["loss"] for run in ("first", "second")]
    assert losses[1] < losses[0]
    assert main(words(made, tmp_path, "--from", "nowhere")) == 1
    assert "holds no finished adapter to go on from" in capsys.readouterr().err


def test_run_from_a_parent_killed_before_its_first_checkpoint_begins_at_the_parents_adapter_again(made, tmp_path):
    assert main(words(made, tmp_path, "--epochs", "1", "--run", "first")) == 0
    assert main(words(made, tmp_path, "--epochs", "1", "--from", "first", "--run", "second", data="other")) == 0
    second = tmp_path / "second"
    losses = (second / "example_losses.jsonl").read_bytes()
    for folder in (tmp_path / "first", *second.glob("checkpoint*")):
        shutil.rmtree(folder)
    assert main(words(made, tmp_path, "--epochs", "1", "--run", "second", data="other")) == 0
    assert (second / "example_losses.jsonl").read_bytes() == losses


def test_adapter_trained_at_another_scale_is_not_gone_on_from(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--epochs", "1", "--run", "first")) == 0
    assert main(words(made, tmp_path, "--from", "first", "--set", "adapter.scale=9.0")) == 1
    assert "its adapter is another (adapter.scale: 2.0 then, 9.0 now); give its own" in capsys.readouterr().err
    assert main(words(made, tmp_path, "--from", "first", "--set", "adapter.dropout=0.1", "--epochs", "1")) == 0


def test_adapter_of_another_model_is_not_gone_on_from(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--epochs", "1", "--run", "first")) == 0
    model_folder(tmp_path / "other")
    assert main(words(made, tmp_path, "--from", "first", "--model", str(tmp_path / "other"))) == 1
    assert f"its adapter is another (model: {made / 'model'} then, {tmp_path / 'other'} now)" in capsys.readouterr().err


def test_run_that_another_process_trains_is_left_to_it(made, tmp_path, capsys):
    unfinished(made, tmp_path)
    writing = tmp_path / "latest" / ".checkpoint.partial"
    writing.mkdir()
    with held(tmp_path / "latest"):
        writing.mkdir()
        assert main(words(made, tmp_path, "--set", "memory.critical_gb=1000000")) == 1
    assert "another process trains it; `make monitor` shows it" in capsys.readouterr().err
    assert writing.is_dir()


def test_run_that_did_not_fit_does_not_stand_in_the_way_of_one_that_does(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--set", "memory.limit_gb=0.0001")) == 1
    assert "--anyway trains nevertheless" in capsys.readouterr().err
    assert main(words(made, tmp_path, "--epochs", "1")) == 0


def test_run_named_by_its_folder_is_that_run(made, tmp_path, capsys):
    assert main(words(made, tmp_path, "--epochs", "1", "--run", "first")) == 0
    assert main(words(made, tmp_path, "--epochs", "1", "--run", str(tmp_path / "first"))) == 0
    assert "first is finished already" in capsys.readouterr().out


def test_runs_copied_with_their_link_as_a_folder_are_said_to_be_before_anything_is_made(made, tmp_path, capsys):
    assert main(words(made, tmp_path / "here", "--epochs", "1")) == 0
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    assert main(words(made, tmp_path / "there", "--epochs", "1")) == 1
    assert "latest: is a folder where a link to the newest run belongs; rename it" in capsys.readouterr().err
    assert len(list((tmp_path / "there").iterdir())) == 2


def test_file_that_the_system_refuses_in_the_middle_of_a_run_is_named_and_no_traceback(made, tmp_path, capsys):
    unfinished(made, tmp_path)
    (tmp_path / "latest" / "training_metrics.jsonl").unlink()
    (tmp_path / "latest" / "training_metrics.jsonl").mkdir()
    assert main(words(made, tmp_path, "--set", "memory.critical_gb=1000000")) == 1
    assert "training_metrics.jsonl: Is a directory; free space or permissions" in capsys.readouterr().err


def test_folder_that_is_no_run_is_not_replaced_by_one(made, tmp_path, capsys):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("kept")
    assert main(words(made, tmp_path, "--run", "notes")) == 1
    assert "notes: is there already; give the new run another name" in capsys.readouterr().err
    assert (tmp_path / "notes" / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize("text", ["[]", '{"config": []}', '{"config": {"model": "embedded"}, "dataset": {}}'])
def test_settings_of_a_run_that_were_lost_are_told_in_a_sentence_by_train(made, tmp_path, capsys, text):
    (tmp_path / "old" / "adapters").mkdir(parents=True)
    (tmp_path / "old" / "training_config.json").write_text(text)
    for which in ("--run", "--from"):
        assert main(words(made, tmp_path, which, "old")) == 1
        assert "training_config.json: is no run's (no " in capsys.readouterr().err


def test_validation_rows_are_drawn_from_all_kinds_of_question(made, tmp_path):
    valid = [{**row(i, "known"), "template": name, "id": f"{name}/{i}"} for name in ("a", "b") for i in range(20)]
    folder = frozen_folder(tmp_path / "data", [row(1)], valid)
    config = merge(Config(model=str(made / "model")), {"saving": {"evaluate_rows": 8}}, "test")
    told = {example.id.split("/")[0] for example in prepare(folder, config, {})[2].valid["known"]}
    assert told == {"a", "b"}


def test_examples_too_long_to_judge_by_are_told(made, tmp_path, capsys):
    valid = [row(1, "known"), row(2, "known", "Acabou 2-2. " * 20)]
    folder = frozen_folder(tmp_path / "data", [row(1)], valid)
    config = merge(Config(model=str(made / "model")), {"batches": {"length": 128}}, "test")
    assert len(prepare(folder, config, {})[2].valid["known"]) == 1
    assert "1 of 2 examples to judge by are over 128 tokens and left out" in capsys.readouterr().out


def test_data_that_was_edited_is_refused(made, tmp_path, capsys):
    frozen_folder(tmp_path / "data", [row(1)], [])
    with (tmp_path / "data" / "train.jsonl").open("a") as handle:
        handle.write("\n")
    arguments = words(made, tmp_path / "runs")
    arguments[arguments.index("--data") + 1] = str(tmp_path / "data")
    assert main(arguments) == 1
    assert "train.jsonl: differs from its manifest" in capsys.readouterr().err


def test_plan_says_what_fits_and_its_status_says_whether(made, tmp_path, capsys):
    arguments = ["plan", *words(made, tmp_path)[1:]]
    del arguments[arguments.index("--runs") : arguments.index("--runs") + 2]
    assert main(arguments) == 0
    assert ": fits" in capsys.readouterr().out
    assert main([*arguments, "--set", "memory.limit_gb=0.0001"]) == 1


@pytest.mark.slow
def test_two_processes_give_the_adapter_of_one(made, tmp_path):
    launch = [str(Path(sys.executable).with_name("mlx.launch")), "-n", "2", "--backend", "ring", "--", sys.executable]
    for starter, runs in (([sys.executable], "one"), (launch, "two")):
        command = [*starter, "-m", "train", *words(made, tmp_path / runs, "--epochs", "2")]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=240)
    one, two = (mx.load(str(tmp_path / r / "latest" / "adapters" / "adapters.safetensors")) for r in ("one", "two"))
    assert isinstance(one, dict) and isinstance(two, dict)
    for name, value in one.items():
        assert mx.allclose(value, two[name], atol=1e-5).item(), name
    losses = [(tmp_path / r / "latest" / "example_losses.jsonl") for r in ("one", "two")]
    for a, b in zip(*(read_jsonl(path) for path in losses), strict=True):
        assert a[1]["id"] == b[1]["id"] and a[1]["losses"] == pytest.approx(b[1]["losses"], rel=1e-4)


def launched(made: Path, places: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Two processes that keep their runs in `places`, each in a folder of its own, as two machines do."""
    command = [sys.executable, "-m", "train", *words(made, Path("@"), *more)]
    own = " ".join(command).replace("@", f"{places}/$MLX_RANK")
    start = [str(Path(sys.executable).with_name("mlx.launch")), "-n", "2", "--backend", "ring", "--", "sh", "-c", own]
    return subprocess.run(start, cwd=ROOT, check=False, capture_output=True, text=True, timeout=240)


@pytest.mark.slow
def test_machines_that_have_other_checkpoints_of_a_run_stop_in_words_and_go_on_once_they_have_the_same(made, tmp_path):
    settings = ("--epochs", "3", "--set", "saving.keep=3")
    assert main(words(made, tmp_path / "whole", *settings)) == 0
    shutil.copytree(tmp_path / "whole", tmp_path / "0", symlinks=True)
    first, second, third = checkpoint.all_of(tmp_path / "0" / "latest")
    shutil.rmtree(third)
    lacking = launched(made, tmp_path, *settings)
    assert not (tmp_path / "1").exists()
    shutil.copytree(tmp_path / "0", tmp_path / "1", symlinks=True)
    shutil.rmtree(tmp_path / "1" / "latest" / second.name)
    older = launched(made, tmp_path, *settings)
    for stopped, has in ((lacking, "no checkpoint"), (older, first.name)):
        assert not third.exists()
        said = rf"machine 0 has {second.name} .*; machine 1 has {has}.* copy it to the others"
        assert len(re.findall(said, stopped.stdout + stopped.stderr)) == 2
    shutil.copytree(second, tmp_path / "1" / "latest" / second.name)
    assert launched(made, tmp_path, *settings).returncode == 0
    one, two = (mx.load(str(tmp_path / r / "latest" / "adapters" / "adapters.safetensors")) for r in ("whole", "0"))
    assert isinstance(one, dict) and isinstance(two, dict)
    assert all(mx.allclose(value, two[name], atol=1e-5).item() for name, value in one.items())
