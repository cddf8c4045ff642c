"""Frozen versions: content-addressed folders that appear whole, are never edited, and of which one is the latest."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from records.errors import AcervoError
from records.files import PARTIAL, atomic_folder, sha256_file, sweep_partials
from records.manifest import COMPANIONS, Manifest, addressed, verify_folder, write_manifest

STAGING = "staging"
LEFT_OUT = "left_out.json"


class VersionError(AcervoError):
    """A frozen version that is not there, or may not be deleted."""


@dataclass(frozen=True)
class Frozen:
    """A frozen version and how it came about."""

    folder: Path
    manifest: Manifest
    fresh: bool
    """False where this very version existed already."""


@dataclass
class Version:
    """A version while it is being written: `folder` takes the files, `manifest` all but their hashes."""

    folder: Path
    manifest: Manifest | None = None
    frozen: Frozen | None = None

    def result(self) -> Frozen:
        if self.frozen is None:
            raise ValueError("the version is not published yet")
        return self.frozen


def latest(frozen: Path) -> Path | None:
    """The folder that `latest` points at, or None."""
    link = frozen / "latest"
    return link.resolve() if link.exists() else None


def all_versions(frozen: Path) -> list[Path]:
    """The folders of all versions, by name."""
    return sorted(p for p in frozen.glob("*") if p.is_dir() and not p.is_symlink() and (p / "manifest.json").is_file())


def version_folder(frozen: Path, name: str) -> Path:
    """The folder of a version by its name, its first digits or `latest`. Raises VersionError naming those there are."""
    newest = latest(frozen)
    if name == "latest" and newest:
        return newest
    found = [folder for folder in all_versions(frozen) if folder.name.startswith(name)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(folder.name for folder in all_versions(frozen)) or "none yet: run `make dataset`"
    raise VersionError(frozen / name, "several versions begin so" if found else "no such version", f"there are {names}")


def delete_version(frozen: Path, name: str, typed: str) -> None:
    """Delete a version whose name was typed once more. The latest is not deleted. Raises VersionError."""
    folder = version_folder(frozen, name)
    if typed.strip() != folder.name:
        raise VersionError(folder, "not deleted", f"type its whole name, {folder.name}, to delete it")
    if folder == latest(frozen):
        raise VersionError(folder, "is the latest version", "freeze another first")
    doomed = folder.with_name(f".{folder.name}{PARTIAL}")
    folder.rename(doomed)  # gone from its name at once, whole until then
    shutil.rmtree(doomed)


def frozen_already(frozen: Path, draft: Manifest) -> Frozen | None:
    """The latest version, checked, where it was made from the inputs, settings and tools of this draft."""
    folder = latest(frozen)
    if folder is None:
        return None
    manifest = verify_folder(folder)
    same = (manifest.inputs, manifest.settings, manifest.tools) == (draft.inputs, draft.settings, draft.tools)
    return Frozen(folder, manifest, fresh=False) if same else None


@contextmanager
def publish(frozen: Path) -> Iterator[Version]:
    """Write a version in the block; afterwards it stands under its address and `latest` points at it.

    Where that address exists the folder is checked against its manifest and kept: an edited version is an error.
    """
    frozen.mkdir(parents=True, exist_ok=True)
    sweep_partials(frozen)
    staging = frozen / f".{STAGING}{PARTIAL}"
    with atomic_folder(staging) as partial:
        version = Version(partial)
        yield version
        if version.manifest is None:
            raise ValueError("a version needs a manifest")
        parts = [p for p in sorted(partial.rglob("*")) if p.is_file() and p.name not in COMPANIONS]
        files = {p.relative_to(partial).as_posix(): sha256_file(p) for p in parts}
        manifest = addressed(replace(version.manifest, files=files))
        write_manifest(partial, manifest)
    version.frozen = _settle(staging, frozen / manifest.version, manifest)


def _settle(staging: Path, folder: Path, manifest: Manifest) -> Frozen:
    fresh = not folder.exists()
    if fresh:
        staging.rename(folder)
    else:
        verify_folder(folder)
        shutil.rmtree(staging)
    _point_latest(folder)
    return Frozen(folder, manifest, fresh)


def _point_latest(folder: Path) -> None:
    """Turn the link in one step: a reader finds the old version or the new one."""
    link = folder.with_name(f".latest{PARTIAL}")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.replace(folder.with_name("latest"))
