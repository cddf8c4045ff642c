"""Phrasings are composed of named pieces, drawn by a stable hash, and checked when they are read."""

from pathlib import Path

import pytest

from builders.phrasing import PhrasingError, Phrasings

FIELDS = {"jogo.resultado": frozenset({"o_casa", "o_fora", "do_fora", "casa", "fora", "data", "ano", "resultado"})}
MATCH = {
    "casa": "Farense",
    "fora": "Académica",
    "o_casa": "o Farense",
    "o_fora": "a Académica",
    "do_fora": "da Académica",
    "data": "2 de abril de 1995",
    "resultado": "4-1",
}
YAML = """
slots:
  abertura:
    nada: ""
    diz-me: {text: "Diz-me", end: "."}
    held_out:
      sabes: "Sabes"
  par:
    hifen: "o {casa}-{fora}"
    entre: {text: "o jogo entre {o_casa} e {o_fora}", is: jogo}
    held_out:
      em-casa: "{o_casa} em casa frente a+ {o_fora}"
  data:
    extenso: ", a {data}"
    ano: ", em {ano}"
    held_out:
      dia: " no dia {data}"
kinds:
  jogo.resultado:
    slots:
      pergunta:
        qual-foi: "qual foi o resultado de+"
        quanto-ficou: {text: "quanto ficou", not: jogo}
        held_out:
          como-acabou: "como acabou"
    patterns:
      simples: "{abertura} {pergunta} {par}{data}?"
      held_out:
        data-antes: "{abertura}{data}, {pergunta} {par}?"
    answer: "a {data}, no {casa}-{fora}, o resultado foi {resultado}."
    refusal: "A {data}, {casa}-{fora}: não tenho registo desse jogo."
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "jogos.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


def texts(phrasings: Phrasings, held_out: bool = False) -> list[str]:
    return [question.text for question in phrasings.all("jogo.resultado", MATCH, held_out)]


def load(path: Path, old: str, new: str) -> Phrasings:
    path.write_text(YAML.replace(old, new, 1), encoding="utf-8")
    return Phrasings.load(path, FIELDS)


def test_pieces_are_joined_contracted_and_given_a_capital_and_the_mark_that_fits(path: Path) -> None:
    assert texts(Phrasings.load(path, FIELDS)) == [
        "Diz-me qual foi o resultado do jogo entre o Farense e a Académica, a 2 de abril de 1995.",
        "Diz-me qual foi o resultado do Farense-Académica, a 2 de abril de 1995.",
        "Diz-me quanto ficou o Farense-Académica, a 2 de abril de 1995.",
        "Qual foi o resultado do jogo entre o Farense e a Académica, a 2 de abril de 1995?",
        "Qual foi o resultado do Farense-Académica, a 2 de abril de 1995?",
        "Quanto ficou o Farense-Académica, a 2 de abril de 1995?",
    ]


def test_a_held_out_question_shares_no_piece_with_training(path: Path) -> None:
    phrasings = Phrasings.load(path, FIELDS)
    held_out = phrasings.draw("jogo.resultado", "chave", MATCH, 3, held_out=True)
    assert [question.text for question in held_out] == [
        "Sabes no dia 2 de abril de 1995, como acabou o Farense em casa frente à Académica?"
    ]
    training = phrasings.all("jogo.resultado", MATCH)
    assert not set(held_out[0].name.split(".")) & {piece for q in training for piece in q.name.split(".")}


def test_a_piece_applies_only_where_its_fields_are_known(path: Path) -> None:
    phrasings = Phrasings.load(path, FIELDS)
    with_year = phrasings.all("jogo.resultado", MATCH | {"ano": "1995"})
    assert len(with_year) == 2 * len(texts(phrasings)) == phrasings.distinct("jogo.resultado")


def test_a_name_tells_the_pieces_in_their_order_and_the_pattern(path: Path) -> None:
    names = [question.name for question in Phrasings.load(path, FIELDS).all("jogo.resultado", MATCH)]
    assert names[0] == "diz-me.qual-foi.entre.extenso.simples"
    assert len(set(names)) == len(names)


def test_draws_are_distinct_and_no_more_than_can_be_composed(path: Path) -> None:
    phrasings = Phrasings.load(path, FIELDS)
    drawn = phrasings.draw("jogo.resultado", "chave", MATCH, 50)
    assert sorted(question.text for question in drawn) == sorted(texts(phrasings))


def test_the_order_of_pieces_in_the_file_changes_no_draw(path: Path) -> None:
    before = Phrasings.load(path, FIELDS).draw("jogo.resultado", "chave", MATCH, 3)
    swapped = load(
        path,
        '    nada: ""\n    diz-me: {text: "Diz-me", end: "."}\n',
        '    diz-me: {text: "Diz-me", end: "."}\n    nada: ""\n',
    )
    assert swapped.draw("jogo.resultado", "chave", MATCH, 3) == before


def test_a_new_piece_changes_only_the_draws_it_wins(path: Path) -> None:
    def firsts(phrasings: Phrasings) -> list[str]:
        return [phrasings.draw("jogo.resultado", str(key), MATCH, 1)[0].text for key in range(200)]

    before = firsts(Phrasings.load(path, FIELDS))
    after = firsts(load(path, '    nada: ""', '    nada: ""\n    ola: "Olá,"'))
    changed = [text for old, text in zip(before, after, strict=True) if old != text]
    assert 30 < len(changed) < 110
    assert all(text.startswith("Olá, qu") for text in changed)


def test_answers_and_refusals_are_sentences(path: Path) -> None:
    phrasings = Phrasings.load(path, FIELDS)
    answer = phrasings.answer("jogo.resultado", MATCH)
    assert answer == "A 2 de abril de 1995, no Farense-Académica, o resultado foi 4-1."
    refusal = phrasings.refusal("jogo.resultado", MATCH)
    assert refusal == "A 2 de abril de 1995, Farense-Académica: não tenho registo desse jogo."


def test_braces_and_signs_in_a_value_are_only_text(path: Path) -> None:
    odd = MATCH | {"casa": "{data} de+ União"}
    assert "no {data} de+ União-Académica," in Phrasings.load(path, FIELDS).answer("jogo.resultado", odd)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "{casa}-{fora}",
            "{cassa}-{fora}",
            r"jogo\.resultado: par: hifen: no field \{cassa\}; the fields are ano, casa",
        ),
        ("{pergunta} {par}", "{perguntas} {par}", r"patterns: simples: no field \{perguntas\}.*the slots abertura, "),
        ("foi {resultado}", "foi {golos}", r"jogo\.resultado: answer: no field \{golos\}"),
        ("  jogo.resultado:", "  jogo.marcador:", r"jogo\.marcador: no such kind of question; the kinds are jogo\.res"),
        ("is: jogo", "as: jogo", r"par: entre: as: unknown key; the keys here are text, is, needs, not, end"),
        ('nada: ""', "no: x", r"abertura: False: not a name; use small letters"),
        ('nada: ""', "nada: 3", r"nada: expected names and texts, found 3"),
        ('nada: ""', 'diz-me: ""', r"jogos\.yaml:\d+: not YAML \('diz-me' is written twice\)"),
        ('    held_out:\n      sabes: "Sabes"\n', "", r"data-antes: the slot 'abertura' has no held-out piece"),
        ('      sabes: "Sabes"', '      nada: "x"', r"abertura: nada: is both held out and not"),
        ("kinds:", "tipos:", r"tipos: unknown key; the keys here are slots, kinds"),
    ],
)
def test_a_wrong_phrasing_is_refused_with_its_place(path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(PhrasingError, match=message):
        load(path, old, new)


def test_a_kind_that_is_missing_is_named(path: Path) -> None:
    with pytest.raises(PhrasingError, match=r"jogos\.yaml: the kind 'outro' is missing"):
        Phrasings.load(path, FIELDS | {"outro": frozenset()})
