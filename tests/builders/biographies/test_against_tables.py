"""Titles held against the final places that results give, and the builders' order that makes it possible."""

from pathlib import Path

import pytest

from builders.biographies.against_tables import against
from builders.building import build, read_generated
from builders.final_places import FinalPlace
from builders.profile import load_profile
from records.example import Source
from tests.builders.biographies.corpus import make

FINAL = "II Divisão, Fase Final"
LINE = Source("results/tabelas.txt", "0" * 64, "line 9", "2  Farense  4 4 1 2 1 9 6")


def place(competition: str, position: int, season: int = 1985) -> FinalPlace:
    return FinalPlace(season, competition, position, (LINE,))


@pytest.mark.parametrize(
    ("title", "places", "denied"),
    [
        (
            "campeão da 2.ª Divisão",
            [("II Divisão Zona Sul", 1), (FINAL, 2)],
            ["II Divisão, Fase Final"],
        ),
        ("campeão da 2.ª Divisão", [("II Divisão Zona Sul", 1), (FINAL, 1)], []),
        ("campeão da 2.ª Divisão", [("II Divisão Zona Sul", 1), ("II Divisão, 2.ª Fase", 3)], ["II Divisão, 2.ª Fase"]),
        ("campeão da 2.ª Divisão", [("II Divisão Zona Sul", 1)], []),
        ("campeão da 2.ª Divisão", [("II Divisão Zona Sul", 2)], ["II Divisão Zona Sul"]),
        ("campeão da 2.ª Divisão", [("III Divisão, Série 7", 4), ("II Divisão B", 5), ("II Divisão de Honra", 6)], []),
        ("campeão da Zona Sul da 2.ª Divisão", [("II Divisão Zona Sul", 1), (FINAL, 2)], []),
        ("campeão da Zona Sul da 2.ª Divisão", [("II Divisão Zona Sul", 3)], ["II Divisão Zona Sul"]),
        ("campeão da Zona Norte da 2.ª Divisão", [("II Divisão Zona Sul", 3)], []),
        ("campeão da Série F da 3.ª Divisão", [("III Divisão, Série F", 2)], ["III Divisão, Série F"]),
        ("campeão nacional", [("I Divisão", 5)], ["I Divisão"]),
        ("campeão distrital", [("AF Algarve 1.ª Divisão", 1)], []),
        ("campeão distrital", [("AF Algarve 1.ª Divisão", 2)], ["AF Algarve 1.ª Divisão"]),
        ("campeão da 2.ª Divisão distrital", [("AF Algarve 2.ª Divisão", 4)], ["AF Algarve 2.ª Divisão"]),
        ("vencedor da Taça de Portugal", [("I Divisão", 5)], []),
        ("campeão da 2.ª Divisão", [("II Divisão Zona Sul", 1), ("II Divisão II Fase", 3)], ["II Divisão II Fase"]),
        (
            "campeão da 3.ª Divisão",
            [("III Divisão, Série F", 1), ("III Divisão, Apuramento do Campeão", 2)],
            ["III Divisão, Apuramento do Campeão"],
        ),
        ("campeão da 2.ª Divisão", [("2.ª Divisão, Zona Sul", 4)], ["2.ª Divisão, Zona Sul"]),
        ("campeão da 2.ª Divisão", [("2.ª Divisão B", 4), ("II Divisão Distrital", 2), ("2.ª Divisão Honra", 3)], []),
        ("campeão nacional", [("1.ª Divisão", 5)], ["1.ª Divisão"]),
        ("campeão distrital", [("AF Castelo Branco 1.ª Divisão", 2)], ["AF Castelo Branco 1.ª Divisão"]),
    ],
)
def test_a_title_is_denied_by_the_table_that_decides_it(title, places, denied):
    assert [found.competition for found in against(title, 1985, [place(*p) for p in places])] == denied


def test_a_table_of_another_season_says_nothing():
    assert against("campeão da 2.ª Divisão", 1985, [place("II Divisão", 4, season=1986)]) == []


BIOGRAPHY = """# Zé Fictício

**Nome Completo:** José Fictício da Silva

## Títulos
- Campeão da 2ª Divisão (Farense 1985/86)
- Campeão Distrital (Salir 1990/91)
"""


def test_every_answer_with_a_denied_title_waits_for_a_person_and_shows_the_table(tmp_path: Path):
    places = [place("II Divisão Zona Sul", 1), place(FINAL, 2)]
    examples, _ = make(tmp_path, {"ze.md": BIOGRAPHY}, final_places=places)
    doubted = [e for e in examples if "against_table" in e.flags]
    assert {e.template for e in doubted} == {"title", "titles"}
    assert all("2.ª Divisão" in e.answer and LINE in e.sources for e in doubted)
    sure = [e for e in examples if e not in doubted and "campeão" in e.answer]
    assert sure and all("2.ª Divisão" not in e.answer for e in sure)


def test_a_build_holds_biographies_against_the_results_that_it_read_before(tmp_path: Path):
    corpus = tmp_path / "corpus"
    write(corpus / "profile.yaml", "club: {name: SC Farense, short: Farense}\nlanguage: pt-PT\n")
    header = "Época;Competição;Posição;Equipa;Pontos\n"
    write(corpus / "results" / "tabelas.csv", header + "1985/86;II Divisão, Fase Final;2;Farense;4\n")
    write(corpus / "biographies" / "ze.md", BIOGRAPHY)
    build(corpus, load_profile(corpus / "profile.yaml"), tmp_path / "data")
    doubted = [e for e in read_generated(tmp_path / "data" / "generated") if "against_table" in e.flags]
    assert {source.file for e in doubted for source in e.sources} == {"biographies/ze.md", "results/tabelas.csv"}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
