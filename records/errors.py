"""One root class for everything a person can mend; the command lines print it and exit 1."""


class AcervoError(Exception):
    """A fault in what was given, said as *where: what; what would do*.

    `where` is a file, a file and line, a command or a setting; `remedy` is what the reader can do next.
    """

    def __init__(self, where: object, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = str(where), what, remedy
        super().__init__(f"{self.where}: {what}" + (f"; {remedy}" if remedy else ""))


class RecordError(AcervoError):
    """A record that is not JSON, or breaks its schema. `where` is `file:line`."""


class StorageError(AcervoError):
    """A file or folder that could not be read or written whole."""


class ManifestError(AcervoError):
    """A frozen folder that does not match its manifest. `where` is the file that differs."""
