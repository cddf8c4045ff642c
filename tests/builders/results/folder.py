"""A folder of results written in a line, read as a build reads it."""

from pathlib import Path

from builders.profile import Club, Profile
from builders.report import Report
from builders.results.matches import Match
from builders.results.reading import Results, read_results
from builders.sources import SourceFile
from records.files import sha256_bytes
from records.verdicts import Settlement

CLUBS = """
Benfica: {article: o, aliases: [SL Benfica]}
Porto: {article: o, aliases: [FC Porto]}
Olhanense: {article: o, aliases: [SC Olhanense]}
Académica: {article: a, aliases: [Académica OAF, Associação Académica de Coimbra]}
Vitória de Guimarães: {article: o, aliases: [Vitória SC]}
Vitória de Setúbal: {article: o, aliases: [Vitória FC]}
Juventude de Évora: {article: o, aliases: [Juventude Évora]}
Académico de Viseu: {article: o, aliases: []}
Beira-Mar: {article: o, aliases: []}
Moura: {article: o, aliases: []}
Silves: {article: o, aliases: []}
"""


def profile(folder: Path) -> Profile:
    (folder / "clubs.yaml").write_text(CLUBS, encoding="utf-8")
    club = Club("SC Farense", "Farense", aliases=("Sporting Clube Farense", "Sporting Farense"))
    return Profile(club, path=folder / "profile.yaml")


def source_files(folder: Path, files: dict[str, str | bytes]) -> list[SourceFile]:
    """The files written; those that end in .yaml stand beside them and are no sources."""
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    names = [name for name in files if not name.endswith(".yaml")]
    return [SourceFile(folder / n, f"results/{n}", sha256_bytes((folder / n).read_bytes())) for n in names]


def read(
    folder: Path, files: dict[str, str | bytes], settlements: dict[str, Settlement] | None = None, strict: bool = False
) -> tuple[Results, Report]:
    report = Report()
    found = source_files(folder, files)
    return read_results(found, profile(folder), report, settlements or {}, strict), report


def said(match: Match) -> str:
    """ "1995-04-02 Farense 2-1 Benfica", what a match is in a line."""
    score = f"{match.score[0]}-{match.score[1]}" if match.score else "?"
    return f"{match.date or match.undated} {match.home.name} {score} {match.away.name}"


def rejected(report: Report) -> list[tuple[str, str]]:
    return [(rejection.reason, rejection.locator) for rejection in report.rejections]
