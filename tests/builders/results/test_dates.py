from datetime import date

import pytest

from builders.results.dates import NO_DATE, ImpossibleDateError, month_comes_first, read_date


@pytest.mark.parametrize(
    "text",
    [
        "1995-04-02",
        "1995 -04-02",
        "1995/4/2",
        "02-04-1995",
        "2.4.1995",
        "02/04/95",
        "Sun Apr 2 1995",
        "Sunday, April 2nd, 1995",
        "2 April 1995",
        "domingo, 2 de abril de 1995",
        "2 de Abril de 1995",
        "2-abr-95",
        "1995-04-02 16:00:00",
        "1995-04-02T16:00",
        "02/04/1995 16:00",
    ],
)
def test_one_day_is_read_in_every_form(text: str) -> None:
    assert read_date(text, "f:1").day == date(1995, 4, 2)


@pytest.mark.parametrize("text", ["", "-", "?", "0000-00-00", "00/00/0000"])
def test_nothing_is_no_date_and_not_an_error(text: str) -> None:
    assert read_date(text, "f:1").undated == NO_DATE


@pytest.mark.parametrize("text", ["Meados de Abril", "Páscoa de 1925", "Fim de Maio", "1928"])
def test_an_approximate_date_is_kept_as_written(text: str) -> None:
    assert read_date(text, "f:1").day is None
    assert read_date(text, "f:1").undated == text


def test_an_approximate_date_gives_the_year_and_month_it_names() -> None:
    found = read_date("Meados de Abril de 1923", "f:1")
    assert (found.year, found.month) == (1923, 4)


@pytest.mark.parametrize("text", ["31-02-1995", "1995-13-01", "29/02/1995"])
def test_an_impossible_date_is_a_sentence_with_file_line_and_remedy(text: str) -> None:
    with pytest.raises(ImpossibleDateError) as error:
        read_date(text, "results.csv:7")
    assert str(error.value) == f"results.csv:7: date '{text}' does not exist; use YYYY-MM-DD or DD-MM-YYYY"


def test_figures_that_are_no_date_are_an_error_too() -> None:
    with pytest.raises(ImpossibleDateError, match="'12345' is no date"):
        read_date("12345", "f:1")


def test_two_figures_of_a_year_take_the_century_of_the_heading() -> None:
    assert read_date("07/10/06", "f:1").day == date(2006, 10, 7)
    assert read_date("07/10/06", "f:1", year=1906).day == date(1906, 10, 7)


def test_a_day_without_a_year_takes_that_of_the_heading() -> None:
    assert read_date("Sun Aug 7", "f:1", year=2022).day == date(2022, 8, 7)


def test_month_first_is_learnt_from_a_column_that_allows_nothing_else() -> None:
    assert month_comes_first(["8/20/1994", "1/2/1994"])
    assert not month_comes_first(["20/8/1994", "8/20/1994"])
    assert not month_comes_first(["1/2/1994"])
    assert read_date("8/9/1994", "f:1", month_first=True).day == date(1994, 8, 9)
