from dataclasses import replace
from pathlib import Path

import pytest

from builders.checks import fault
from builders.sources import SourceError
from records.example import example_to_row
from records.validation import faults
from records.verdicts import Settlement
from tests.builders.biographies.corpus import PROFILE, answers, make

BOMB = "".join(f"{n}: &{n} [*{m}, *{m}]\n" for m, n in zip("abcdefghijklmn", "bcdefghijklmno", strict=True))
RUI = """# Rui "Foguete": O Extremo da Ria

**4/05/1931, Olhão** | **Extremo-direito** | **"Foguete"**

## Olhanense: Formação (1948-1951)

**Rui Alberto Serrano Pontes** começou no clube da terra.

---

**Clubes:**
- **OLHANENSE** (48-51): Formação
- **Farense** (1951-57, 1960/61): 7 épocas
- 🏆 Outros clubes do Algarve (1961-64)

**Títulos:**
- 🏆 **Campeão Distrital** (Farense 1955/56)
"""
DUARTE = """---
nome: Duarte Leal
nome_completo: Duarte Miguel Palma Leal
nascimento: 1970-03-09
naturalidade: Tavira
posicao: guarda-redes
clubes:
  - {clube: Olhanense, de: 1988, ate: 1992}
  - {clube: SC Farense, de: 1992, ate: 1999}
jogos: 150
---

Duarte Leal nasceu em Tavira, a 9 de março de 1970.
"""


def test_a_markdown_biography_answers_with_every_fact_of_its_header_and_lists(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"rui.md": RUI})
    assert answers(examples, "birth.date") == {
        "O Rui nasceu a 4 de maio de 1931.",
        "Rui Alberto Serrano Pontes nasceu a 4 de maio de 1931.",
    }
    assert "Rui Alberto Serrano Pontes jogava como extremo-direito." in answers(examples, "position")
    assert "Rui Alberto Serrano Pontes representou o Farense de 1951 a 1957 e na época de 1960/61." in answers(
        examples, "spell"
    )
    assert "O Rui foi campeão distrital pelo Farense na época de 1955/56." in answers(examples, "title")


def test_a_list_with_an_item_that_is_no_club_gives_no_list_of_clubs(tmp_path: Path) -> None:
    examples, report = make(tmp_path, {"rui.md": RUI})
    assert not answers(examples, "clubs")
    assert {"unclear_club", "incomplete_club_list"} <= set(report.by_reason())


def test_a_coach_whose_list_of_clubs_has_no_years_is_asked_which_he_coached(tmp_path: Path) -> None:
    items = "- Louletano, Silves\n- **Raja Casablanca** (Marrocos)\n- **FARENSE** (1985-1987)\n"
    examples, _ = make(tmp_path, {"rui.md": f"# Rui Sá\n\n**Como Treinador:**\n{items}"})
    assert answers(examples, "coached") == {"Rui Sá treinou o Louletano, o Silves, o Raja Casablanca e o Farense."}
    assert answers(examples, "coach") == {"Rui Sá treinou o Farense de 1985 a 1987."}
    assert {tuple(s.quote for s in e.sources) for e in examples if e.template == "coach"} == {
        ("- **FARENSE** (1985-1987)", "**Como Treinador:**")
    }
    (group,) = {e.group for e in examples if e.template == "coached"}
    assert all(e.mentions == (group,) for e in examples if e.template == "coach")


@pytest.mark.parametrize(
    "item", ["Odemirense (treinador de guarda-redes)", "Lagoa – adjunto", "Campeão Algarve (Louletano 1980/81)"]
)
def test_a_list_of_a_coach_with_an_item_that_says_less_or_more_is_not_asked_for(tmp_path: Path, item: str) -> None:
    told = f"# Rui Sá\n\n**Treinador:**\n- Louletano, Silves\n- {item}\n"
    examples, report = make(tmp_path, {"rui.md": told})
    assert not answers(examples, "coached")
    assert report.by_reason()["incomplete_club_list"] == 1


def test_years_as_assistant_and_then_as_coach_are_not_told_as_years_of_a_coach(tmp_path: Path) -> None:
    items = "- **Farense** (2000-2003) – adjunto e principal\n- Silves (2005/06)\n"
    examples, report = make(tmp_path, {"rui.md": f"# Rui Sá\n\n**Como Treinador:**\n{items}"})
    assert answers(examples, "coach") == {"Rui Sá treinou o Silves na época de 2005/06."}
    assert answers(examples, "coached") == {"Rui Sá treinou o Farense e o Silves."}
    assert report.by_reason()["assistant_too"] == 1


TITLES = """# Rui Sá

**Clubes:**
- Silves (1980-85)

**Títulos:**
- 🏆 Campeão Distrital (Silves 1981/82)
- 🏆 Campeão Regional (Silves 1983/84)
- 🏆 {}
"""


@pytest.mark.parametrize("line", ["Campeão Júnior do Algarve", "Tricampeão!", "4x Campeão Distrital (Silves)"])
def test_which_titles_were_won_is_not_asked_where_one_was_not_read(tmp_path: Path, line: str) -> None:
    examples, report = make(tmp_path, {"rui.md": TITLES.format(line)})
    assert not answers(examples, "titles") and answers(examples, "title")
    assert report.by_reason()["incomplete_title_list"] == 1


@pytest.mark.parametrize("line", ["Bicampeão!", "**Campeão Distrital**", "2x Campeão (1981/82, 1983/84)"])
def test_a_line_that_says_titles_again_hides_none(tmp_path: Path, line: str) -> None:
    examples, _ = make(tmp_path, {"rui.md": TITLES.format(line)})
    assert answers(examples, "titles") == {
        "Rui Sá foi campeão distrital pelo Silves (1981/82) e campeão regional pelo Silves (1983/84)."
    }


def test_a_club_that_brings_its_own_article_is_listed_without_another(tmp_path: Path) -> None:
    clubs = "**Clubes:**\n- Os Nazarenos (1950-52), O Elvas (1952-54), Os Vila Alta (1954/55), **Farense** (1955-57)\n"
    (tmp_path / "clubs.yaml").write_text("Os Nazarenos: {article: o}\nO Elvas: {article: o}\n", encoding="utf-8")
    profile = replace(PROFILE, path=tmp_path / "profile.yaml")
    examples, _ = make(
        tmp_path, {"rui.md": f"# Rui Sá\n\n**4/05/1931, Olhão** | **Médio**\n\n{clubs}"}, profile=profile
    )
    assert answers(examples, "clubs") == {"Rui Sá representou Os Nazarenos, O Elvas, Os Vila Alta e o Farense."}


def test_front_matter_gives_names_dates_spells_and_figures(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"duarte.md": DUARTE})
    assert "Duarte Leal nasceu a 9 de março de 1970 em Tavira." in answers(examples, "birth")
    assert "Duarte Leal representou o Olhanense e o Farense." in answers(examples, "clubs")
    assert "Duarte Leal fez 150 jogos pelo Farense." in answers(examples, "games")
    assert "O nome completo de Duarte Leal é Duarte Miguel Palma Leal." in answers(examples, "name.full")


@pytest.mark.parametrize(
    ("country", "told"), [("Espanha", "de Espanha"), ("Nigéria", "da Nigéria"), ("Brasil", "do Brasil")]
)
def test_a_country_has_the_article_that_portugal_gives_it(tmp_path: Path, country: str, told: str) -> None:
    examples, _ = make(tmp_path, {"rui.md": f"---\nnome: Rui Sá\nselecao: {country}\n---\n"})
    assert answers(examples, "country") == {f"Rui Sá jogou pela seleção {told}."}


def test_every_example_passes_its_schema_and_the_checks(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"rui.md": RUI, "duarte.md": DUARTE})
    assert len({example.id for example in examples}) == len(examples) > 50
    for example in examples:
        assert not faults("example", example_to_row(example)), example.id
        assert fault(example) is None, example.id


def test_each_answer_cites_the_line_it_stands_on(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"duarte.md": DUARTE})
    birth = next(example for example in examples if example.template == "birth.date")
    assert [(s.locator, s.quote) for s in birth.sources] == [
        ("line 4", "nascimento: 1970-03-09"),
        ("line 13", "Duarte Leal nasceu em Tavira, a 9 de março de 1970."),
    ]


def test_sources_that_differ_make_a_conflict_and_no_answer(tmp_path: Path) -> None:
    other = "# Duarte Leal\n\nDuarte Leal nasceu em Tavira a 8 de março de 1970.\n"
    examples, _ = make(tmp_path, {"duarte.md": DUARTE, "segunda.md": other})
    made = [example for example in examples if example.group == "person/duarte-leal/birth-date"]
    assert [example.flags for example in made] == [("conflict",)]
    assert [option.said for option in made[0].options] == ["9 de março de 1970", "8 de março de 1970"]
    assert made[0].answer == (
        "Duarte Leal: as fontes não concordam quanto à data de nascimento."
        " Indicam 9 de março de 1970 ou 8 de março de 1970."
    )
    assert not any("março de 1970" in e.answer for e in examples if not e.flags)


def test_a_settled_conflict_is_asked_and_one_settled_as_neither_is_not(tmp_path: Path) -> None:
    other = "# Duarte Leal\n\nDuarte Leal nasceu em Tavira a 8 de março de 1970.\n"
    files = {"duarte.md": DUARTE, "segunda.md": other}
    group = "person/duarte-leal/birth-date"
    chosen = Settlement(group, {"date": "8 de março de 1970"}, "ana", "2026-01-01T00:00:00Z")
    examples, _ = make(tmp_path, files, {group: chosen})
    assert "Duarte Leal nasceu a 8 de março de 1970." in answers(examples, "birth.date")
    neither = Settlement(group, None, "ana", "2026-01-01T00:00:00Z")
    examples, report = make(tmp_path, files, {group: neither})
    assert not answers(examples, "birth.date")
    assert report.by_reason()["settled_as_neither"] == 1


def test_a_year_and_a_date_in_it_are_no_conflict_and_the_date_is_taken(tmp_path: Path) -> None:
    other = "# Duarte Leal\n\n**1970, Tavira** | **Guarda-redes**\n"
    examples, _ = make(tmp_path, {"duarte.md": DUARTE, "segunda.md": other})
    assert not any(example.flags for example in examples)
    assert "Duarte Leal nasceu a 9 de março de 1970." in answers(examples, "birth.date")


def test_refusals_name_nobody_who_is_in_a_source(tmp_path: Path) -> None:
    told = "# Inês Prata\n\nInês Prata nasceu em Faro. Conheceu Duarte Pontes no Farense.\n"
    examples, _ = make(tmp_path, {"rui.md": RUI, "duarte.md": DUARTE, "ines.md": told})
    refused = [example for example in examples if example.template.startswith("no-person.")]
    assert refused
    assert all(example.answer.endswith(": não tenho registo dessa pessoa.") for example in refused)
    assert not any("Duarte Pontes" in example.prompt for example in refused)


def test_near_misses_are_asked_in_words_kept_out_of_training_too(tmp_path: Path) -> None:
    examples, _ = make(tmp_path, {"rui.md": RUI, "duarte.md": DUARTE})
    refused = [example for example in examples if example.template.startswith("no-person.")]
    for group in {example.group for example in refused}:
        own = [example for example in refused if example.group == group]
        kept_out = {example.prompt for example in own if example.held_out}
        taught = {example.prompt for example in own if not example.held_out}
        assert kept_out
        assert taught
        assert not kept_out & taught


def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    files = {"rui.md": RUI, "duarte.md": DUARTE}
    one, _ = make(tmp_path / "a", files)
    two, _ = make(tmp_path / "a", dict(reversed(files.items())))
    assert one == two


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("vazio.md", "", "biographies/vazio.md: the file is empty; remove it or put its content back"),
        ("mal.json", '{"nome": ', "biographies/mal.json:1: not JSON"),
        ("mal.md", "---\nnome: [a\n---\n# A\n", "biographies/mal.md:3: front matter that is not YAML"),
        ("longo.md", "# A\n\n" + "a" * 20_001, "biographies/longo.md: a line of 20001 characters; break it into"),
        ("livro.md", "# A\n\n" + "Uma frase.\n" * 120_000, "biographies/livro.md: 1200003 characters are no biography"),
        (
            "fundo.md",
            "---\na: " + "[" * 5_000 + "]" * 5_000 + "\n---\n# A\n",
            "biographies/fundo.md: nested too deeply",
        ),
        (
            "bomba.md",
            f"---\na: &a [x, x]\n{BOMB}---\n# A\n",
            "biographies/bomba.md: front matter of more than 2000 values",
        ),
        ("mal.docx", b"PK nothing", "biographies/mal.docx: not a Word document"),
        ("foto.png", b"\x89PNG", "biographies/foto.png: not a form of biography; save it as one of .docx, .json"),
    ],
)
def test_a_bad_file_is_named_and_the_others_are_built(tmp_path: Path, name: str, content: str, message: str) -> None:
    files = {"duarte.md": DUARTE, name: content}
    examples, report = make(tmp_path, files)
    assert examples
    assert [note for note in report.notes if note.startswith(message)]
    with pytest.raises(SourceError):
        make(tmp_path, files, strict=True)
