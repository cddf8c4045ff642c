"""Dates, articles, plurals and numbers as Portuguese write them."""

from datetime import date

import pytest

from builders.portuguese import (
    contract,
    join_list,
    long_date,
    name_fields,
    number_words,
    ordinal,
    parse_date,
    plural,
    slug,
)


@pytest.mark.parametrize(
    "text",
    [
        "1995-04-02",
        "2-4-1995",
        "02/04/1995",
        "2.4.1995",
        "2 de abril de 1995",
        "2 de Abril de 1995",
        "Domingo, 2 de abril de 1995",
        "2 abril 1995",
        "2 abr. 1995",
        "2-abr-1995",
        "1995-04-02 16:00",
    ],
)
def test_every_form_of_a_date_is_the_same_day(text: str) -> None:
    assert parse_date(text) == date(1995, 4, 2)


def test_the_first_of_a_month_may_be_an_ordinal_and_march_has_a_cedilla() -> None:
    assert parse_date("1.º de maio de 1910") == date(1910, 5, 1)
    assert parse_date("3 de março de 1990") == parse_date("3 de marco de 1990") == date(1990, 3, 3)


@pytest.mark.parametrize("text", ["3-1", "abril de 1995", "2 de abrilo de 1995", "2/4/95", "", "4-1 (2-0)", "1994-95"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["31-02-1995", "31 de fevereiro de 1995", "1995-13-01", "0/1/1990"])
def test_a_date_that_does_not_exist_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        parse_date(text)


def test_a_long_date_reads_back_on_every_day_of_a_year() -> None:
    for ordinal_day in range(date(1996, 1, 1).toordinal(), date(1997, 1, 1).toordinal()):
        day = date.fromordinal(ordinal_day)
        assert parse_date(long_date(day)) == day


def test_prepositions_contract_with_the_article_of_the_name() -> None:
    assert name_fields("casa", "Académica", "a") == {
        "casa": "Académica",
        "o_casa": "a Académica",
        "do_casa": "da Académica",
        "no_casa": "na Académica",
        "ao_casa": "à Académica",
        "pelo_casa": "pela Académica",
    }
    assert name_fields("pais", "Portugal", "")["do_pais"] == "de Portugal"
    assert name_fields("casa", "O Elvas", "o")["do_casa"] == "d'O Elvas"
    assert name_fields("casa", "O Elvas", "o")["o_casa"] == "O Elvas"
    assert contract("em", "o") == "no"
    assert contract("contra", "o") == "contra o"


def test_numbers_agree() -> None:
    assert [plural(n, "golo") for n in (0, 1, 2)] == ["0 golos", "1 golo", "2 golos"]
    assert plural(2, "vez", "vezes") == "2 vezes"
    assert [number_words(n, feminine=True) for n in (1, 2, 21, 22, 200, 16)] == [
        "uma",
        "duas",
        "vinte e uma",
        "vinte e duas",
        "duzentas",
        "dezasseis",
    ]
    assert number_words(2) == "dois"
    assert (ordinal(3), ordinal(3, feminine=True)) == ("3.º", "3.ª")


def test_lists_and_slugs() -> None:
    assert [join_list(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a e b", "a, b e c"]
    assert slug("Vitória de Setúbal (1.ª categoria)") == "vitoria-de-setubal-1-a-categoria"
