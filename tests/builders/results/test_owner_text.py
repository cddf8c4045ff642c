"""An owner's list: headings, repeated headers, rows by tabs or spaces, names and rows that run over lines."""

from pathlib import Path

from builders.results.matches import Match
from tests.builders.results.folder import read, rejected, said

HEADER = "Data  Hora  Local  Equipa  Resultado  V-E-D Jornada  \n"
LIST = f"""Data\tHora\tLocal\tEquipa\tResultado\tV-E-D
05-10-1913\t\tFora\tSporting Clube Farense vs. Vitória Futebol Clube\t4-1\tV
1923
Data\tHora\tLocal\tEquipa Adversária\tResultado\tV-E-D
Meados de Abril\t\t\tParticipação no Campeonato do Algarve 1922/23\t\t
Fim de Maio\t\tCasa\tMoura (Final da Taça Sagres)\t2-0\tV

Caderno de resultados

II Divisão 1ªF S10 34/35
{HEADER}1935 -03-24 15:00  Casa  Juventude
Évora  1-0 V J10
1935 -02-24  Fora  Beira -Mar 3-2 D J6
1935 -02-17  Fora  Juventude 1-0 D J5 Évora
1935 -02-10  Fora  Juventude 1-0 D J4 Zona

Taça de Portugal 1934/1935
{HEADER.strip()}  1935 -06-02  Casa  Moura  3-3 E QF 1935 -06-09  Casa  Silves  2-1 V MF
1935 -06-16  Fora  Académico de

"""


def _by_line(matches: tuple[Match, ...]) -> dict[str, str]:
    return {match.sources[0].locator: said(match) for match in matches}


def test_every_row_of_the_list_is_read_whatever_it_shares_or_runs_over(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.txt": LIST})
    assert _by_line(results.matches) == {
        "line 2": "1913-10-05 Vitória Futebol Clube 1-4 Farense",
        "line 6": "Fim de Maio (1923) Farense 2-0 Moura",
        "lines 12-13": "1935-03-24 Farense 1-0 Juventude de Évora",
        "line 14": "1935-02-24 Beira-Mar 3-2 Farense",
        "line 15": "1935-02-17 Juventude de Évora 1-0 Farense",
        "line 19": "1935-06-09 Farense 2-1 Silves",
    }
    on_one_line = [said(match) for match in results.matches if match.sources[0].locator == "line 19"]
    assert on_one_line == ["1935-06-02 Farense 3-3 Moura", "1935-06-09 Farense 2-1 Silves"]


def test_what_makes_no_row_is_left_out_by_name(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"a.txt": LIST})
    assert sorted(rejected(report)) == [
        ("incomplete_row", "line 20"),
        ("not_a_match", "line 5"),
        ("shifted_row", "line 16"),
        ("unrecognised_line", "line 8"),
    ]


def test_headings_give_competition_season_and_round(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.txt": LIST})
    league = next(match for match in results.matches if match.opponent.name == "Beira-Mar")
    assert (league.competition, league.season, league.round) == (
        "II Divisão 1.ª Fase Série 10",
        "1934-35",
        "6.ª jornada",
    )
    cup = next(match for match in results.matches if match.opponent.name == "Silves")
    assert (cup.competition, cup.season, cup.round) == ("Taça de Portugal", "1934-35", "meia-final")
    sagres = next(match for match in results.matches if match.undated)
    assert (sagres.competition, sagres.season, sagres.round) == ("Taça Sagres", "1922-23", "final")


def test_a_row_over_two_lines_is_quoted_whole(tmp_path: Path) -> None:
    results, _ = read(tmp_path, {"a.txt": LIST})
    quoted = next(m.sources[0].quote for m in results.matches if m.sources[0].locator == "lines 12-13")
    assert quoted == "1935 -03-24 15:00  Casa  Juventude\nÉvora  1-0 V J10"


def test_headers_and_fused_rows_are_counted(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"a.txt": LIST})
    counts = {what: number for (_, _, what), number in report.counts.items() if number}
    assert counts["headers"] == 4
    assert counts["fused rows, taken apart"] == 1
    assert counts["rows fused with a header, taken apart"] == 1
