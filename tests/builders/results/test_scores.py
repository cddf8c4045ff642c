import pytest

from builders.results.scores import is_blank, read_score


@pytest.mark.parametrize("text", ["2-1", "2 - 1", "2–1", "2:1", "2x1", "2-1 (1-0)", " 2-1 "])
def test_a_score_is_read_in_every_form(text: str) -> None:
    found = read_score(text)
    assert found and found.goals == (2, 1) and found.penalties is None and not found.extra_time


@pytest.mark.parametrize(
    ("text", "goals", "penalties", "extra_time"),
    [
        ("0-0(5-6 g.p.)", (0, 0), (5, 6), False),
        ("1-2(a.p.)", (1, 2), None, True),
        ("1-1 (a.p.)", (1, 1), None, True),
        ("1-1 a.e.t. (1-1, 0-0)", (1, 1), None, True),
        ("4-3 pen. 1-1 a.e.t. (1-1, 0-0)", (1, 1), (4, 3), True),
        ("2-2 (4-2 pen)", (2, 2), (4, 2), False),
    ],
)
def test_penalties_and_extra_time_are_kept_beside_the_goals(
    text: str, goals: tuple[int, int], penalties: tuple[int, int] | None, extra_time: bool
) -> None:
    found = read_score(text)
    assert found and (found.goals, found.penalties, found.extra_time) == (goals, penalties, extra_time)


@pytest.mark.parametrize("text", ["2-1-0", "1995-04", "2", "2-100", "dois a um", "02/jan", "2-1-2024"])
def test_what_is_no_score_is_not_read_as_one(text: str) -> None:
    assert read_score(text) is None


@pytest.mark.parametrize("text", ["", "-", "- -", "?", "v", "Não especificado", "por disputar"])
def test_a_cell_may_say_that_there_is_no_score(text: str) -> None:
    assert is_blank(text)
