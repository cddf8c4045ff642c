"""The ground of a match: its own source's word, the profile's where that is silent, a person's where they differ."""

from pathlib import Path

import pytest

from builders.profile import load_profile
from builders.report import Report
from builders.request import Request
from builders.results import build
from builders.results.grounds import same_ground
from records.example import Example
from records.verdicts import Settlement
from tests.builders.results.folder import CLUBS, source_files

PROFILE = """club:
  name: SC Farense
  short: Farense
  ground: Estádio de São Luís
  # rented from that day on
  ground_since: "1924-09-21"
  ground_until: "2004-06-30"
"""
HEAD = "Data;Visitado;Visitante;Resultado;Estádio;Fase\n"


def made(
    folder: Path, files: dict[str, str], settlements: dict[str, Settlement] | None = None, kind: str = "match.venue"
) -> tuple[list[Example], Report]:
    """The examples that ask where a match was played, or those of another kind."""
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "clubs.yaml").write_text(CLUBS, encoding="utf-8")
    found, report = source_files(folder, dict(files)), Report()
    examples = build(Request(load_profile(folder / "profile.yaml"), tuple(found), settlements or {}, report))
    return [example for example in examples if example.template.startswith(kind)], report


def test_the_ground_that_a_source_names_is_said_and_its_line_alone_is_cited(tmp_path: Path) -> None:
    rows = "2013-04-28;Farense;Benfica;2-1;Estádio Algarve;\n1995-03-05;Porto;Farense;1-0;Estádio das Antas;\n"
    examples, _ = made(tmp_path, {"a.csv": HEAD + rows})
    assert {e.facts["venue"] for e in examples} == {"Estádio Algarve", "Estádio das Antas"}
    assert {s.file for e in examples for s in e.sources} == {"results/a.csv"}
    assert not any(e.flags for e in examples)


def test_where_the_source_is_silent_the_profile_is_said_and_cited_within_its_days(tmp_path: Path) -> None:
    rows = "1995-04-02;Farense;Benfica;4-1;;\n2013-04-28;Farense;Porto;2-1;;\n"
    examples, _ = made(tmp_path, {"a.csv": HEAD + rows})
    said = {e.group.split("/")[1][:4]: e for e in examples}
    assert {year: e.facts["venue"] for year, e in said.items()} == {
        "1995": "Estádio de São Luís", "2013": "em casa do Farense",
    }  # fmt: skip
    row, profile = said["1995"].sources
    assert (profile.file, profile.locator) == ("profile.yaml", "lines 4-7")
    assert profile.quote.splitlines()[0] == "ground: Estádio de São Luís" and "4-1" in row.quote
    assert len(said["2013"].sources) == 1


def test_a_final_is_at_nobodys_home_whatever_a_list_says(tmp_path: Path) -> None:
    rows = (
        "1990-05-27;Moura;Farense;1-1;;Final\n1990-06-03;Moura;Farense;2-0;;Final\n1991-06-02;Farense;Silves;1-0;;F\n"
    )
    assert made(tmp_path, {"a.csv": HEAD + rows})[0] == []
    told, _ = made(tmp_path, {"a.csv": HEAD + rows}, kind="match.score")
    assert {e.facts["score"] for e in told} == {"1-1", "2-0", "1-0"}
    assert not any(word in e.prompt for e in told for word in ("em casa", "visita", "receção", "deslocação"))


def test_one_ground_written_in_two_ways_is_one_and_has_its_fullest_name(tmp_path: Path) -> None:
    examples, _ = made(tmp_path, {"a.csv": HEAD + "1995-04-02;Farense;Benfica;4-1;S. Luís;\n"})
    assert {e.facts["venue"] for e in examples} == {"Estádio de São Luís"}
    assert {len(e.sources) for e in examples} == {1}
    assert same_ground("Estádio S. Luís", "Estádio de São Luís, Faro")
    assert not same_ground("Estádio Algarve", "Estádio de São Luís")


def test_a_source_that_names_another_ground_than_the_profile_of_that_day_makes_one_conflict(tmp_path: Path) -> None:
    examples, _ = made(tmp_path, {"a.csv": HEAD + "1995-04-02;Farense;Benfica;4-1;Estádio Algarve;\n"})
    [example] = examples
    assert (example.template, example.flags, dict(example.facts)) == ("match.venue.conflict", ("conflict",), {})
    assert example.answer.endswith(
        "as fontes não dizem o mesmo quanto ao campo do Farense-Benfica: "
        "uma fonte diz que foi no Estádio Algarve, e nessa altura o Farense jogava em casa no Estádio de São Luís."
    )
    assert [(o.said, [example.sources[at].file for at in o.sources]) for o in example.options] == [
        ("Estádio Algarve", ["results/a.csv"]),
        ("Estádio de São Luís", ["profile.yaml"]),
    ]
    assert example.mentions == ("match/1995-04-02_farense_benfica",)


def test_two_sources_that_name_two_grounds_wait_for_a_person_who_is_then_obeyed(tmp_path: Path) -> None:
    row = "1995-03-05;Porto;Farense;1-0;"
    files = {"a.csv": f"{HEAD}{row}Estádio das Antas;\n", "b.csv": f"{HEAD}{row}Estádio do Bessa;\n"}
    [conflict], _ = made(tmp_path, files)
    assert [(o.said, o.sources) for o in conflict.options] == [("Estádio das Antas", (0,)), ("Estádio do Bessa", (1,))]
    chosen = Settlement(conflict.group, {"venue": "Estádio das Antas"}, "Ana", "2026-03-01T10:00:00Z")
    settled, _ = made(tmp_path, files, {conflict.group: chosen})
    assert {e.template for e in settled} == {"match.venue"} and not any(e.flags for e in settled)
    assert all("disputou-se no Estádio das Antas." in e.answer for e in settled)
    neither, report = made(
        tmp_path, files, {conflict.group: Settlement(conflict.group, None, "Ana", "2026-03-01T10:00:00Z")}
    )
    assert not neither and report.by_reason()["settled_as_neither"] == 1


@pytest.mark.parametrize("flow", [False, True])
def test_the_profile_is_cited_however_its_yaml_is_laid_out(tmp_path: Path, flow: bool) -> None:
    line = 'club: {name: A, short: A, ground: "Campo", ground_since: "1924-09-21"}\n'
    (tmp_path / "profile.yaml").write_text(line if flow else PROFILE, encoding="utf-8")
    cited = load_profile(tmp_path / "profile.yaml").ground_source
    assert cited.locator == ("line 1" if flow else "lines 4-7")
