import re
from dataclasses import replace
from pathlib import Path

import pytest

from builders.biographies.questions import load_phrasings
from builders.sources import SourceFile
from records.files import sha256_bytes
from records.verdicts import Correction
from tests.archive import ARCHIVE, needs_archive
from tests.builders.biographies.corpus import PROFILE, answers, make

JOINT = "# Tomé Dias Faísca\n\nTomé Dias Faísca nasceu em Olhão a 4 de maio de 1931. Jogou no Farense.\n"


def test_a_name_with_middle_names_left_out_is_the_same_person(tmp_path: Path) -> None:
    other = "# Tomé Faísca\n\n**1931, Olhão** | **Médio**\n"
    examples, _ = make(tmp_path, {"a.md": JOINT, "b.md": other})
    groups = {example.group.split("/")[1] for example in examples if example.group.startswith("person/")}
    assert groups == {"tome-faisca"}
    assert "Tomé Faísca jogava como médio." in answers(examples, "position")


def test_a_nickname_of_two_words_that_another_source_goes_by_is_the_same_person(tmp_path: Path) -> None:
    one = "# José Mata\n\nJosé da Mata Pereira, conhecido por Zé Mata, nasceu em Faro a 3 de maio de 1930.\n"
    two = "# Zé Mata\n\nZé Mata nasceu em Faro a 3 de maio de 1931.\n"
    examples, _ = make(tmp_path, {"a.md": one, "b.md": two})
    assert {e.group.split("/")[1] for e in examples if e.group.startswith("person/")} == {"jose-mata"}
    assert [e.flags for e in examples if e.template == "birth.date"] == [("conflict",)]


def test_namesakes_born_in_different_times_are_two_and_neither_is_called_by_the_short_name(tmp_path: Path) -> None:
    father = "# Faísca\n\n**1901, Olhão** | **Médio**\n\n**Tomé Rosa Brito** começou em Olhão.\n"
    son = "# Faísca\n\n**1931, Faro** | **Defesa**\n\n**Rui Rosa Brito** começou em Faro.\n"
    examples, _ = make(tmp_path, {"pai.md": father, "filho.md": son})
    assert {"Tomé Rosa Brito jogava como médio.", "Rui Rosa Brito jogava como defesa."} == answers(examples, "position")


def test_namesakes_without_a_fuller_name_are_left_out_by_file_with_the_remedy(tmp_path: Path) -> None:
    old = "# Carlos Sousa\n\nCarlos Sousa nasceu em Évora em 1920.\n"
    young = "---\nnome: Carlos Sousa\nnascimento: 1975-11-30\n---\n\nCarlos Sousa jogou no Farense.\n"
    examples, report = make(
        tmp_path, {"i.md": old, "ii.md": young, "rui.md": "# Rui Palma\n\nRui Palma nasceu em 1950.\n"}
    )
    assert {example.group.split("/")[1] for example in examples if not example.unanswerable} == {"rui-palma"}
    left = [(r.reason, r.file) for r in report.rejections]
    assert left == [("shared_name", "biographies/i.md"), ("shared_name", "biographies/ii.md")]
    assert (
        "biographies/i.md: another person is called Carlos Sousa too; state `nome_completo` in both files"
        in report.notes
    )


def test_of_two_namesakes_one_with_a_full_name_is_asked_about_by_it_alone(tmp_path: Path) -> None:
    old = "---\nnome: Carlos Sousa\nnome_completo: Carlos Alberto Sousa\nnascimento: 1920-05-01\n---\n"
    young = "---\nnome: Carlos Sousa\nnascimento: 1975-11-30\n---\n"
    examples, _ = make(tmp_path, {"i.md": old, "ii.md": young})
    asked = [example.messages[-2]["content"] for example in examples if example.template == "birth.date"]
    assert asked and not any("Carlos Sousa" in question for question in asked)
    assert "Carlos Alberto Sousa nasceu a 1 de maio de 1920." in answers(examples, "birth.date")


def test_a_number_that_two_members_hold_is_disputed(tmp_path: Path) -> None:
    one = "# Tomé Faísca\n\nTomé Faísca foi sócio n.º 7 do Farense.\n"
    two = "# Rui Palma\n\nRui Palma é neto de um fundador.\n\n- **Zeca Palma** (fundador e sócio nº 7)\n"
    examples, _ = make(tmp_path, {"a.md": one, "b.md": two})
    made = [example for example in examples if example.template == "member"]
    assert [example.flags for example in made] == [("conflict",)]
    assert made[0].answer.endswith("Indicam Tomé Faísca ou Zeca Palma.")


def test_founders_are_those_whom_a_sentence_names_and_their_dates_are_compared(tmp_path: Path) -> None:
    one = "# Tomé Faísca\n\nEm 1909, Tomé Faísca e outros decidiram fundar um clube, o Farense.\n"
    two = "# Rui Palma\n\n**1 de abril de 1910**. Nesse dia, **Rui Palma** estava com Tomé Faísca a fundar o Farense.\n"
    examples, _ = make(tmp_path, {"a.md": one, "b.md": two})
    assert "Rui Palma esteve entre os fundadores do Farense, a 1 de abril de 1910." in answers(examples, "founder")
    disputed = [example for example in examples if example.group == "person/tome-faisca/founder/farense"]
    assert [example.flags for example in disputed] == [("conflict",)]


def test_totals_given_for_the_club_and_for_the_whole_career_are_disputed(tmp_path: Path) -> None:
    text = (
        '{"nome": "Tomé Faísca", "clubes": [{"clube": "Farense", "periodo": "1950-1955"},'
        ' {"clube": "Moura", "periodo": "1955-1957"}], "carreiraTotal": {"jogos": 90, "golos": 12},'
        ' "carreiraFarense": {"jogos": 90, "golos": 12}}'
    )
    examples, _ = make(tmp_path, {"a.json": text})
    made = [example for example in examples if example.template == "totals"]
    assert [example.flags for example in made] == [("conflict",)]
    assert [option.facts["scope"] for option in made[0].options] == ["pelo Farense", "em toda a carreira"]


def test_an_answer_on_something_else_that_states_a_disputed_value_is_flagged(tmp_path: Path) -> None:
    one = (
        "# Tomé Faísca\n\n**4/05/1931, Olhão** | **Médio**\n\n## No Farense\n\n"
        "Tomé Faísca chegou ao Farense já homem feito, ele que dizia ter visto a luz a 4 de maio de 1931. "
        "Ficou em Faro seis anos seguidos e nunca quis sair da cidade.\n"
    )
    two = "# Tomé Faísca\n\nTomé Faísca nasceu em Olhão a 5 de maio de 1931.\n"
    examples, _ = make(tmp_path, {"a.md": one, "b.md": two})
    stated = [e for e in examples if "4 de maio de 1931" in e.answer]
    assert {"section", "birth.date"} == {e.template for e in stated}
    assert all("conflict" in e.flags for e in stated)


@pytest.mark.parametrize(
    ("heading", "asked"),
    [("Farense: Dez Anos", True), ("Farense e Benfica: Dez Anos", False), ("Fundação do Farense", False)],
)
def test_a_section_on_two_clubs_or_on_the_founding_is_not_of_the_years_at_a_club(
    tmp_path: Path, heading: str, asked: bool
) -> None:
    told = "Tomé Faísca jogou dez anos em Faro, onde foi capitão, marcou golos e fez amigos para a vida. " * 2
    (tmp_path / "clubs.yaml").write_text("Benfica: {article: o}\n", encoding="utf-8")
    profile = replace(PROFILE, path=tmp_path / "profile.yaml")
    examples, _ = make(tmp_path, {"a.md": f"# Tomé Faísca\n\n## {heading}\n\n{told}\n"}, profile=profile)
    assert bool(answers(examples, "section")) == asked


def test_a_section_that_needs_what_comes_before_it_is_not_asked_for(tmp_path: Path) -> None:
    text = "# Tomé Faísca\n\n## No Farense\n\nFicou seis anos. " + "Jogou sempre bem e com gosto. " * 6 + "\n"
    examples, report = make(tmp_path, {"a.md": text})
    assert not answers(examples, "section")
    assert report.by_reason()["section_not_by_itself"] == 1


def test_a_short_name_that_is_a_slip_of_the_full_one_is_flagged(tmp_path: Path) -> None:
    text = "# Adelmar: Avançado\n\n**4/05/1931, Olhão** | **Médio**\n\n**Aldelmar Dias Brito** começou em Olhão.\n"
    examples, _ = make(tmp_path, {"a.md": text})
    assert {e.flags for e in examples if e.template == "name.full"} == {("name_mismatch",)}
    assert not answers(examples, "name.known")


def test_a_woman_is_spoken_of_as_one(tmp_path: Path) -> None:
    text = (
        "---\nnome: Faísca\nnome_completo: Ana Dias Brito\ngenero: feminino\n"
        "clubes: [{clube: Farense, de: 1990, ate: 1995}]\nposicao: médio\n---\n"
    )
    examples, _ = make(tmp_path, {"a.md": text})
    assert "A Faísca jogava como médio." in answers(examples, "position")
    assert answers(examples, "name.known") == {"Ana Dias Brito era conhecida por Faísca."}


def test_no_spell_is_asked_of_a_club_that_a_source_names_with_the_person(tmp_path: Path) -> None:
    one = "---\nnome: Tomé Faísca\nclubes:\n" + "".join(
        f"  - {{clube: {club}, de: {year}, ate: {year + 1}}}\n" for club, year in (("Farense", 1950), ("Moura", 1951))
    )
    two = one.replace("Tomé Faísca", "Rui Palma").replace("Moura", "Silves") + "---\nRui Palma treinou em Moura.\n"
    examples, _ = make(tmp_path, {"a.md": one + "---\n", "b.md": two})
    refused = [e for e in examples if e.template == "no-spell"]
    assert {e.group for e in refused} == {"no-spell/tome-faisca/silves"}
    assert {e.answer for e in refused} == {"Tomé Faísca: não tenho registo de que tenha representado o Silves."}


@pytest.mark.parametrize("written", ["Sambrazense", "GD Unidos", "Sambrasence"])
def test_a_club_is_not_denied_to_whom_its_source_writes_it_otherwise(tmp_path: Path, written: str) -> None:
    (tmp_path / "clubs.yaml").write_text("Sambrasense: {article: o, aliases: [GD Unidos]}\n", encoding="utf-8")
    profile = replace(PROFILE, path=tmp_path / "profile.yaml", draw=replace(PROFILE.draw, refusals=20.0))
    one = "# Tomé Faísca\n\n**Clubes:**\n- Moura (1950-52)\n- Sambrasense (1952-55)\n"
    two = f"# Rui Palma\n\n**Clubes:**\n- Silves (1950-52)\n- {written}: 3ª Divisão\n"
    examples, _ = make(tmp_path, {"a.md": one, "b.md": two}, profile=profile)
    denied = {e.group for e in examples if e.template == "no-spell"}
    assert "no-spell/rui-palma/moura" in denied
    assert "no-spell/rui-palma/sambrasense" not in denied


def test_a_correction_to_the_source_is_applied(tmp_path: Path) -> None:
    from builders.biographies.documents import read_document

    data = JOINT.encode()
    path = tmp_path / "a.md"
    path.write_bytes(data)
    mended = Correction("biographies/a.md", "4 de maio", "5 de maio", "ana", "2026-01-01T00:00:00Z")
    file = SourceFile(path, "biographies/a.md", sha256_bytes(data), (mended,))
    assert "5 de maio de 1931" in read_document(file).text


def test_every_answer_begins_with_its_subject_and_no_mark_is_left(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"a.md": JOINT})
    names = ("Tomé Faísca", "Tomé Dias Faísca", "O nome completo de Tomé Faísca")
    known = [e for e in examples if not e.unanswerable]
    assert known
    assert all(e.answer.startswith(names) for e in known)


@pytest.mark.parametrize("kind", sorted(set(load_phrasings().kinds) - {"conflict"}))
def test_sixty_sentences_can_be_composed_for_training_and_ten_held_out(kind: str) -> None:
    phrasings = load_phrasings()
    assert phrasings.distinct(kind) >= 60
    assert phrasings.distinct(kind, held_out=True) >= 10


ASKING = re.compile(r"(?:[Ss]abes|[Dd]iz-me|dizer-me|saber|dissesses) (?!dizer-me|<)(.+)")
"""What follows an opening that governs the question."""
QUESTION_WORD = re.compile(r"(?:(?:[ao]|de|em|com|por|para) )*(?:que|quem|quando|onde|qual|quais|quant[ao]s|como)\b")


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("kind", sorted(set(load_phrasings().kinds) - {"conflict", "section"}))
def test_an_opening_that_asks_is_followed_by_a_question_word(kind: str, held_out: bool) -> None:
    phrasings = load_phrasings()
    fields = {field: f"<{field}>" for field in phrasings.kinds[kind].references}
    asked = [ASKING.search(question.text) for question in phrasings.all(kind, fields, held_out)]
    assert not [found[0] for found in asked if found and not QUESTION_WORD.match(found[1])]


@needs_archive
def test_the_archive_gives_its_births_and_the_three_disputed_persons(tmp_path: Path) -> None:
    folder = ARCHIVE / "biographies"
    names = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in names}
    examples, _ = make(tmp_path, files, profile=PROFILE)
    born = {e.group.split("/")[1] for e in examples if e.template in ("birth.date", "birth.year")}
    assert len(born) >= 68
    disputed = {e.group.split("/")[1] for e in examples if e.options}
    assert {"antonio-gago", "joao-gralho", "hassan-nader"} <= disputed
    assert not [e.id for e in examples if any(mark in e.answer + e.prompt for mark in ("**", "<", "🏆", "_"))]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("**4/05/1931, Olhão** | **Médio**", "em Olhão e jogava como médio."),
        ("**4/05/1931, Luanda, Angola** | **Médio**", "em Luanda, Angola, e jogava como médio."),
        (
            "**4/05/1931, Olhão** | **Defesa / Médio**\n\n## Clubes\n\n- **Farense** (1950-55)",
            "em Olhão, jogava como defesa e médio, e representou o Farense de 1950 a 1955.",
        ),
        (
            "**4/05/1931, Olhão** | **Médio → Defesa**\n\n## Clubes\n\n- **Farense** (1950-55)",
            "em Olhão, jogava como médio e, mais tarde, defesa, e representou o Farense de 1950 a 1955.",
        ),
    ],
)
def test_who_somebody_was_reads_as_a_list_of_its_parts(tmp_path: Path, head: str, said: str) -> None:
    examples, _ = make(tmp_path, {"a.md": f"# Tomé Faísca\n\n{head}\n"})
    assert answers(examples, "who") == {f"Sobre Tomé Faísca: nasceu a 4 de maio de 1931 {said}"}
