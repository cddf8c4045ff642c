"""Manifest: what a frozen folder holds and what it was made from, and the check that it still does."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from records.errors import ManifestError
from records.files import read_json, sha256_bytes, sha256_file, write_json
from records.validation import check_row

NAME = "manifest.json"
NAMES = "names.json"
"""In a frozen folder: each club's name and its other forms, for those who compare answers."""
DIFF = "diff.md"
"""In a frozen folder: what is different from the version before it."""
COMPANIONS = frozenset({DIFF})
"""Files that may lie in a frozen folder without being part of it: they tell of its history, which is not what it
holds. The same inputs give the same version whatever was frozen before."""


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


def addressed(manifest: Manifest) -> Manifest:
    """The manifest with its version: the hash of all the rest."""
    content = asdict(replace(manifest, version=""))
    return replace(manifest, version=sha256_bytes(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))[:12])


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
    """Check every file of a frozen folder against its manifest, and the manifest against its own address.

    Raises ManifestError naming the first file that is missing, changed or not listed.
    """
    manifest = read_manifest(folder)
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {NAME}
    remedy = "frozen versions are never edited: correct it in the review app and run `make dataset` again"
    if addressed(manifest).version != manifest.version:
        raise ManifestError(folder / NAME, "is not what its version says", remedy)
    for name in sorted(set(manifest.files) | (present - COMPANIONS)):
        if name not in present:
            raise ManifestError(folder / name, "is listed in the manifest and missing", remedy)
        if name not in manifest.files:
            raise ManifestError(folder / name, "is not listed in the manifest", remedy)
        if sha256_file(folder / name) != manifest.files[name]:
            raise ManifestError(folder / name, "differs from its manifest", remedy)
    return manifest
