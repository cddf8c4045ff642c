import pytest

from builders.biographies.times import PartialDate, Span, list_spans, read_date, read_span, read_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18/02/1975", PartialDate(1975, 2, 18)),
        ("4/08/1917", PartialDate(1917, 8, 4)),
        ("28 de julho de 1917", PartialDate(1917, 7, 28)),
        ("27 de Setembro de 1897", PartialDate(1897, 9, 27)),
        ("1.º de maio de 1910", PartialDate(1910, 5, 1)),
        ("1965-07-08", PartialDate(1965, 7, 8)),
        ("fevereiro de 1939", PartialDate(1939, 2)),
        ("1924", PartialDate(1924)),
        ("1975-76", None),
        ("anos 40", None),
        ("12", None),
    ],
)
def test_dates_are_read_in_every_form_and_nothing_else_is(text: str, expected: PartialDate | None) -> None:
    assert read_date(text) == expected


def test_a_date_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="31/02/1950"):
        read_date("31/02/1950")


def test_a_date_is_said_with_what_is_known_of_it() -> None:
    said = [PartialDate(1939, 2, 3).when, PartialDate(1939, 2).when, PartialDate(1939).when]
    assert said == ["a 3 de fevereiro de 1939", "em fevereiro de 1939", "em 1939"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1948-57", Span(1948, 1957)),
        ("85-92", Span(1985, 1992)),
        ("99-02", Span(1999, 2002)),
        ("1952/53", Span(1952, 1953, True)),
        ("99/00", Span(1999, 2000, True)),
        ("1952/53-1961/62", Span(1952, 1962, True)),
        ("1949/50 a 1961/62", Span(1949, 1962, True)),
        ("1982-1990", Span(1982, 1990)),
        ("1920", Span(1920, 1920)),
        ("anos 90", None),
        ("90s", None),
        ("1971-?", None),
        ("92/93+", None),
        ("até 95", None),
        ("1957-1951", None),
        ("1951/57", None),
    ],
)
def test_spans_are_read_where_they_are_plain(text: str, expected: Span | None) -> None:
    assert read_span(text, 1965) == expected


def test_two_digits_find_their_century_by_the_year_of_birth_and_not_without_it() -> None:
    assert read_span("38-42", 1920) == Span(1938, 1942)
    assert read_span("08-09", 1985) == Span(2008, 2009)
    assert read_span("38-42", None) is None


def test_a_list_with_one_unclear_span_is_not_read() -> None:
    assert read_spans("1948-57, 1965-67", None) == (Span(1948, 1957), Span(1965, 1967))
    assert read_spans("1967-71, 78+", 1950) is None


def test_spans_are_said_as_people_say_them() -> None:
    seasons = (Span(1936, 1937, True), Span(1950, 1951, True))
    assert list_spans(seasons) == "nas épocas de 1936/37 e 1950/51"
    assert list_spans((Span(1948, 1957), Span(1999, 2000, True))) == "de 1948 a 1957 e na época de 1999/00"
    assert list_spans((Span(1957, 1959), *seasons)) == "de 1957 a 1959 e nas épocas de 1936/37 e 1950/51"
    assert list_spans((Span(1952, 1962, True),)) == "da época de 1952/53 à de 1961/62"


def test_spans_that_share_a_season_overlap_and_two_single_seasons_do_not() -> None:
    assert Span(1948, 1957).overlaps(Span(1952, 1954))
    assert not Span(1948, 1957).overlaps(Span(1957, 1964))
    assert not Span(1995, 1996, True).overlaps(Span(1995, 1996, True))
