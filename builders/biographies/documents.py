"""A biography as it was written: its lines, and the fields of its front matter or JSON, each with its place."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import docx
import orjson
import yaml
from docx.opc.exceptions import OpcError

from builders.biographies.markup import HEADING, plain
from builders.sources import SourceError, SourceFile
from records.example import Source

FORMS = {".md": "text", ".markdown": "text", ".txt": "text", ".json": "json", ".docx": "docx"}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
LONGEST = 1024 * 1024  # characters of a biography
LONGEST_LINE = 20_000  # characters; a longer line is no paragraph that a person wrote
MOST_FIELDS = 2_000
_DOCX_FAULTS = (  # of the packing, then of the XML in it, which lxml tells as a SyntaxError
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OpcError),
    *(SyntaxError, KeyError, ValueError, AttributeError),
)
DOCX_LIMIT = 64 * 1024 * 1024  # bytes of the document's text once unpacked; more is no biography


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    """Verbatim, marks included."""
    source: Source


@dataclass(frozen=True, slots=True)
class Field:
    """A value with a name: of front matter or JSON."""

    path: tuple[str, ...]
    """Keys from the top; positions in a list as "0", "1", ..."""
    value: str
    source: Source


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    """Path in the corpus."""
    lines: tuple[Line, ...]
    """The running text, front matter left out; blank lines too."""
    fields: tuple[Field, ...] = ()

    @property
    def text(self) -> str:
        """Everything that it says, without marks, a line each."""
        return "\n".join([plain(line.text) for line in self.lines] + [plain(field.value) for field in self.fields])

    @property
    def heading(self) -> Line | None:
        """Its title: the first heading, else the first line that is not blank."""
        written = [line for line in self.lines if line.text.strip()]
        headings = (line for line in written if HEADING.match(line.text.strip()))
        return next(headings, written[0] if written else None)


def read_document(file: SourceFile) -> Document:
    """Read Markdown, TXT, JSON or DOCX. Raises SourceError naming the file, and the line where it can."""
    form = FORMS.get(PurePosixPath(file.name).suffix.lower())
    if form is None:
        raise SourceError(file.name, "not a form of biography", f"save it as one of {', '.join(sorted(FORMS))}")
    try:
        document = _READERS[form](file)
    except RecursionError as error:
        raise SourceError(file.name, "nested too deeply", "write it flat, as in corpus/biographies") from error
    _check_length(document)
    return document


def _check_length(document: Document) -> None:
    lengths = [len(line.text) for line in document.lines] + [len(field.value) for field in document.fields]
    if sum(lengths) > LONGEST:
        raise SourceError(document.name, f"{sum(lengths)} characters are no biography", "put books into books/")
    if max(lengths, default=0) > LONGEST_LINE:
        what = f"a line of {max(lengths)} characters"
        raise SourceError(document.name, what, "break it into paragraphs")


def _text_document(file: SourceFile) -> Document:
    text = file.text()
    front = _FRONT_MATTER.match(text)
    skipped = text[: front.end()].count("\n") if front else 0
    lines = tuple(
        Line(line, _place(file, f"line {number}", line))
        for number, line in enumerate(text.split("\n"), start=1)
        if number > skipped
    )
    return Document(file.name, lines, tuple(_front_fields(file, front[1], text)) if front else ())


def _front_fields(file: SourceFile, front: str, text: str) -> Iterator[Field]:
    """The scalars of the front matter as they are written, dates and all; front matter starts on line 2."""
    try:
        node = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file.name}:{mark.line + 2}" if mark else file.name
        raise SourceError(
            where, f"front matter that is not YAML ({getattr(error, 'problem', error)})", "mend it"
        ) from (error)
    written = text.split("\n")
    for count, (path, scalar) in enumerate(_scalars(node, ())):
        if count == MOST_FIELDS:  # aliases of aliases: a few lines that unfold without end
            raise SourceError(file.name, f"front matter of more than {MOST_FIELDS} values", "keep it to the person")
        number = scalar.start_mark.line + 2
        yield Field(path, scalar.value, _place(file, f"line {number}", written[number - 1]))


def _scalars(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _scalars(value, (*path, str(position)))
    elif node is not None and node.tag != "tag:yaml.org,2002:null" and node.value.strip():
        yield path, node


def _json_document(file: SourceFile) -> Document:
    text = file.text()
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise SourceError(f"{file.name}:{error.lineno}", f"not JSON ({error.msg})", "mend the line") from error
    fields = []
    for path, value in _values(content, ()):
        locator = "$" + "".join(f"[{key}]" if key.isdigit() else f".{key}" for key in path)
        fields.append(Field(path, value, _place(file, locator, f"{path[-1] if path else '$'}: {value}")))
    return Document(file.name, (), tuple(fields))


def _values(content: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _values(value, (*path, key))
    elif isinstance(content, list):
        for position, value in enumerate(content):
            yield from _values(value, (*path, str(position)))
    elif content is not None and str(content).strip():
        yield path, str(content)


def _docx_document(file: SourceFile) -> Document:
    return Document(file.name, tuple(_docx_lines(file)))


def _docx_lines(file: SourceFile) -> Iterator[Line]:
    """The paragraphs of a document, headings and bold written as Markdown has them."""
    data = file.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml")) > DOCX_LIMIT:
                raise SourceError(file.name, "unpacks to more text than a biography has", "cut it into parts")
        paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    except _DOCX_FAULTS as error:
        raise SourceError(file.name, f"not a Word document ({error})", "save it again as .docx") from error
    for number, paragraph in enumerate(paragraphs, start=1):
        text = _docx_text(paragraph)
        for correction in file.corrections:
            text = text.replace(correction.before, correction.after)
        yield Line(text, _place(file, f"paragraph {number}", paragraph.text))


def _docx_text(paragraph: Any) -> str:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    text = "".join(f"**{run.text}**" if run.bold and run.text.strip() else run.text for run in paragraph.runs)
    text = " ".join(text.replace("****", "").split())
    if style.startswith(("Heading", "Title")):
        return f"# {plain(text)}"
    return f"- {text}" if style.startswith("List") else text


_READERS = {"text": _text_document, "json": _json_document, "docx": _docx_document}


def _place(file: SourceFile, locator: str, quote: str) -> Source:
    return Source(file.name, file.sha256, locator, quote.strip() or "(blank)")
