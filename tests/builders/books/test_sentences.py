"""Sentences: where they end, which can stand alone, what they say of dates and people."""

import pytest

from builders.books.dated import read_dated
from builders.books.people import opening_name, read_did, read_was, title_article
from builders.books.sentences import split_sentences
from builders.books.standing import fault_of


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "O Sr. Matos e o Dr. Sousa vieram.|O jogo começou.",
        "D. João VI reinava.|A corte partiu.",
        "Foi o 1.º classificado.|O 2.º ficou longe.",
        "Disse: «Vamos embora.»|E foi.",
        "Ganhou por 3-1!|Ninguém esperava.|E agora?|Nada.",
        "Nasceu em 12.3.1902 na vila.|Cresceu.",
        "Leu «O Clube» à noite.|Dormiu.",
        "Passava as tardes a ver o mar.|Não falava.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    assert split(text.replace("|", " ")) == text.split("|")


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("O Ribeirense venceu o Olivais no Campo da Feira.", ""),
        ("O Farol fez o seu primeiro jogo na vila do Ribeirense.", ""),
        ("Ele foi o primeiro presidente do Ribeirense.", "leans_on_the_text_before"),
        ("Depois disso, o Ribeirense venceu o Olivais.", "leans_on_the_text_before"),
        ("O clube venceu o Olivais na semana da festa.", "leans_on_the_text_before"),
        ("O Ribeirense venceu-o no domingo da festa.", "unresolved_pronoun"),
        ("O Ribeirense jogou ali contra o Olivais.", "unresolved_pronoun"),
        ("O Ribeirense e eu fomos ao campo do Olivais.", "speaks_in_person"),
        ("Encontrei o Ribeirense a treinar no campo.", "speaks_in_person"),
        ("Quando é que o Ribeirense venceu o Olivais?", "not_a_statement"),
        ("O Ribeirense venceu o Olivais no (campo.", "not_whole"),
        ("A festa da vila foi muito bonita nesse verão.", "unresolved_pronoun"),
        ("A festa da vila foi muito bonita no verão.", "names_nothing"),
        ("O Ribeirense venceu.", "length"),
        ("Embarcou para França com o Dr. Sousa e a família.", "leans_on_the_text_before"),
        ("Maria Lopes embarcou para França com o Dr. Sousa.", ""),
    ],
)
def test_only_a_sentence_that_explains_itself_can_be_an_answer(sentence: str, fault: str) -> None:
    assert fault_of(sentence) == fault


@pytest.mark.parametrize(
    ("sentence", "key", "clause"),
    [
        ("Em 1 de Abril de 1910, foi fundado o Sporting Clube.", "1910-04-01", "foi fundado o Sporting Clube"),
        ("No dia 7 de maio de 1911, o Ribeirense venceu o Olivais.", "1911-05-07", "o Ribeirense venceu o Olivais"),
        ("João Matos nasceu em Faro a 28 de julho de 1917.", "1917-07-28", "João Matos nasceu em Faro"),
        ("Em 1922, o Farol tornou-se filial do Porto.", "1922", "o Farol se tornou filial do Porto"),
        ("Em maio de 1930, realizou-se o primeiro torneio.", "1930-05", "se realizou o primeiro torneio"),
        ("O Farol abriu o campo em agosto de 1923, com uma festa.", "1923-08", "o Farol abriu o campo, com uma festa"),
    ],
)
def test_a_dated_sentence_gives_its_date_and_the_clause_as_a_question_asks_it(
    sentence: str, key: str, clause: str
) -> None:
    found = read_dated(sentence)
    assert found is not None
    assert (found.key, found.clause) == (key, clause)


@pytest.mark.parametrize(
    "sentence",
    [
        "O Farol que subiu em 1990 não voltou a descer.",  # the date is that of a clause inside
        "O Farol ganhou ao Porto em 1990 e perdeu com o Olivais.",  # what came after has no date
        "Entre 1990 e 1995, o Farol jogou na primeira divisão.",
        "A Lei n.º 30/2002, de 20 de dezembro de 2002, foi revogada.",
        "Desde 1 de abril de 1910, o Farol joga na ribeira.",
        "Em 1910, venceu o campeonato da região toda.",  # who did?
        "Em 31 de fevereiro de 1910, o Farol venceu o Porto.",
        "Em 3 de junho de 1990, as duas equipas voltaram ao Estádio Nacional.",
    ],
)
def test_a_date_that_is_not_that_of_the_whole_sentence_is_not_asked_for(sentence: str) -> None:
    assert read_dated(sentence) is None


def test_a_sentence_that_says_only_when_something_was_gives_an_event() -> None:
    found = read_dated("A inauguração oficial do Campo da Feira foi em 1 de dezembro de 1923, com um jogo.")
    assert found is not None
    assert (found.event, found.clause) == ("a inauguração oficial do Campo da Feira", "")


def test_who_someone_was_needs_a_word_for_a_person() -> None:
    found = read_was("Manuel Tavares foi o primeiro presidente do clube.")
    assert found is not None
    assert (found.name, found.verb, found.what) == ("Manuel Tavares", "foi", "o primeiro presidente do clube")
    assert read_was("Afonso da Maia era um pouco baixo, maciço, de ombros quadrados.") is None


@pytest.mark.parametrize("name", ["Maria Eduarda", "Bartolomeu Dias", "Sofia Matos"])
def test_a_first_name_that_ends_as_verbs_do_is_a_name(name: str) -> None:
    found = read_did(f"{name} comprou um terreno na rua de Loulé.")
    assert found is not None
    assert found.name == name


def test_who_did_something_is_asked_with_the_pronoun_before_the_verb() -> None:
    found = read_did("João Matos mudou-se para Lisboa no verão.")
    assert found is not None
    assert found.predicate == "se mudou para Lisboa no verão"
    assert read_did("João Matos fez fortuna em África, regressou e comprou um campo.") is None


@pytest.mark.parametrize(
    "sentence", ["Era Carlos que entrava na sala.", "No Grémio jogava-se às cartas.", "Justamente Baptista vinha."]
)
def test_a_capital_at_the_start_of_a_sentence_makes_no_name(sentence: str) -> None:
    assert opening_name(sentence)[1] == ""


@pytest.mark.parametrize(
    ("name", "article"),
    [
        ("Padre Matos", "o"),
        ("Dr. Rui Sá", "o"),
        ("Dra. Ana Sá", "a"),
        ("D. Maria", ""),
        ("Frei Luís", ""),
        ("Rui Sá", ""),
    ],
)
def test_a_title_is_spoken_of_with_its_article(name: str, article: str) -> None:
    assert title_article(name) == article
