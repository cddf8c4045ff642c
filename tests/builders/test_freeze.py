"""Freezing: what is decided is what is frozen, to the byte, and nothing else ever is."""

import os
from pathlib import Path

import orjson
import pytest

from builders.balance import balance
from builders.building import Built
from builders.freeze import FreezeError, freeze
from builders.leakage import told_by, withheld_facts
from builders.profile import Balance, Club, Draw, Profile, Splits
from builders.splits import Place, candidate
from builders.versions import latest
from records.errors import ManifestError
from records.example import Example, example_to_row, text_sha256
from records.files import read_json, read_jsonl, write_jsonl
from records.ledger import Ledger
from records.manifest import verify_folder
from records.validation import faults
from records.verdicts import Verdict
from tests.making import example

PROFILE = Profile(Club("SC Leões", "Leões"), draw=Draw(), splits=Splits(valid=0.1, test=0.1, known=0.3))


def matches(number: int = 40) -> list[Example]:
    made = []
    for n in range(number):
        for words in range(4):
            made.append(
                example(
                    f"Quanto ficou o jogo {n} com o Adversário{n}, maneira {words}?",
                    f"No jogo {n}, com o Adversário{n}, o resultado foi {n}-0.",
                    group=f"match/{n}",
                    facts={"resultado": f"{n}-0"},
                    refusal=f"Jogo {n}: não tenho registo desse jogo.",
                    held_out=words == 3,
                )
            )
    return made


def built(data: Path, examples: list[Example]) -> Built:
    folder = data / "generated"
    write_jsonl(folder / "results.jsonl", (example_to_row(e) for e in examples))
    return Built(folder, {"corpus/results/jogos.csv": "0" * 64}, fresh=True)


def left_out(folder: Path) -> dict[str, str]:
    return {item["id"]: item["reason"] for item in read_json(folder / "left_out.json")}


def test_a_version_is_whole_and_every_row_passes_its_schema(tmp_path: Path) -> None:
    frozen = freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")
    verify_folder(frozen.folder)
    assert latest(tmp_path / "frozen") == frozen.folder.resolve()
    for split in ("train", "valid", "test"):
        rows = [row for _, row in read_jsonl(frozen.folder / f"{split}.jsonl")]
        assert rows and not any(faults("frozen", row) for row in rows)


def test_every_example_is_in_one_split_or_left_out_with_a_reason(tmp_path: Path) -> None:
    frozen = freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")
    split_ids = [r["id"] for s in ("train", "valid", "test") for _, r in read_jsonl(frozen.folder / f"{s}.jsonl")]
    assert sorted(split_ids + list(left_out(frozen.folder))) == sorted(e.id for e in matches())
    row = frozen.manifest.counts["templates"]["results/match.score"]
    assert row["made"] == sum(number for name, number in row.items() if name not in ("made", "flagged"))


def test_freezing_twice_gives_the_same_version_and_says_so(tmp_path: Path) -> None:
    first = freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")
    again = freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")
    elsewhere = freeze(built(tmp_path / "b", matches()), PROFILE, tmp_path / "b", "flagged")
    assert (first.fresh, again.fresh) == (True, False)
    assert first.manifest == again.manifest == elsewhere.manifest


def test_a_frozen_file_edited_by_hand_is_refused_and_not_overwritten(tmp_path: Path) -> None:
    frozen = freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")
    path = frozen.folder / "train.jsonl"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(ManifestError, match=r"train\.jsonl: differs from its manifest"):
        freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")


def test_duplicates_leave_one_and_name_it(tmp_path: Path) -> None:
    twin = example(
        "quanto ficou o jogo 1 com o adversário1, maneira 0", matches()[4].answer, id="results/z", group="other/1"
    )
    frozen = freeze(built(tmp_path, [*matches(), twin]), PROFILE, tmp_path, "flagged")
    dropped = [item for item in read_json(frozen.folder / "left_out.json") if item["reason"] == "duplicate"]
    assert [(item["id"], item["survivor"]) for item in dropped] == [("results/z", matches()[4].id)]


def test_verdicts_decide_what_is_frozen(tmp_path: Path) -> None:
    flagged = example("E a OCR?", "A OCR leu mal.", flags=("ocr",))
    examples = [*matches(), flagged]
    first = freeze(built(tmp_path, examples), PROFILE, tmp_path, "flagged")
    assert left_out(first.folder)[flagged.id] == "awaiting_review"
    with Ledger(tmp_path / "review") as ledger:
        ledger.append(Verdict(flagged.id, text_sha256(flagged.messages), "approved", "ana", "2026-01-01T00:00:00Z"))
    second = freeze(built(tmp_path, examples), PROFILE, tmp_path, "flagged")
    assert second.manifest.version != first.manifest.version
    assert flagged.id in {row["id"] for _, row in read_jsonl(second.folder / "train.jsonl")}
    assert first.folder.is_dir(), "an earlier version stays"
    exported = (tmp_path / "review" / "verdicts.jsonl").read_bytes()
    assert orjson.loads(exported)["example_id"] == flagged.id


def test_a_withheld_fact_told_under_another_name_is_left_out(tmp_path: Path) -> None:
    frozen = freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")
    unseen = next(r for _, r in read_jsonl(frozen.folder / "test.jsonl") if r["probe"] == "unseen")
    n = unseen["group"].split("/")[1]
    leak = example(
        "Que se lembra?", f"Lembro-me do jogo {n}: Adversário{n} perdeu {n}-0.", id="results/leak", group="book/1"
    )
    harmless = example(
        "E que mais?", f"Do jogo {n} com o Adversário{n} nada sei.", id="results/harmless", group="book/2"
    )
    again = freeze(built(tmp_path, [*matches(), leak, harmless]), PROFILE, tmp_path, "flagged")
    assert left_out(again.folder).get("results/leak") == "leaks_withheld"
    assert "results/harmless" not in left_out(again.folder)


def test_a_signature_needs_three_telling_words() -> None:
    weak = example("Quem?", "O Leões.", facts={"v": "Leões"})
    assert not withheld_facts([told_by(weak)]).leaks_in(example("O Leões?", "O Leões ganhou."))


def test_the_matches_that_a_withheld_figure_was_computed_from_are_no_leak() -> None:
    told = "O primeiro Leões-Dragões foi a 2 de abril de 1995: 4-1."
    withheld = withheld_facts(
        [told_by(example("Qual?", told, facts={"data": "2 de abril de 1995"}, mentions=("match/1",)))]
    )
    match = "A 2 de abril de 1995, no Leões-Dragões, o resultado foi 4-1."
    assert not withheld.leaks_in(example("Quanto?", match, group="match/1"))
    assert withheld.leaks_in(example("Quanto?", match, group="book/1"))
    assert not withheld.leaks_in(example("Quanto?", match.replace("4-1", "3-1"), group="book/1"))


def test_a_withheld_date_leaks_in_figures_too_and_another_month_is_another_match() -> None:
    told = "A 2 de abril de 1995, o Leões-Dragões terminou 4-1."
    withheld = withheld_facts([told_by(example("Qual?", told, facts={"resultado": "4-1"}))])
    for said in ("Em 02/04/1995 o Leões-Dragões acabou 4-1.", "1995-04-02: Leões-Dragões, 4-1.", told):
        assert withheld.leaks_in(example("Então?", said, group="book/1"))
    for said in ("Em 02/05/1995 o Leões-Dragões acabou 4-1.", "Em 31/02/1995 o Leões-Dragões acabou 4-1."):
        assert not withheld.leaks_in(example("Então?", said, group="book/1"))


def test_of_an_answer_on_several_facts_each_line_is_read_by_itself() -> None:
    told = told_by(example("Quando?", "A 2 de abril de 1995, Farense 4-1 Benfica.", facts={"score": "4-1"}))
    withheld = withheld_facts([told])
    asked, mentions = "Que jogos houve a 2 de março de 1990 e a 9 de abril de 1995?", ("match/1", "match/2")
    apart = "A 2 de março de 1990, Farense 4-1 Moura.\nA 9 de abril de 1995, Benfica 0-0 Farense."
    whole = "A 2 de março de 1990, Farense 0-0 Moura.\nA 2 de abril de 1995, Farense 4-1 Benfica."
    assert not withheld.leaks_in(example(asked, apart, mentions=mentions))
    assert withheld.leaks_in(example(asked, whole, mentions=mentions))
    assert withheld.leaks_in(example(asked, apart)), "one passage over two lines states what both say"


def test_nothing_left_to_train_on_is_said_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(FreezeError, match="no example is left to train on; review some, or REVIEW=none"):
        freeze(built(tmp_path, matches()), PROFILE, tmp_path, "all")


def test_balance_keeps_each_template_and_refusals_within_their_shares() -> None:
    many = [example(f"P{n}?", id=f"a/{n}", template="big") for n in range(90)]
    few = [example(f"Q{n}?", id=f"b/{n}", template="small", unanswerable=True) for n in range(30)]
    candidates = [candidate(e) for e in many + few]
    places = [Place("train", "train")] * 120
    balance(candidates, places, Balance(template_share=0.6, refusal_share=0.25))
    kept = [c for c, p in zip(candidates, places, strict=True) if p.split]
    big, refusals = sum(c.template.endswith("big") for c in kept), sum(c.unanswerable for c in kept)
    assert (big, refusals) == (45, 15)
    assert refusals / len(kept) <= 0.25


def test_an_interrupted_freeze_leaves_the_latest_version_as_it_was(tmp_path: Path) -> None:
    frozen = freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged")
    bad = built(tmp_path, [*matches(41)])
    path = bad.folder / "results.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id": 1}\n')
    with pytest.raises(Exception, match=r"results\.jsonl:165"):
        freeze(Built(bad.folder, {"corpus/x": "1" * 64}, fresh=True), PROFILE, tmp_path, "flagged")
    assert latest(tmp_path / "frozen") == frozen.folder.resolve()
    assert sorted(os.listdir(tmp_path / "frozen")) == sorted([frozen.manifest.version, "latest"])  # noqa: PTH208 (hidden files too)
