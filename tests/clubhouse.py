"""A small archive of a club that does not exist, for tests that go from sources to answers."""

from pathlib import Path

PROFILE = """\
club: {name: SC Leões, short: Leões, aliases: [Sporting Clube Leões]}
assistant: {name: Arquivista, system: "És o arquivista do SC Leões."}
draw: {phrasings: 3, rehearsal: false}
splits: {valid: 0.15, test: 0.15, known: 0.4}
"""
HEADER = "Data;Casa;Fora;Resultado;Competição;Época"
OPPONENTS = ("Dragões", "Águias", "Panteras", "Galos", "Tubarões", "Cónegos")
BIOGRAPHY = """\
---
nome: Rui Falcão
nascimento: 3 de março de 1961
naturalidade: Olhão
posicao: avançado
clubes:
  - {clube: Leões, de: 1983, ate: 1991}
---

# Rui Falcão

Rui Falcão nasceu em Olhão a 3 de março de 1961 e jogou no Leões de 1983 a 1991.
"""
BOOK = """\
# Pequena história do Leões

## Os começos

Em 4 de maio de 1912, um grupo de amigos fundou o Leões numa sala da Rua da Misericórdia. O clube jogava de preto e
branco, num campo emprestado junto ao mar.

## A casa nova

Em 1 de dezembro de 1931, o Leões inaugurou o seu campo com uma vitória por 2-1 sobre o Dragões. A bancada de madeira
durou vinte anos.
"""


def matches(number: int = 24) -> list[str]:
    """One line a match, alternately at home and away, a week apart."""
    lines = []
    for n in range(number):
        opponent = OPPONENTS[n % len(OPPONENTS)]
        home, away = ("Leões", opponent) if n % 2 else (opponent, "Leões")
        day = f"{1 + n % 28:02}-{1 + n // 4 % 12:02}-1990"
        lines.append(f"{day};{home};{away};{n % 5}-{(n * 7) % 4};I Divisão;1989-90")
    return lines


def write_corpus(folder: Path, lines: list[str] | None = None) -> Path:
    """The archive in a folder: a profile, results, a biography and a book."""
    files = {
        "profile.yaml": PROFILE,
        "results/jogos.csv": "\n".join([HEADER, *(matches() if lines is None else lines)]) + "\n",
        "biographies/rui_falcao.md": BIOGRAPHY,
        "books/historia.md": BOOK,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
