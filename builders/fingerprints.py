"""Fingerprints: the sha256 of everything that decides what a build or a frozen version holds."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import orjson

from builders.books.formats.ocr import ocr_program
from builders.profile import Profile
from builders.sources import Corpus
from records.files import sha256_bytes, sha256_file
from records.verdicts import Correction, Settlement, record_to_row

HERE = Path(__file__).parent
SCHEMAS = HERE.parent / "records" / "schemas"
DECIDING = ("charset-normalizer", "num2words", "pypdf", "pypdfium2", "pdfminer.six", "python-calamine", "pyyaml")


def build_inputs(
    corpus: Corpus, profile: Profile, corrections: Iterable[Correction], settlements: Iterable[Settlement]
) -> dict[str, str]:
    """Name -> sha256 of every input of a build: sources, profile, words, schemas, this program, decisions."""
    inputs = {f"corpus/{f.name}": f.sha256 for files in corpus.files.values() for f in files}
    inputs |= {f"corpus/{p.relative_to(corpus.folder).as_posix()}": sha256_file(p) for p in _sidecars(corpus)}
    inputs["profile.yaml"] = sha256_file(profile.path)
    clubs = profile.path.parent / profile.clubs
    if clubs.is_file():
        inputs[profile.clubs] = sha256_file(clubs)
    inputs |= {f"schemas/{p.name}": sha256_file(p) for p in sorted(SCHEMAS.glob("*.json"))}
    inputs |= {f"builders/{p.relative_to(HERE).as_posix()}": sha256_file(p) for p in _program()}
    inputs["decisions on sources"] = decisions_sha256(corrections, settlements)
    return dict(sorted(inputs.items()))


def decisions_sha256(corrections: Iterable[Correction], settlements: Iterable[Settlement]) -> str:
    """The fingerprint of the decisions that change what is built, whatever their order."""
    rows = [orjson.dumps(record_to_row(record)) for record in (*corrections, *settlements)]
    return sha256_bytes(b"\n".join(sorted(rows)))


def scans_sha256() -> str:
    """The fingerprint of the program that reads scanned pages, or of there being none."""
    return sha256_bytes(ocr_program().encode())


def tool_versions() -> dict[str, str]:
    """Versions of the libraries that decide bytes. Python's own and the system's are left out: they must not."""
    return {name: version(name) for name in DECIDING}


def _sidecars(corpus: Corpus) -> list[Path]:
    return sorted(p for p in corpus.folder.rglob("*.yaml") if p.parent != corpus.folder)


def _program() -> list[Path]:
    return sorted(p for p in HERE.rglob("*") if p.suffix in (".py", ".yaml"))
