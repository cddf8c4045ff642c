"""The corpus as files: which there are, whose they are, their bytes and their text."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import AcervoError
from records.files import sha256_bytes

if TYPE_CHECKING:
    from builders.profile import Profile
    from records.verdicts import Correction

SIDECAR = ".yaml"  # results.csv.yaml or results.yaml states the columns of results.csv: not a source itself
TEXT_LIMIT = 64 * 1024 * 1024  # bytes; a longer text is not an archive's but a mistake or an attack


class SourceError(AcervoError):
    """A file of the corpus that cannot be used; the others are built without it."""


@dataclass(frozen=True)
class SourceFile:
    """One file of the corpus. `name` is its path in the corpus with forward slashes: what records cite."""

    path: Path
    name: str
    sha256: str
    corrections: Sequence["Correction"] = ()

    def read_bytes(self) -> bytes:
        """Its bytes. Raises SourceError where the system gives none."""
        try:
            if self.path.is_file():  # a pipe would be waited for
                return self.path.read_bytes()
        except OSError as error:
            raise SourceError(self.name, f"cannot be opened ({error.strerror})", "see that you may read it") from error
        what = "no file: a link that leads to none, a folder that may not be opened, or a name that is not UTF-8"
        raise SourceError(self.name, what, "put the file itself here, rename it, or take it away")

    def text(self) -> str:
        """The text, decoded, with corrections applied and line ends as LF.

        Raises SourceError where the file is empty, binary, too large or in no encoding that makes sense.
        """
        text = decode(self.read_bytes(), self.name)
        for correction in self.corrections:
            text = text.replace(correction.before, correction.after)
        return text


@dataclass(frozen=True)
class Corpus:
    """All files of a corpus folder, in the order of their names."""

    folder: Path
    files: Mapping[str, tuple[SourceFile, ...]]
    """By builder."""
    others: tuple[str, ...]
    """Names of files in no builder's folder."""


def read_corpus(folder: Path, profile: "Profile", corrections: Sequence["Correction"] = ()) -> Corpus:
    """List a corpus. Raises SourceError where the folder is absent or holds nothing that a builder reads."""
    if not folder.is_dir():
        raise SourceError(folder, "no such folder", "give a corpus with CORPUS=path")
    names = sorted(_name(path, folder) for path in _paths(folder) if _is_source(path, folder))
    files: dict[str, list[SourceFile]] = {builder: [] for builder in profile.folders}
    others = []
    for name in names:
        builder = _builder_of(name, profile)
        if builder is None:
            others.append(name)
            continue
        own = tuple(c for c in corrections if c.file == name and not c.withdrawn)
        files[builder].append(SourceFile(folder / name, name, _sha256(folder / name), own))
    if not any(files.values()):
        expected = ", ".join(f"{start}*/" for starts in profile.folders.values() for start in starts)
        raise SourceError(folder, "holds no source", f"put files into {expected}")
    return Corpus(folder, {builder: tuple(found) for builder, found in files.items()}, tuple(others))


def decode(data: bytes, name: str) -> str:
    """Bytes of a text file as text: UTF-8 (with or without a mark), UTF-16, or what charset-normalizer finds.

    Raises SourceError, naming the file, for an empty, binary, oversized or undecodable one.
    """
    if not data.strip():
        raise SourceError(name, "the file is empty", "remove it or put its content back")
    if len(data) > TEXT_LIMIT:
        raise SourceError(name, f"{len(data) >> 20} MB is too long for a text", "cut it into parts")
    text = _decode_known(data, name)
    if text is None:
        if b"\0" in data:
            raise SourceError(
                name, "binary content in a file named as text", "save it as text or give it its right ending"
            )
        from charset_normalizer import from_bytes  # here: most texts are UTF-8, and the processes that read are many

        best = from_bytes(data, cp_isolation=["cp1252", "iso8859_15", "cp850", "mac_roman"]).best()
        if best is None:
            raise SourceError(name, "in no encoding that makes sense", "save it as UTF-8")
        text = str(best)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decode_known(data: bytes, name: str) -> str | None:
    """Text that says what it is: marked UTF-16, or valid UTF-8. None where neither."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise SourceError(name, f"marked as UTF-16 and is not ({error.reason})", "save it as UTF-8") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _paths(folder: Path) -> Iterator[Path]:
    """Every file; and links and folders that may not be opened, for reading them to say so."""
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):
        here = Path(root)
        yield from (here / name for name in files)
        yield from (here / name for name in folders if (here / name).is_symlink())
    yield from (Path(error.filename) for error in closed)


def _name(path: Path, folder: Path) -> str:
    """Its path in the corpus; what is not UTF-8 in it, which no record can hold, by its codes."""
    return path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()


def _sha256(path: Path) -> str:
    """Of what cannot be read, that of nothing: it is another as soon as it can."""
    try:
        return sha256_bytes(SourceFile(path, path.name, "").read_bytes())
    except SourceError:
        return sha256_bytes(b"")


def _is_source(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return (
        len(parts) > 1
        and not any(part.startswith(".") for part in parts)
        and path.suffix != SIDECAR
        and parts[-1] != "README.md"
    )


def _builder_of(name: str, profile: "Profile") -> str | None:
    top = name.split("/")[0]
    for builder, starts in profile.folders.items():
        if any(top.startswith(start) for start in starts):
            return builder
    return None
