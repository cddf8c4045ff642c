import io
import zipfile
from pathlib import Path

import docx
import pytest

from builders.biographies.biographies import read_biography
from builders.biographies.clubs import ClubNames
from builders.biographies.documents import read_document
from builders.biographies.facts import Biography, LeftOut, Value
from builders.biographies.markup import plain, sentences
from builders.biographies.positions import position_text, read_position
from builders.biographies.times import PartialDate, Span
from tests.builders.biographies.corpus import PROFILE, answers, make, source


def read(folder: Path, content: str | bytes, name: str = "pessoa.md") -> Biography:
    found = read_biography(read_document(source(folder, name, content)), ClubNames(PROFILE))
    assert found is not None
    return found


def values(biography: Biography, what: str) -> list[Value]:
    return [statement.value for statement in biography.statements if statement.what == what]


def reasons(biography: Biography) -> set[str]:
    return {item.reason for item in biography.left_out}


def titles(biography: Biography) -> set[tuple[str, str, Value]]:
    found = [s for s in biography.statements if s.what == "title"]
    return {(s.label, s.club.name if s.club else "", s.value) for s in found}


def test_marks_tags_pictures_and_emoji_are_not_read_aloud() -> None:
    assert plain('- 🏆 **Campeão** _Distrital_ <img src="a.png" width="280" /> ![foto](b.png)') == "Campeão Distrital"
    assert plain("> “Foi [assim](http://a.pt)” 🏴\U000e0067\U000e007f, em 3° lugar") == "“Foi assim”, em 3º lugar"


def test_initials_and_titles_end_no_sentence() -> None:
    assert sentences("Jogou no Largo de S. Francisco com o Sr. Palma. Depois saiu.") == [
        "Jogou no Largo de S. Francisco com o Sr. Palma.",
        "Depois saiu.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Defesa / Médio", "defesa e médio"),
        ("Extremo-esquerdo/direito", "extremo-esquerdo e extremo-direito"),
        ("Defesa (direito e esquerdo)", "defesa-direito e defesa-esquerdo"),
        ("Defesa-lateral (esquerdo)", "lateral-esquerdo"),
        ("Avançado → Defesa-direito", "avançado e, mais tarde, defesa-direito"),
        ("Guarda-redes / Treinador", "guarda-redes"),
        ("Médio-defensivo (Trinco)", "médio-defensivo"),
        ("defesa central", "defesa-central"),
    ],
)
def test_positions_are_read_in_every_form(text: str, said: str) -> None:
    position = read_position(text)
    assert position is not None
    assert position_text(position) == said


def test_what_is_no_position_is_not_read() -> None:
    assert read_position("Médio e pintor") is None


@pytest.mark.parametrize(
    "text",
    [
        "# Tomé Faísca\n\n**4/05/1931, Olhão** | **Médio**\n",
        "# Tomé Faísca\n\nTomé Faísca nasceu em Olhão a 4 de Maio de 1931.\n",
        "# Tomé Faísca\n\nTomé Faísca, médio do Farense, nasceu a 4 de maio de 1931, em Olhão.\n",
        "# Tomé Faísca\n\n**4 de maio de 1931**. Nascia em **Olhão** **Tomé Faísca**, filho de pescadores.\n",
        "# Tomé Faísca\n\n**Dados Pessoais:**\n- 📅 Nascimento: **4/5/1931** (Olhão)\n",
        "# Tomé Faísca\n\n- **Data de Nascimento:** 04/05/1931\n- **Local de Nascimento:** Olhão\n",
        "Tomé Faísca\nNascimento: 4 de maio de 1931\nNaturalidade: Olhão\n",
        "---\nnome: Tomé Faísca\nnascimento: 1931-05-04\nnaturalidade: Olhão\n---\n",
    ],
)
def test_a_birth_is_found_in_every_way_that_sources_state_it(tmp_path: Path, text: str) -> None:
    biography = read(tmp_path, text)
    assert biography.names.short == "Tomé Faísca"
    assert values(biography, "birth_date") == [PartialDate(1931, 5, 4)]
    assert values(biography, "birth_place") == ["Olhão"]


def test_a_town_keeps_the_country_that_the_sentence_gives(tmp_path: Path) -> None:
    biography = read(tmp_path, "# Ola Bello\n\nOla Bello nasceu em Lagos, na Nigéria, a 2 de março de 1970.\n")
    assert values(biography, "birth_place") == ["Lagos, Nigéria"]


def test_the_birth_of_a_relative_is_not_the_persons(tmp_path: Path) -> None:
    text = "# Tomé Faísca\n\nTomé Faísca jogou em Faro. O filho Rui nasceu em Tavira a 3 de abril de 1960.\n"
    assert not values(read(tmp_path, text), "birth_date")


def test_what_else_is_born_is_no_birth(tmp_path: Path) -> None:
    text = "# Tomé Faísca\n\nEra 1909. Nesse banco nasceu a ideia de fundar um clube.\n"
    assert not values(read(tmp_path, text), "birth_date")


def test_a_death_is_found_and_an_uncertain_one_left_out(tmp_path: Path) -> None:
    text = "# Tomé Faísca\n\nTomé Faísca nasceu em 1931. Faleceu em Lisboa a 11 de Dezembro de 1993.\n"
    biography = read(tmp_path, text)
    assert values(biography, "death_date") == [PartialDate(1993, 12, 11)]
    assert values(biography, "death_place") == ["Lisboa"]
    unclear = read(tmp_path, "# Tomé Faísca\n\n- 💔 Falecimento: **1975-76** (acidente)\n")
    assert not values(unclear, "death_date")
    assert "unclear_date" in reasons(unclear)


def test_a_date_that_does_not_exist_is_left_out_with_its_line(tmp_path: Path) -> None:
    biography = read(tmp_path, "# Tomé Faísca\n\n**31/02/1931, Olhão** | **Médio**\n")
    assert not values(biography, "birth_date")
    assert LeftOut("impossible_date", biography.left_out[0].source) in biography.left_out
    assert biography.left_out[0].source.locator == "line 3"


@pytest.mark.parametrize(
    ("text", "short", "full", "known_as"),
    [
        ('# Faísca: O Raio\n\n**Tomé Brito "Faísca"** começou em Faro.', "Faísca", "Tomé Brito", ()),
        ('# Tomé "Faísca": O Raio\n\n**Tomé Dias Brito** jogou.', "Tomé", "Tomé Dias Brito", ("Faísca",)),
        ("# Faísca (Tomé)\n\n**Tomé Brito**, conhecido como **Faísca**, jogou.", "Faísca", "Tomé Brito", ()),
        ("# Faísca\n\nNatural de **Vila Real**, **Tomé Brito Dias** começou.", "Faísca", "Tomé Brito Dias", ()),
        ("# Tomé Brito\n\nTomé Dias Brito nasceu em Faro.", "Tomé Brito", "Tomé Dias Brito", ()),
        ("# Tomé Brito\n\nO treinador **Rui Dias** começou cedo.", "Tomé Brito", "", ()),
    ],
)
def test_names_are_told_apart(tmp_path: Path, text: str, short: str, full: str, known_as: tuple[str, ...]) -> None:
    names = read(tmp_path, text).names
    assert (names.short, names.full, names.known_as) == (short, full, known_as)


CLUBS = """# Tomé Faísca

**4/05/1931, Olhão** | **Médio**

**Clubes:**
{}
"""


@pytest.mark.parametrize(
    ("line", "club", "spans"),
    [
        ("- **Farense** (1948-57, 1965-67): 11 épocas totais", "farense", (Span(1948, 1957), Span(1965, 1967))),
        ("- **FARENSE** (62/63): **2ª Divisão**", "farense", (Span(1962, 1963, True),)),
        ("- 🎽 **Farense** (1952/53-1961/62) - **10 temporadas**", "farense", (Span(1952, 1962, True),)),
        ("- 1943-46: Farense (reserva e 2ª Divisão)", "farense", (Span(1943, 1946),)),
        ("- Sport Lisboa e Faro (1936-38): Regional", "sport-lisboa-e-faro", (Span(1936, 1938),)),
        ("- Farense II (50/51)", "farense", (Span(1950, 1951, True),)),
    ],
)
def test_spells_are_read_from_lists_of_clubs(tmp_path: Path, line: str, club: str, spans: tuple[Span, ...]) -> None:
    spells = [s for s in read(tmp_path, CLUBS.format(line)).statements if s.what == "spell"]
    assert [(s.key, s.value) for s in spells] == [(club, spans)]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("- Silves, Moura (1950-53)", "shared_years"),
        ("- Silves (anos 50)", "unclear_years"),
        ("- Silves", "no_years"),
        ("- Inativo (1950/51)", "unclear_club"),
        ("- União Gândara/Foz (1950/51)", "unclear_club"),
        ("- Silves (1950-53): 5 épocas", "seasons_do_not_add_up"),
        ("- Silves (1950-55)\n- Moura (1952-54)", "overlapping_years"),
    ],
)
def test_years_that_are_not_plain_are_left_out_with_a_reason(tmp_path: Path, lines: str, reason: str) -> None:
    biography = read(tmp_path, CLUBS.format(lines))
    assert not values(biography, "spell")
    assert reason in reasons(biography)


@pytest.mark.parametrize(
    ("item", "games"),
    [
        ("- Farense (1980-82): 22 jogos", [(22, -1)]),
        ("- **Farense II** (1980-82): **22 jogos**", []),
        ("- Farense (1980-82): Reservas, 22 jogos", []),
    ],
)
def test_games_for_a_second_team_are_not_games_for_the_club(tmp_path: Path, item: str, games: list) -> None:
    assert values(read(tmp_path, CLUBS.format(item)), "totals") == games


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ("- **FARENSE** (88/89): **1ª DIVISÃO**, **8 jogos**!", "na 1.ª Divisão"),
        ("- Farense (88/89): **1ª DIVISÃO**, ⚽ **5 golos em 11 jogos**!", "na 1.ª Divisão"),
        ("- Farense (88-90): 2ª e 1ª Divisão, 8 jogos", ""),
        ("- Farense (88-90): Capitão, 8 jogos", ""),
    ],
)
def test_figures_count_for_the_division_named_before_them(tmp_path: Path, item: str, label: str) -> None:
    statements = read(tmp_path, CLUBS.format(item)).statements
    assert [s.label for s in statements if s.what == "totals"] == [label]


def test_years_as_coach_are_no_spell(tmp_path: Path) -> None:
    text = CLUBS.format("- Farense (1950-55)\n\n**Como Treinador:**\n- Silves (1970/71)")
    biography = read(tmp_path, text)
    assert [s.key for s in biography.statements if s.what == "coach"] == ["silves"]
    assert [s.key for s in biography.statements if s.what == "spell"] == ["farense"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("🏆 **Campeão Distrital** (Moura 1954/55)", ("campeão distrital", "Moura", (Span(1954, 1955, True),))),
        ("🏆 Campeão Nacional (1954/55 - Moura)", ("campeão nacional", "Moura", (Span(1954, 1955, True),))),
        (
            "🏆 **Taça de Portugal** (1954/55 com Moura)",
            ("vencedor da Taça de Portugal", "Moura", (Span(1954, 1955, True),)),
        ),
        (
            "🏆 **2x Campeão Distrital** (Moura: 54/55, 55/56)",
            ("campeão distrital", "Moura", (Span(1954, 1955, True), Span(1955, 1956, True))),
        ),
        ("🏆 CAMPEÃO DA 3ª DIVISÃO (1954/55)!", ("campeão da 3.ª Divisão", "", (Span(1954, 1955, True),))),
        (
            "🏆 Campeão da 3ª Divisão Série F (Moura 1954/55)",
            ("campeão da Série F da 3.ª Divisão", "Moura", (Span(1954, 1955, True),)),
        ),
        ("🏆 1 Supertaça Árabe (1954/55)", ("vencedor da Supertaça Árabe", "", (Span(1954, 1955, True),))),
        (
            "🏆 **2 Campeonatos Regionais consecutivos** (Moura 1954-1956)",
            ("campeão regional", "Moura", (Span(1954, 1955, True), Span(1955, 1956, True))),
        ),
    ],
)
def test_titles_are_read_with_club_and_season(tmp_path: Path, line: str, title: tuple[str, str, Value]) -> None:
    assert titles(read(tmp_path, CLUBS.format(f"- Moura (1953-57)\n\n**Títulos:**\n- {line}"))) == {title}


@pytest.mark.parametrize(
    "line",
    [
        "🏆 **3x Campeão Distrital** (Moura: 54/55, 55/56)",
        "🏆 **Campeão Distrital**",
        "🏆 Vice-campeão (1954/55 - Moura)",
        "🏆 Subida à 2ª Divisão (1954/55)",
        "🏆 **Campeão Distrital** (Moura 1960/61)",
    ],
)
def test_what_is_no_plain_title_gives_none(tmp_path: Path, line: str) -> None:
    assert not titles(read(tmp_path, CLUBS.format(f"- Moura (1953-57)\n\n**Títulos:**\n- {line}")))


def test_a_title_whose_club_or_season_a_heading_names_cites_the_heading_too(tmp_path: Path) -> None:
    parts = "## Moura (1954/55)\n\n- 🏆 **Campeão Distrital**!\n- 🏆 **Taça de Portugal** (1954/55 com Moura)\n"
    biography = read(tmp_path, f"# Tomé Faísca\n\n{parts}")
    cited = {s.label: [place.locator for place in (s.source, *s.also)] for s in biography.statements}
    assert cited == {"campeão distrital": ["line 5", "line 3"], "vencedor da Taça de Portugal": ["line 6"]}


def test_relatives_are_the_persons_own(tmp_path: Path) -> None:
    items = ("👨 Pai de **Rui Faísca** e **João Faísca**", "**Zé Dias** - Pai de Tomé", "Pai de dois filhos")
    text = "# Tomé Faísca\n\n" + "".join(f"- {item}\n" for item in items)
    family = [s for s in read(tmp_path, text).statements if s.what == "family"]
    assert [(s.key, s.value) for s in family] == [("pai", ("Rui Faísca", "João Faísca"))]


def test_a_relative_named_by_one_word_may_be_anybody(tmp_path: Path) -> None:
    biography = read(tmp_path, "# Tomé Faísca\n\n- 👨 Irmão do futebolista profissional **Hernâni**!\n")
    assert not [s for s in biography.statements if s.what == "family"]
    assert "unclear_relative" in reasons(biography)


def test_a_nickname_cites_the_line_that_states_it(tmp_path: Path) -> None:
    told = '**Tomé Dias Faísca** começou em Olhão.\n\nEra conhecido localmente como **"Zé da Ria"**.\n'
    biography = read(tmp_path, f'# Faísca\n\n## "Zé da Ria" de Olhão\n\n{told}')
    assert biography.names.known_as == ("Zé da Ria",)
    assert [place.locator for place in biography.name_sources] == ["line 1", "line 5", "line 7"]


def test_json_is_read_by_its_keys_with_their_path(tmp_path: Path) -> None:
    text = (
        '{"biografia": {"nome": "Tomé Faísca", "dataNascimento": "1931-05-04", "posicao": "Médio",'
        ' "carreiraJogador": [{"clube": "SC Farense", "periodo": "1950-1955"}]}}'
    )
    biography = read(tmp_path, text, "tome.json")
    assert values(biography, "birth_date") == [PartialDate(1931, 5, 4)]
    assert values(biography, "spell") == [(Span(1950, 1955),)]
    assert biography.statements[0].source.locator == "$.biografia.dataNascimento"


def test_a_year_that_front_matter_leaves_out_is_not_guessed(tmp_path: Path) -> None:
    spells = "  - {clube: Moura, de: 1950}\n  - {clube: Farense, de: 1951, ate: 1953}\n"
    text = f"---\nnome: Tomé Faísca\nclubes:\n{spells}---\n"
    biography = read(tmp_path, text)
    assert [s.key for s in biography.statements if s.what == "spell"] == ["farense"]
    assert "unclear_years" in reasons(biography)


def test_a_word_document_is_read_by_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Tomé Faísca", level=1)
    paragraph = document.add_paragraph()
    paragraph.add_run("Tomé Dias Faísca").bold = True
    paragraph.add_run(" nasceu em Olhão a 4 de maio de 1931.")
    data = io.BytesIO()
    document.save(data)
    biography = read(tmp_path, data.getvalue(), "tome.docx")
    assert (biography.names.short, biography.names.full) == ("Tomé Faísca", "Tomé Dias Faísca")
    birth = next(s for s in biography.statements if s.what == "birth_date")
    assert (birth.value, birth.source.locator) == (PartialDate(1931, 5, 4), "paragraph 2")


def test_a_position_is_found_under_its_label_and_in_a_sentence_where_nothing_else_states_it(tmp_path: Path) -> None:
    listed = read(tmp_path, "# Tomé Faísca\n\n**Posições:**\n- 🎯 **Médio** e **Extremo-direito**\n")
    assert values(listed, "position") == [("médio", "extremo-direito")]
    told = read(tmp_path, "# Tomé Faísca\n\nComo **extremo direito**, Tomé Faísca corria muito.\n")
    assert values(told, "position") == [("extremo-direito",)]


@pytest.mark.parametrize("unit", ["<!--", "**", "Aa ", "(1950-53) ", "Nasceu em Faro ", "1/2/", "[a](", "de ", "🏆 "])
def test_a_hostile_line_is_read_in_good_time(tmp_path: Path, unit: str) -> None:
    line = (unit * 5_000)[:19_000]
    text = f"# Tomé Faísca\n\n**Clubes:**\n- {line}\n\n{line}\n"
    assert read(tmp_path, text).names.short == "Tomé Faísca"


def test_a_known_club_with_its_years_as_a_label_is_a_spell_and_no_list_of_clubs(tmp_path: Path) -> None:
    text = "# Tomé Faísca\n\n**Sporting Clube Farense (1950-55):**\n- 3 golos\n\n**Companheiros (1951/52):**\n- Rui\n"
    examples, _ = make(tmp_path, {"a.md": text})
    assert answers(examples, "spell") == {"Tomé Faísca representou o Farense de 1950 a 1955."}
    assert not answers(examples, "clubs")


def test_a_clubs_own_quotation_marks_are_set_as_portuguese_sets_them(tmp_path: Path) -> None:
    [spell] = [s for s in read(tmp_path, CLUBS.format('- G.D. "O Celeiro" (1947-49)')).statements if s.what == "spell"]
    assert spell.club is not None and spell.club.name == "G.D. «O Celeiro»"


@pytest.mark.parametrize(
    "written",
    [
        "Clubes: Farense (1950-57), Moura (1958/59)",
        "- **Clubes:** Farense (1950-57), Moura (1958/59)",
        "Clubes:\n- Farense (1950-57)\n- Moura (1958/59)",
        "CLUBES:\n* Farense (1950-57), Moura (1958/59)",
    ],
)
def test_a_list_of_clubs_needs_no_bold_and_may_stand_in_one_line(tmp_path: Path, written: str) -> None:
    found = read(tmp_path, f"Tomé Faísca\n\n{written}\n\nTomé Faísca nasceu em Olhão.\n", "pessoa.txt")
    assert values(found, "spell") == [(Span(1950, 1957),), (Span(1958, 1959, seasons=True),)]
    assert values(found, "clubs") == [("o Farense", "o Moura")]


def test_what_is_said_of_clubs_after_a_colon_is_no_list_of_them(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Tomé Faísca\n\nFoi assim no Farense: subiu com o Moura (1950-57)\n\nCarreira: 1950-57 (7 anos)\n",
        "pessoa.txt",
    )
    assert not values(found, "spell") and not found.left_out


@pytest.mark.parametrize(
    "xml", ["<a", "<a>" * 300 + "</a>" * 300, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"]
)
def test_a_word_document_of_broken_or_hostile_xml_is_named_with_what_to_do(tmp_path: Path, xml: str) -> None:
    whole = io.BytesIO()
    docx.Document().save(whole)
    broken = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    _, report = make(
        tmp_path, {"mau.docx": broken.getvalue(), "tome.md": "# Tomé Faísca\n\nTomé Faísca nasceu em 1931.\n"}
    )
    assert [(r.reason, r.file) for r in report.rejections] == [("unreadable_file", "biographies/mau.docx")]
    assert report.notes[0].startswith("biographies/mau.docx: not a Word document (")
    assert report.notes[0].endswith("; save it again as .docx")
