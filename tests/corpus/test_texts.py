"""The texts of the sample corpus: their front matter, their Portuguese, and the book that is the same twice."""

import datetime
import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
import yaml

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
BOOK = CORPUS / "books" / "uma_breve_historia_do_farense.md"
BIOGRAPHIES = sorted((CORPUS / "biographies").glob("[!.]*"))
WITH_FRONT_MATTER = [path for path in BIOGRAPHIES if path.read_text(encoding="utf-8").startswith("---\n")]
TEXTS = [BOOK, *BIOGRAPHIES]
KEYS = {
    *("nome", "nome_completo", "conhecido_por", "nascimento", "naturalidade", "nacionalidade", "morte"),
    *("posicao", "funcao", "clubes", "selecao", "internacionalizacoes", "titulos", "jogos", "golos", "fontes"),
}
BRAZILIAN = re.compile(
    r"\b(time|times|gols?|goleiro|torcida|torcedor\w*|temporadas?|gramado|escanteio|zagueiro|artilheiro|equipe|"
    r"campeonato brasileiro|copa|registro|esporte|esportiv\w+|você|atacante|pênaltis?|placar|treinamento)\b",
    re.IGNORECASE,
)


def front_matter(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


@pytest.mark.parametrize("path", WITH_FRONT_MATTER, ids=lambda path: path.stem)
def test_front_matter_holds_known_keys_with_values_of_their_kind(path: Path) -> None:
    fields = front_matter(path)
    assert set(fields) <= KEYS
    assert fields["nome"] and fields["funcao"] and fields["fontes"]
    for key in ("nascimento", "morte"):
        assert isinstance(fields.get(key, 1900), (int, datetime.date))
    for spell in fields.get("clubes", ()):
        assert set(spell) <= {"clube", "de", "ate", "funcao"}
        assert spell.get("de", 0) <= spell.get("ate", 9999)


@pytest.mark.parametrize("path", WITH_FRONT_MATTER, ids=lambda path: path.stem)
def test_dates_and_places_of_the_front_matter_stand_in_the_prose_too(path: Path) -> None:
    fields, prose = front_matter(path), path.read_text(encoding="utf-8").split("---\n")[2]
    for key in ("nascimento", "morte"):
        date = fields.get(key)
        if isinstance(date, datetime.date):
            assert f"{date.day} de {MONTHS[date.month - 1]} de {date.year}" in prose
    assert fields.get("naturalidade", "") in prose
    for spell in fields.get("clubes", ()):
        assert spell["clube"].removeprefix("SC ") in prose, spell


MONTHS = (
    *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
    *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
)


def test_hassan_naders_totals_are_the_only_fact_on_which_biographies_of_one_person_differ() -> None:
    one, other = (front_matter(CORPUS / "biographies" / f"hassan_{name}.md") for name in ("nader", "rei_do_algarve"))
    assert (one["jogos"], one["golos"], other["jogos"], other["golos"]) == (242, 97, 246, 99)
    assert one["nome"] == other["nome"]
    assert [s for s in one["clubes"] if s.get("de", 0) >= 1992] == other["clubes"]
    people = [front_matter(path)["nome"] for path in WITH_FRONT_MATTER]
    assert [name for name in people if people.count(name) > 1] == ["Hassan Nader"] * 2


def test_two_biographies_have_no_front_matter_and_say_when_their_person_was_born() -> None:
    without = [path for path in BIOGRAPHIES if path not in WITH_FRONT_MATTER]
    assert [path.name for path in without] == ["jose_mota.md", "zoran_lemajic.txt"]
    for path in without:
        assert re.search(r"\d{1,2} de [a-z]+ de 19\d\d", path.read_text(encoding="utf-8")[:200])


def words(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", text).replace("\ufffe", "-")
    return re.findall(r"\S+", text)


def test_the_pdf_holds_the_words_of_the_markdown_in_their_order() -> None:
    pdf = pypdfium2.PdfDocument(BOOK.with_suffix(".pdf"))
    lines: list[str] = []
    for number, page in enumerate(pdf, start=1):
        found = page.get_textpage().get_text_bounded().split("\r\n")
        if number > 1:
            assert found.pop(0) == "Uma breve história do Farense"
            assert found.pop() == str(number)
        lines += found
    pdf.close()
    written = re.sub(r"^#+ ", "", BOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert words("\n".join(lines)) == words(written)


def test_the_pdf_is_small_and_carries_its_typeface() -> None:
    data = BOOK.with_suffix(".pdf").read_bytes()
    assert len(data) < 200_000
    assert b"/FontFile2" in data


def test_the_book_has_eight_chapters_of_a_few_hundred_words() -> None:
    chapters = BOOK.read_text(encoding="utf-8").split("\n## ")[1:]
    assert [chapter.split(".")[0] for chapter in chapters] == [str(n) for n in range(1, 9)]
    assert all(250 <= len(chapter.split()) <= 450 for chapter in chapters)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_texts_are_european_portuguese_in_nfc(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not BRAZILIAN.findall(text)
    assert not re.search(r"\b(de|em|a|por) [oa] (?:Farense|Benfica|Porto|Sporting)\b", text)
    for line in text.split("---\n")[-1].split("\n\n"):
        paragraph = line.strip()
        if paragraph and not paragraph.startswith(("#", "Acervo, ", "Zoran Lemajic\n")):
            assert paragraph[0].isupper() and paragraph.endswith((".", "?", "!")), paragraph


FACTS = {
    r"quinto (?:lugar|classificado)": "1994-95",
    r"1 de abril de 1910": "Sporting Clube Farense",
    r"27 de maio de 1990": "1-1|Estádio Nacional|final",
    r"3 de junho de 1990": "2-0|Estádio Nacional",
    r"13 de setembro de 1995": "1-0",
    r"28 de abril de 2013": "14 000",
    r"5 de maio de 2002": "Gil Vicente",
}


@pytest.mark.parametrize(("fact", "near"), FACTS.items(), ids=list(FACTS))
def test_a_date_of_the_facts_is_never_told_with_another_fact(fact: str, near: str) -> None:
    told = [p for path in TEXTS for p in path.read_text(encoding="utf-8").split("\n\n") if re.search(fact, p)]
    assert told
    for paragraph in told:
        if not paragraph.startswith("---"):
            assert re.search(near, paragraph), paragraph
