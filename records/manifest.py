"""Manifest: what a frozen folder holds and what it was made from, and the check that it still does."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from records.errors import ManifestError
from records.files import read_json, sha256_file, write_json
from records.validation import check_row

NAME = "manifest.json"
NAMES = "names.json"
"""In a frozen folder: each club's name and its other forms, for those who compare answers."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Written last into a frozen folder: where it stands, the folder is whole."""

    version: str
    """Content address: the first 12 hexadecimal digits of the SHA-256 over all the rest of the manifest."""
    files: Mapping[str, str]
    """sha256 of every other file of the folder, by relative name."""
    inputs: Mapping[str, str]
    """sha256 of everything it was made from: corpus files, profile, phrasings, schemas, decisions."""
    settings: Mapping[str, Any]
    """Those of the profile that decided what was drawn and how it was split, and the review policy."""
    counts: Mapping[str, Any]
    """By builder, template, split, probe, and reason of rejection."""
    tools: Mapping[str, str]
    """Versions of this program and of the libraries that decide bytes."""


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest.json` into a folder that is still being made."""
    write_json(folder / NAME, asdict(manifest))


def read_manifest(folder: Path) -> Manifest:
    """Read a manifest without checking the files. Raises ManifestError where there is none."""
    path = folder / NAME
    if not path.is_file():
        raise ManifestError(folder, "no manifest.json: not a frozen dataset", "run `make dataset`")
    row = read_json(path)
    check_row("manifest", row, path)
    return Manifest(**row)


def verify_folder(folder: Path) -> Manifest:
    """Check every file of a frozen folder against its manifest.

    Raises ManifestError naming the first file that is missing, changed or not listed.
    """
    manifest = read_manifest(folder)
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {NAME}
    remedy = "frozen versions are never edited: correct it in the review app and run `make dataset` again"
    for name in sorted(set(manifest.files) | present):
        if name not in present:
            raise ManifestError(folder / name, "is listed in the manifest and missing", remedy)
        if name not in manifest.files:
            raise ManifestError(folder / name, "is not listed in the manifest", remedy)
        if sha256_file(folder / name) != manifest.files[name]:
            raise ManifestError(folder / name, "differs from its manifest", remedy)
    return manifest
