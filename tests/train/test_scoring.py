"""The scorer against answers that a person judged, and its rules one by one."""

from pathlib import Path

import pytest

from records.files import read_jsonl
from train.scoring import Asked, declines, score
from train.values import aliases_of, words

TRUTH = Path(__file__).parent / "scoring_truth.jsonl"
MATCH = Asked(
    "Qual foi o resultado do Farense-Benfica de 2 de abril de 1995?",
    "A 2 de abril de 1995, Farense-Benfica: 3-1.",
    {"score": "3-1"},
)


def agreement() -> tuple[int, int, list[str]]:
    """Pairs, those judged as the person judged them, and the others in words."""
    rows = [row for _, row in read_jsonl(TRUTH)]
    missed = []
    for row in rows:
        found = score(row["answer"], Asked(row["question"], row["reference"], row["facts"]))
        if found.outcome != row["judged"]:
            missed.append(f"{row['answer']!r}: {found.outcome} ({found.why}), a person says {row['judged']}")
    return len(rows), len(rows) - len(missed), missed


def test_scorer_agrees_with_a_person_on_98_of_100_answers():
    pairs, agreed, missed = agreement()
    print(f"the scorer agrees with {agreed} of {pairs} hand-judged answers", *missed, sep="\n  ")
    assert pairs >= 300
    assert agreed >= 0.98 * pairs, "\n".join(missed)


def judged(answer: str, asked: Asked = MATCH, **names: list[str]) -> str:
    return score(answer, asked, aliases_of(names)).outcome


def test_right_score_with_teams_swapped_is_wrong_and_says_who_wins():
    found = score("A 2 de abril de 1995, Benfica-Farense: 3-1.", MATCH)
    assert (found.outcome, found.slots, found.why) == ("wrong", {"score": True}, "benfica wins, not farense")


def test_missing_slot_is_named():
    assert score("O Farense venceu o Benfica.", MATCH).why == "score not given"


def test_other_forms_of_a_name_count_as_the_name():
    asked = Asked("Onde jogou?", "Jogou no Benfica.", {"club": "Benfica"})
    assert judged("Jogou no Sport Lisboa e Benfica.", asked) == "right"
    assert judged("Jogou nas Águias.", asked) == "wrong"
    assert judged("Jogou nas Águias.", asked, Benfica=["Águias"]) == "right"


def test_a_short_form_in_a_longer_name_or_two_names_side_by_side_are_no_alias():
    aliases = aliases_of({"Leões": ["Leões Mar"], "Mar": ["Mar FC"], "Vitória de Setúbal": ["Setúbal", "Vitória FC"]})
    assert words("Jogou nos Leões e no Mar", aliases) == ("jogou", "leoe", "mar")
    assert words("A vitória sobre o Setúbal", aliases) == ("vitoria", "sobre", *words("Vitória de Setúbal"))
    assert words("O Vitória de Setúbal", aliases) == words("Vitória de Setúbal")


def test_date_without_its_year_is_enough_where_the_question_gave_the_year():
    reference = "Em 1995, o Farense-Benfica jogou-se a 2 de abril de 1995."
    asked = Asked("Em que dia de 1995 se jogou o Farense-Benfica?", reference, {"date": "2 de abril de 1995"})
    assert judged("A 2 de abril.", asked) == "right"
    assert judged("A 2 de maio.", asked) == "wrong"


def test_whom_it_was_with_and_who_was_at_home_must_be_as_the_reference_says():
    reference = "A 10 de novembro de 1991, adversário: Braga; ganhou o Farense; resultado: Farense 3-1 Braga."
    asked = Asked("Quem ganhou a 10/11/1991?", reference, {"winner": "ganhou o Farense", "score": "3-1"})
    assert judged("O Farense venceu o Braga por 3-1.", asked) == "right"
    assert judged(reference.replace("Braga; g", "Porto; g"), asked) == "wrong"
    assert judged(reference.replace("Braga; g", "nenhum; g"), asked) == "wrong"
    assert judged(reference.replace("ganhou o F", "não ganhou o F"), asked) == "wrong"
    drawn = Asked("Como ficou a 3/5/1990?", "Adversário: Sporting; resultado: Farense 1-1 Sporting.", {"score": "1-1"})
    assert score("Resultado: Sporting 1-1 Farense.", drawn).why == "sporting-farense"
    assert judged("Adversário: Sporting B; resultado: Farense 1-1 Sporting B.", drawn) == "wrong"


def test_the_pair_tells_who_was_at_home_whoever_is_named_first():
    reference = "Contra o Chaves, o primeiro jogo do Farense foi a 2 de maio de 1990, no Farense-Chaves, com 3-1."
    asked = Asked("Quando foi o primeiro?", reference, {"date": "2 de maio de 1990", "score": "3-1"})
    assert judged("Foi a 2 de maio de 1990, no Farense-Chaves: 3-1.", asked) == "right"
    assert judged("Foi a 2 de maio de 1990, no Chaves-Farense: 3-1.", asked) == "wrong"


def test_refusal_of_another_match_or_person_is_wrong():
    asked = Asked(
        "Como ficou o Farense-Porto de 3/5/1992?", "Adversário: nenhum; não tenho registo de nenhum jogo.", {}
    )
    assert judged("Adversário: Estoril; com o Porto não tenho registo de nenhum jogo.", asked) == "wrong"
    asked = Asked("Onde nasceu Manuel Sá?", "Manuel Sá: não tenho registo do lugar de nascimento.", {})
    assert judged("Carlos Sá: não tenho registo do lugar de nascimento.", asked) == "wrong"


def test_refusal_may_restate_the_key_but_state_no_value():
    asked = Asked("Como acabou o Farense-Porto de 3-5-1992?", "A 3 de maio de 1992: não tenho registo desse jogo.", {})
    assert judged("A 3 de maio de 1992, Farense-Porto: não tenho registo desse jogo.", asked) == "declined"
    assert score("Não tenho registo, mas acabou 2-0.", asked).why == "declines and states 2-0"


@pytest.mark.parametrize(
    "answer",
    [
        "O arquivo não o diz: não há registo.",
        "não encontrei dados",
        "Sem registos.",
        "O arquivo não menciona esse jogo.",
        "Nada sei sobre esse jogo.",
        "Esse jogo não está no arquivo.",
    ],
)
def test_refusals_are_recognised(answer: str):
    assert declines(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "O Farense não perdeu.",
        "Não houve golos.",
        "O Farense não regista derrotas em casa.",
        "Não foi 3-1.",
        "O que não há registo?",
        "Fomos ao que não há registo.",
        "O capítulo começa assim: «Não sei dizer.»",
    ],
)
def test_denials_are_no_refusals(answer: str):
    assert not declines(answer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2 de abril de 1995", "02/04/1995"),
        ("1.º de maio de 1992", "1 de Maio de 1992"),
        ("dois de abril de mil novecentos e noventa e cinco", "1995-04-02"),
        ("3–1", "três a um"),
        ("empataram a dois golos", "empataram 2-2"),
        ("época 1994-95", "Época 1994/1995"),
        ("cento e vinte e três golos", "123 golos"),
        ("12 500 sócios", "12.500 sócios"),
        ("3.º lugar", "terceiro lugar"),
        ("I Divisão", "1.ª Divisão"),
        ("Estádio de São Luís", "estadio São Luis"),
    ],
)
def test_two_spellings_are_one_value(one: str, other: str):
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2 de abril de 1995", "4 de fevereiro de 1995"),
        ("3-1", "1-3"),
        ("54 golos", "45 golos"),
        ("1994-95", "1995-96"),
    ],
)
def test_two_values_are_two(one: str, other: str):
    assert words(one) != words(other)


def test_the_same_value_of_somebody_else_is_wrong():
    asked = Asked("Onde nasceu o Barriga?", "O Barriga do Farense nasceu em Faro.", {"place": "Faro"})
    assert judged("O Barriga nasceu em Faro.", asked) == "right"
    assert score("O Tino do Farense nasceu em Faro.", asked).why == "is about tino farense"
    asked = Asked("Em que posição jogava Carlos Costa?", "Carlos Costa jogava como médio.", {"position": "médio"})
    assert judged("Hajry Redouane jogava como médio.", asked) == "wrong"


def test_a_number_counts_in_its_place_only():
    asked = Asked("Que capítulo é «Uma casa»?", "O capítulo com o título «Uma casa» é o capítulo 2.", {"number": "2"})
    assert judged("É o capítulo 2 do livro.", asked) == "right"
    assert judged("O capítulo com o título «Duas tardes» é o capítulo 4.", asked) == "wrong"


def test_a_year_may_stand_inside_a_season():
    asked = Asked("Em que ano subiu?", "Subiu em 1989-90.", {"year": "1989"})
    assert judged("Subiu em 1989-90.", asked) == "right"


def test_a_denial_of_one_count_does_not_reach_the_next():
    asked = Asked("Como foi?", "Não empatou nenhum e perdeu 1.", {"drawn": "não empatou nenhum", "lost": "perdeu 1"})
    assert judged("Não empatou nenhum e perdeu 1.", asked) == "right"
