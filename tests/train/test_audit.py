"""The audit: figures worked out by hand, each fault planted and found, a verdict with an exit status."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from records.errors import AcervoError
from tests.train.tiny import frozen_folder, model_folder, row, tiny_tokenizer
from train import audit, costs, fitting, verdict
from train.__main__ import main
from train.config import PRESETS, Batches, Config, load_preset, merge
from train.lengths import Lengths, figures, histogram, round_width
from train.measuring import measured

MISTRAL = costs.recommended()[costs.MISTRAL_7B]["config"]
SHAPE = {**MISTRAL, "hidden_size": 8, "num_hidden_layers": 2, "intermediate_size": 16, "vocab_size": 300}


def asked(question: str, answer: str, name: str = "results/match.score/1/x", **fields: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {**row(1), "id": name, "messages": messages, **fields}


def gathered(rows: list[dict[str, Any]], tokenizer: Any = None) -> Lengths:
    lengths = Lengths()
    for one, m in measured(tokenizer or tiny_tokenizer(), rows):
        lengths.add("train", one, m)
    return lengths


def audited(rows: list[dict[str, Any]], folder: Path, tokenizer: Any = None) -> dict[str, Any]:
    config = Config()
    reader = audit.Reader("tiny", tokenizer or tiny_tokenizer(), costs.outline_of(SHAPE, config), "a tokenizer")
    frozen_folder(folder, rows, [row(7, "known")])
    return audit.audit(folder, reader, config, verdict.Limits())


def test_lengths_of_two_rows_by_hand() -> None:
    # <|user|> a b <|assistant|> c d </s> is a prompt of 4 in a sequence of 7; one letter more in the second
    lengths = gathered([asked("ab", "cd"), asked("ab", "cde", "results/match.score/2/x")])
    assert lengths.tokens().tolist() == [7, 8]
    assert [a.tolist() for a in lengths.answers()] == [[4, 4], [7, 8]]
    assert (lengths.targets(), lengths.longest()[0]["id"]) == (7, "results/match.score/2/x")
    assert lengths.tables()["template"]["results/match.score"] == {
        "rows": 2,
        "tokens": 15,
        "mean": 7.5,
        "p50": 7,
        "p90": 8,
        "p95": 8,
        "p99": 8,
        "min": 7,
        "max": 8,
        "targets": 7,
    }


def test_percentiles_are_the_lengths_that_so_many_do_not_pass() -> None:
    told = figures(np.arange(1, 101, dtype=np.uint32))
    assert (told["p50"], told["p90"], told["p99"], told["mean"], told["tokens"]) == (50, 90, 99, 50.5, 5050)


def test_histogram_counts_every_row_once_in_bars_of_round_width() -> None:
    bars = histogram(np.array([41, 79, 80, 500], np.uint32))
    assert [(b["from"], b["to"], b["rows"]) for b in bars if b["rows"]] == [
        (40, 60, 1),
        (60, 80, 1),
        (80, 100, 1),
        (500, 520, 1),
    ]
    assert len(bars) == 24
    assert [round_width(n) for n in (0.3, 3, 9, 21, 79)] == [1, 4, 10, 40, 80]


def test_what_a_limit_cuts_is_counted_in_answers() -> None:
    lengths = gathered([asked("ab", "cd"), asked("ab" * 10, "c"), asked("a", "b")])  # 7, 24 with its answer at 22, 5
    against = fitting.against(lengths, 6)
    assert (against["rows_over"], against["answers_cut"], against["no_room_for_answer"]) == (2, 2, 1)
    assert against["nothing_cut_from"] == 24
    assert fitting.against(lengths, 24)["answers_cut"] == 0


def test_one_row_with_two_answers_may_have_one_of_them_cut() -> None:
    two = asked("ab", "cd")
    two["messages"] = two["messages"] * 2
    lengths = gathered([two])  # answers at 4 to 7 and at 11 to 14
    against = fitting.against(lengths, 10)
    assert (against["rows_over"], against["answers"], against["answers_cut"]) == (1, 2, 1)


def test_padding_by_hand() -> None:
    lengths = np.array([10, 20, 30, 40])
    plain = fitting.computed(lengths, Batches(micro_batch=2, packing=False))
    assert (plain["useful"], plain["computed"]) == (100, 2 * 32 + 2 * 48)  # rows of 16 x n tokens, like with like
    packed = fitting.computed(lengths, Batches(micro_batch=2, packing=True, pack_to=50))
    assert (packed["computed"], packed["fill"], packed["updates"]) == (100, 1.0, 1)


def test_what_all_rows_begin_with_is_known_without_keeping_them() -> None:
    assert gathered([asked("abx", "c"), asked("aby", "c"), asked("ab", "cd")]).shared == [
        2,
        *tiny_tokenizer().encode("ab", add_special_tokens=False),
    ]


def test_adapters_and_weights_of_mistral_are_those_of_the_plan() -> None:
    config = merge(Config(preset="m1-16gb"), {"adapter": {"rank": 8}}, "test")
    outline = costs.outline_of(MISTRAL, config)
    assert outline.backend == "metal"
    assert outline.weights == pytest.approx(4.08e9, rel=0.001)
    assert costs.adapter_values(outline, config.adapter) * 4 == pytest.approx(84e6, rel=0.002)


def test_longer_rows_cost_more_memory_and_more_time_a_token() -> None:
    outline = costs.outline_of(MISTRAL, Config(preset="m1-16gb"))
    peaks = [costs.peak_gb(outline, Config(preset="m1-16gb"), length, 0.4) for length in fitting.LIMITS]
    assert peaks == sorted(peaks)
    assert costs.work_of_a_token(outline, 2048) > costs.work_of_a_token(outline, 128)


@pytest.mark.parametrize("preset", sorted(name for name in costs.ROOMS if name.startswith("m1-")))
def test_a_preset_says_the_memory_that_the_formula_gives(preset: str) -> None:
    about = (PRESETS / f"{preset}.yaml").read_text(encoding="utf-8")
    said = re.search(r"By formula ([\d.]+) GB for Mistral-7B", about)
    config = load_preset(preset)
    # several rows at once are no longer than what is packed: a longer one is computed by itself
    longest = config.batches.pack_to if config.batches.micro_batch > 1 else config.batches.length
    peak = costs.peak_gb(costs.outline_of(MISTRAL, config), config, longest, 0.4)
    assert said is not None and float(said[1]) == pytest.approx(peak, abs=0.3), f"{preset}: {peak:.2f} GB"


@pytest.mark.parametrize(("preset", "kind"), [("m1-8gb", "metal"), ("cuda", "cuda"), ("embedded-cuda", "cuda")])
def test_costs_are_told_for_the_machine_that_a_preset_is_made_for(preset: str, kind: str) -> None:
    assert costs.backend_of(Config(preset=preset)) == kind


def test_model_that_is_not_like_llama_is_refused() -> None:
    with pytest.raises(AcervoError, match=r"model: holds no num_hidden_layers: not like Llama"):
        costs.outline_of({k: v for k, v in SHAPE.items() if k != "num_hidden_layers"}, Config())


def command(folder: Path, *words: str) -> list[str]:
    named = ["--preset", "embedded", "--model", str(folder / "model"), "--data", str(folder / "frozen" / "v")]
    return ["audit", *named, "--runs", str(folder / "runs"), *words]


@pytest.fixture(name="place")
def place_with_model_and_data(tmp_path: Path) -> Path:
    model_folder(tmp_path / "model")
    refusals = [{**asked(f"E o {n}?", f"Do {n} não tenho registo.", f"r/{n}"), "group": f"r/{n}"} for n in range(6)]
    rows = [*(row(n) for n in range(6)), *({**one, "template": "no-match.other-date"} for one in refusals)]
    frozen_folder(tmp_path / "frozen" / "v", rows, [row(1, "known")])
    return tmp_path


def test_audit_writes_beside_the_frozen_version_and_never_into_it(place: Path, capsys: Any) -> None:
    before = sorted(p.name for p in (place / "frozen" / "v").iterdir())
    assert main(command(place, "--strict")) == 0
    assert sorted(p.name for p in (place / "frozen" / "v").iterdir()) == before
    (folder,) = (place / "audit").glob("*-model")
    assert {p.name for p in folder.iterdir()} == {"audit.json", "audit.html", "lengths.png", "templates.png"}
    assert (folder / "lengths.png").read_bytes().startswith(b"\x89PNG")
    said = capsys.readouterr().out
    assert "verdict: train on it (17 of 17 limits kept)" in said
    assert len(said.splitlines()) <= 45


def test_page_needs_nothing_beside_itself_and_shows_text_as_text(place: Path) -> None:
    bad = asked("Quem ganhou?", "O Leões\u202e ganhou.", "<script>alert(1)</script>")
    frozen_folder(place / "frozen" / "w", [row(1), bad], [])
    main([*command(place), "--data", str(place / "frozen" / "w")])
    page = next((place / "audit").glob("*-model/audit.html")).read_text()
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "http" not in page and page.count("data:image/png;base64,") == 2


def test_json_is_all_that_is_printed_for_a_machine(place: Path, capsys: Any) -> None:
    main(command(place, "--json"))
    told = orjson.loads(capsys.readouterr().out)
    assert told["splits"] == {"train": 12, "valid": 1}
    assert [row["limit"] for row in told["limits"]] == [128, 256, 384, 512, 768, 1024, 2048]


def test_strict_fails_where_a_stated_limit_is_passed_and_says_which(place: Path, capsys: Any) -> None:
    (place / "limits.yaml").write_text("template_share: 0.4\n")
    words = command(place, "--limits", str(place / "limits.yaml"))
    assert (main(words), main([*words, "--strict"])) == (0, 1)
    assert "over: share of the largest template: 50.0% (limit 40.0%)" in capsys.readouterr().out


def test_fatal_faults_fail_without_strict(place: Path, capsys: Any) -> None:
    assert main([*command(place), "--set", "batches.length=20"]) == 1
    assert "FATAL: rows over the length: the run stops at the first: 12 (limit 0)" in capsys.readouterr().out
    assert main([*command(place), "--set", "batches.length=20", "--set", "batches.overlong=drop"]) == 0


def test_nothing_to_train_on_is_no_verdict_for_training(tmp_path: Path) -> None:
    with pytest.raises(AcervoError, match=r"train\.jsonl: holds no example to learn; add sources"):
        audited([], tmp_path / "data")


def test_limit_of_unknown_name_is_an_error(place: Path, capsys: Any) -> None:
    (place / "limits.yaml").write_text("templates: 0.4\n")
    assert main(command(place, "--limits", str(place / "limits.yaml"))) == 1
    assert "limits.yaml: templates: unknown key; the keys here are language" in capsys.readouterr().err


def test_language_without_small_words_is_an_error_rather_than_every_row_a_stranger(tmp_path: Path) -> None:
    (tmp_path / "limits.yaml").write_text("language: tlh\n")
    with pytest.raises(AcervoError, match="no small words of the language 'tlh'; there are en, es, fr, it, pt"):
        verdict.read_limits(tmp_path / "limits.yaml")


@pytest.mark.parametrize("name", ["train.jsonl", "valid.jsonl", "test.jsonl"])
def test_one_byte_changed_in_a_frozen_file_is_refused_by_name(name: str, place: Path, capsys: Any) -> None:
    path = place / "frozen" / "v" / name
    data = bytearray(path.read_bytes() or b"\n")
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    evaluate = ["evaluate", "--base", "--model", str(place / "model"), "--data", str(path.parent)]
    for words in (command(place), ["train", *command(place)[1:]], ["plan", *command(place)[1:-2]], evaluate):
        assert main(words) == 1
        assert f"{name}: differs from its manifest" in capsys.readouterr().err


def test_mistral_is_counted_without_its_model(place: Path, capsys: Any) -> None:
    words = ["audit", "--model", "mistral-v3", "--data", str(place / "frozen" / "v"), "--runs", str(place / "runs")]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "Mistral v3" in said and "preset m1-16gb" in said
    assert list((place / "audit").glob("*-mistral-v3/audit.json"))
