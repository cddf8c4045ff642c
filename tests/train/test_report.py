"""What a person sees of a run: plots, hints, page, monitor, doctor. Runs are written here as a trainer writes them."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from records.errors import AcervoError
from records.files import write_json, write_jsonl
from tests.train.tiny import frozen_folder, model_folder, row
from train.__main__ import main
from train.config import Config, config_row
from train.curves import Curves, read_curves, read_whole_lines, smoothed
from train.doctor import Finding
from train.hints import hints
from train.monitor import sparkline, view

FIGURES = {
    "active_memory_gb": 0.6,
    "cache_memory_gb": 0.2,
    "peak_memory_gb": 1.5,
    "process_memory_gb": 1.8,
    "available_memory_gb": 9.0,
    "swap_gb": 0.0,
}
Figure = Callable[[int], float]


def falling(step: int) -> float:
    return 0.05 + 3 * math.exp(-step / 20)


def write_run(folder: Path, loss: Figure = falling, known: Figure = falling, **figures: Figure) -> Path:
    """A run of 100 updates, evaluated after each 20, as the trainer would have written it."""
    rows: list[dict[str, Any]] = []
    for step in range(1, 101):
        place = {"step": step, "steps": 200, "epoch": step // 50, "seconds": 2.0 * step}
        update = {
            "loss": loss(step),
            "learning_rate": 1e-3,
            "gradient_norm": 1.0,
            "tokens_per_second": 100.0,
            **FIGURES,
        }
        rows.append({"kind": "step", **update, **{name: figure(step) for name, figure in figures.items()}, **place})
        if step % 20 == 0:
            losses = {"known": known(step), "unseen": 2.0, "unanswerable": 1.5}
            sample = {"question": "Quem <b>ganhou</b>?", "expected": "O Farense.", "answer": "<script>x</script>"}
            rows.append({"kind": "evaluation", "losses": losses, "samples": [sample], **place})
    folder.mkdir(parents=True)
    write_jsonl(folder / "training_metrics.jsonl", rows)
    begun = {"config": config_row(Config()), "dataset": {"version": "v1"}, "parent": None}
    write_json(folder / "training_config.json", begun)
    write_json(folder / "training_state.json", {"finished": False, "best_loss": 0.1, "best_step": 80, "stopped_by": ""})
    return folder


def signs(folder: Path) -> list[str]:
    return [hint.sign for hint in hints(read_curves(folder))]


def test_report_writes_four_plots_and_one_page_that_needs_no_other_file(tmp_path: Path, capsys):
    run = write_run(tmp_path / "runs" / "001")
    assert main(["report", "--runs", str(tmp_path / "runs"), "--run", "001"]) == 0
    plots = sorted(path.name for path in (run / "plots").iterdir())
    assert plots == ["learning_rate.png", "loss_curves.png", "memory_usage.png", "throughput.png"]
    assert all((run / "plots" / name).read_bytes().startswith(b"\x89PNG") for name in plots)
    page = (run / "report.html").read_text()
    assert page.count('src="data:image/png;base64,') == 4
    assert "http" not in page and 'src="plots' not in page
    assert "report.html" in capsys.readouterr().out


def test_a_run_whose_settings_were_lost_is_told_in_a_sentence(tmp_path: Path):
    run = write_run(tmp_path / "runs" / "001")
    (run / "training_config.json").write_text("{}")
    with pytest.raises(AcervoError, match=r"training_config\.json: is no run's \(no model in its config\)"):
        read_curves(run)


def test_text_from_the_model_is_never_markup(tmp_path: Path):
    run = write_run(tmp_path / "runs" / "001")
    main(["report", "--runs", str(tmp_path / "runs"), "--run", "001"])
    page = (run / "report.html").read_text()
    assert "<script>" not in page and "&lt;script&gt;x&lt;/script&gt;" in page and "&lt;b&gt;ganhou" in page


def test_a_run_without_figures_is_named(tmp_path: Path, capsys):
    run = write_run(tmp_path / "runs" / "001")
    (run / "training_metrics.jsonl").write_text("")
    assert main(["report", "--runs", str(tmp_path / "runs"), "--run", "001"]) == 1
    assert "has no figures yet; they come with its first update" in capsys.readouterr().err


def test_a_run_judged_before_its_first_figures_has_a_report(tmp_path: Path, capsys):
    """With log_every: 10 an epoch of eight updates ends before a row of figures is written."""
    run = write_run(tmp_path / "runs" / "001")
    row = {"kind": "evaluation", "losses": {"known": None, "unseen": 0.5}, "step": 8, "epoch": 1}
    (run / "training_metrics.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    assert main(["report", "--runs", str(run.parent), "--run", "001"]) == 0
    assert read_curves(run).probe("known") == ([], [])  # a loss that is not a number is written as null


def test_an_unknown_run_lists_those_there_are(tmp_path: Path, capsys):
    write_run(tmp_path / "runs" / "001")
    assert main(["report", "--runs", str(tmp_path / "runs"), "--run", "7"]) == 1
    assert "there is no such run; runs: 001" in capsys.readouterr().err


def test_a_run_that_goes_well_gets_no_hint(tmp_path: Path):
    assert signs(write_run(tmp_path / "run")) == []


def test_known_loss_that_rises_while_training_falls_is_overfitting(tmp_path: Path):
    run = write_run(tmp_path / "run", known=lambda step: 0.5 + abs(step - 40) / 100)
    assert signs(run) == ["overfitting"]
    assert "rose from 0.500 (update 40) to 1.100" in str(hints(read_curves(run))[0])


def test_loss_that_does_not_move_is_stuck(tmp_path: Path):
    run = write_run(tmp_path / "run", loss=lambda step: 2.9 + 0.01 * (step % 3), known=lambda step: 3.0)
    assert signs(run) == ["the loss is stuck"]


def test_loss_that_climbs_after_the_warm_up_points_at_the_rate(tmp_path: Path):
    run = write_run(tmp_path / "run", loss=lambda step: 3.0 if step < 30 else 0.5 if step < 60 else 2.5)
    assert "the learning rate is too high" in signs(run)


def test_words_learnt_without_facts_are_told_by_the_known_loss(tmp_path: Path):
    assert signs(write_run(tmp_path / "run", known=lambda step: 2.0)) == ["it learns the words, not the facts"]


def test_growing_swap_and_falling_speed_are_told(tmp_path: Path):
    run = write_run(tmp_path / "run", swap_gb=lambda step: step / 50, tokens_per_second=lambda step: 200.0 - 1.5 * step)
    assert signs(run) == ["the machine swaps", "it gets slower"]


def test_a_line_still_being_written_is_not_read(tmp_path: Path):
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a":1}\n{"a":2}\n{"a":')
    assert read_whole_lines(path) == [{"a": 1}, {"a": 2}]


def test_smoothing_looks_back_only():
    assert smoothed([4.0, 2.0, 0.0], span=2) == [4.0, 3.0, 1.0]


def test_sparkline_shows_highest_and_lowest_in_the_room_there_is():
    assert sparkline([1.0, 0.5, 0.0], 10) == "█▅▁"
    assert len(sparkline([float(n) for n in range(1000)], 40)) <= 40


def test_monitor_shows_probes_time_left_and_silence(tmp_path: Path):
    lines = view(read_curves(write_run(tmp_path / "run")), width=100, silent=300)
    screen = "\n".join(lines)
    assert "3 min so far, 3 min left, silent for 5 min: is it still running?" in screen
    assert "100 of 200" in screen and "known         0.070   best 0.070 at update 100" in screen
    assert all(len(line) <= 100 for line in lines)


def test_monitor_leaves_at_once_where_nobody_watches(tmp_path: Path, capsys):
    write_run(tmp_path / "runs" / "001")
    assert main(["monitor", "--runs", str(tmp_path / "runs"), "--run", "001"]) == 0
    assert "100 of 200" in capsys.readouterr().out


def test_curves_without_updates_have_a_view():
    assert view(Curves("x", [], [], {}, {}), 80) == ["x: no update yet"]


def test_doctor_without_a_dataset_fails_and_says_what_makes_one(tmp_path: Path, capsys):
    assert main(["doctor", "--data", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "FAIL  dataset" in printed and "`make dataset` makes one" in printed and "training would fail" in printed


def test_doctor_with_an_edited_dataset_fails(tmp_path: Path, capsys):
    frozen = frozen_folder(tmp_path / "frozen" / "v1", [row(1)], [])
    (tmp_path / "frozen" / "latest").symlink_to("v1")
    (frozen / "train.jsonl").write_text("")
    assert main(["doctor", "--data", str(tmp_path)]) == 1
    assert "train.jsonl: differs from its manifest" in capsys.readouterr().out


def test_doctor_takes_one_real_step_a_line_each(tmp_path: Path, capsys):
    frozen_folder(tmp_path / "data" / "frozen" / "v1", [row(n) for n in range(8)], [row(9, "known")])
    (tmp_path / "data" / "frozen" / "latest").symlink_to("v1")
    model = model_folder(tmp_path / "model")
    assert main(["doctor", "--data", str(tmp_path / "data"), "--preset", "embedded", "--model", str(model)]) == 0
    lines = capsys.readouterr().out.splitlines()
    subjects = ["Python", "machine", "MLX", "memory", "swap", "disk", "dataset", "preset", "model", "tokenizer", "one"]
    assert [line.split()[1] for line in lines[:-1]] == subjects


def test_doctor_names_a_model_that_is_not_there(tmp_path: Path, capsys):
    frozen_folder(tmp_path / "frozen" / "v1", [row(1)], [])
    (tmp_path / "frozen" / "latest").symlink_to("v1")
    assert main(["doctor", "--data", str(tmp_path), "--preset", "embedded", "--model", "./none"]) == 1
    assert "FAIL  model" in capsys.readouterr().out


@pytest.mark.parametrize(("state", "begins"), [("good", "ok "), ("worse", "note"), ("bad", "FAIL")])
def test_a_finding_is_one_line_with_a_remedy_only_where_needed(state: Any, begins: str):
    line = str(Finding("swap", state, "3.0 GB used", "restart"))
    assert line.startswith(begins) and ("restart" in line) == (state != "good") and "\n" not in line
