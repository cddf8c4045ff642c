"""A profile leaves out kinds of question: neither they nor refusals in their words are made, and each is counted."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from builders.building import BUILDERS, REJECTED, BuildError, build, read_generated
from builders.freeze import freeze
from builders.profile import Profile, ProfileError, load_profile
from builders.skipping import kinds_of
from builders.slips import SLIPS
from records.files import read_jsonl
from tests.clubhouse import HEADER, write_corpus

OTHER_SCORE = f"{HEADER}\n01-01-1990;Dragões;Leões;9-9;I Divisão;1989-90\n"
SLIPPED = {name for ways in SLIPS.values() for name in ways}


def profile_skipping(corpus: Path, *kinds: str) -> Profile:
    profile = load_profile(corpus / "profile.yaml")
    return replace(profile, draw=replace(profile.draw, skip=kinds))


def asked(data: Path) -> Counter[str]:
    return Counter(f"{example.builder}/{example.template}" for example in read_generated(data / "generated"))


def skipped(data: Path) -> list[str]:
    rows = (row for _, row in read_jsonl(data / "generated" / REJECTED))
    return [row["text"] for row in rows if row["reason"] == "skipped_kind"]


def test_a_skipped_kind_is_counted_question_by_question_and_all_else_stays(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    build(corpus, profile_skipping(corpus), tmp_path / "all")
    whole = list(read_generated(tmp_path / "all" / "generated"))
    build(corpus, profile_skipping(corpus, "match.venue"), tmp_path / "fewer")
    kept = list(read_generated(tmp_path / "fewer" / "generated"))
    texts = skipped(tmp_path / "fewer")
    assert {e.template for e in whole} - {e.template for e in kept} == {"match.venue"}
    gone = [e.prompt for e in whole if e not in kept and e.phrasing.rsplit(".", 1)[-1] not in SLIPPED]
    assert gone
    assert set(gone) <= set(texts), "near misses asked in the words of the kind are gone with it, and counted"
    assert not [e for e in kept if e not in whole]


def test_a_share_of_a_kind_is_asked_and_the_same_facts_at_every_build(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    whole = load_profile(corpus / "profile.yaml")
    profile = replace(whole, draw=replace(whole.draw, some={"match.score": 0.5}))
    groups = []
    for name, wanted in (("all", whole), ("half", profile), ("again", profile)):
        build(corpus, wanted, tmp_path / name)
        made = read_generated(tmp_path / name / "generated")
        groups.append({e.group for e in made if e.template == "match.score"})
    assert groups[1] == groups[2] < groups[0]
    assert groups[1]
    assert skipped(tmp_path / "half")


def test_a_kind_is_asked_more_often_and_its_near_misses_with_it(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    whole = load_profile(corpus / "profile.yaml")
    counts = []
    for name, times in (("whole", {}), ("often", {"match.score": 3.0, "biographies/birth.date": 2})):
        build(corpus, replace(whole, draw=replace(whole.draw, times=times)), tmp_path / name)
        made = list(read_generated(tmp_path / name / "generated"))
        counts.append(Counter(e.template for e in made if not e.held_out))
    before, after = counts
    assert after["match.score"] == 3 * before["match.score"]
    assert after["birth.date"] == 2 * before["birth.date"] > 0
    assert after["match.venue"] == before["match.venue"] and after["birth.place"] == before["birth.place"]
    assert sum(n for t, n in after.items() if t.startswith("no-match")) > sum(
        n for t, n in before.items() if t.startswith("no-match")
    )


def test_what_sources_dispute_is_asked_whatever_the_share(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "results" / "other.csv").write_text(OTHER_SCORE, encoding="utf-8")
    whole = load_profile(corpus / "profile.yaml")
    build(corpus, replace(whole, draw=replace(whole.draw, some={"match.score": 0.000001})), tmp_path)
    assert asked(tmp_path)["results/match.conflict"]
    assert not asked(tmp_path)["results/match.score"]


@pytest.mark.parametrize("share", [-0.5, 1.5])
def test_what_is_no_share_stops(tmp_path: Path, share: float) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    profile = load_profile(corpus / "profile.yaml")
    with pytest.raises(ProfileError, match=r"draw: some: match.score: -?\d.5 is no share"):
        build(corpus, replace(profile, draw=replace(profile.draw, some={"match.score": share})), tmp_path)


def test_a_kind_of_one_builder_leaves_the_namesake_of_another(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    build(corpus, profile_skipping(corpus, "biographies/who"), tmp_path)
    found = asked(tmp_path)
    assert not [name for name in found if name in ("biographies/who", "biographies/no-person.who")]
    assert skipped(tmp_path)
    build(corpus, profile_skipping(corpus, "books/who"), tmp_path / "other")
    assert asked(tmp_path / "other")["biographies/who"]


def test_a_name_that_is_no_kind_stops_with_those_that_are(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    with pytest.raises(ProfileError, match=r"draw: skip: 'match.venu' is no kind .* results: match.score, .*; books"):
        build(corpus, profile_skipping(corpus, "match.venu"), tmp_path)
    assert not (tmp_path / "generated").exists()


def test_a_version_says_what_was_skipped_and_is_found_again(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    profile = profile_skipping(corpus, "match.venue", "match.winner")
    frozen = freeze(build(corpus, profile, tmp_path), profile, tmp_path, "flagged")
    assert frozen.manifest.settings["draw"]["skip"] == ["match.venue", "match.winner"]
    assert not freeze(build(corpus, profile, tmp_path), profile, tmp_path, "flagged").fresh


def test_skipping_all_that_there_is_leaves_nothing_to_build(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", lines=[])
    every = [kind for builder in BUILDERS for kind in kinds_of(builder)]
    with pytest.raises(BuildError, match="no example came out of it"):
        build(corpus, profile_skipping(corpus, *every), tmp_path)
