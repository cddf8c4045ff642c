"""Competitions are named as a person says them."""

import pytest

from builders.results.questions.articles import in_competition, in_whole_competition


@pytest.mark.parametrize(
    ("written", "said", "whole"),
    [
        ("I Divisão", "na I Divisão", "na I Divisão"),
        ("II Divisão B Zona Sul", "na Zona Sul da II Divisão B", "na II Divisão B"),
        ("III Divisão Série F", "na Série F da III Divisão", "na III Divisão"),
        ("II Divisão Fase Final", "na fase final da II Divisão", "na II Divisão"),
        ("II Divisão II Fase", "na 2.ª fase da II Divisão", "na II Divisão"),
        ("II Divisão Zona D 1.ª Fase Grupo 2", "na II Divisão (1.ª fase, Zona D, Grupo 2)", "na II Divisão"),
        ("II Divisão Grupo D Série 13", "na II Divisão (Grupo D, Série 13)", "na II Divisão"),
        ("II Divisão Algarve", "na II Divisão (Algarve)", "na II Divisão"),
        ("II Divisão Honra", "na II Divisão Honra", "na II Divisão Honra"),
        ("AF Algarve 2.ª Divisão", "na 2.ª Divisão da AF Algarve", "na 2.ª Divisão da AF Algarve"),
        ("Campeonato de Portugal Série E", "na Série E do Campeonato de Portugal", "no Campeonato de Portugal"),
        ("Rally", "na prova «Rally»", "na prova «Rally»"),
    ],
)
def test_zones_series_and_stages_follow_the_competition_or_stand_before_it(written: str, said: str, whole: str) -> None:
    assert (in_competition(written), in_whole_competition(written)) == (said, whole)
