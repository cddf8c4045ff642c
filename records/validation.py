"""Records checked against their JSON Schemas, in bulk, with errors that say file, line and field."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from records.errors import RecordError
from records.example import Example, example_from_row
from records.files import read_json, read_jsonl

SCHEMAS = Path(__file__).parent / "schemas"


@cache
def validator(name: str) -> Any:
    """The compiled validator of `schemas/<name>.json` (JSON Schema 2020-12, formats checked)."""
    return jsonschema_rs.Draft202012Validator(read_json(SCHEMAS / f"{name}.json"), validate_formats=True)


def faults(name: str, row: Any) -> list[str]:
    """What is wrong with a row, a phrase each (`field: what`), empty when it is right."""
    try:
        known = validator(name)
        return [] if known.is_valid(row) else [_phrase(error) for error in known.iter_errors(row)]
    except UnicodeEncodeError as error:  # a lone surrogate cannot be handed to the validator
        return [f"text that is not Unicode: {error.reason}"]


def check_row(name: str, row: Any, where: object) -> None:
    """Raise RecordError at `where` with every fault of a row."""
    found = faults(name, row)
    if found:
        raise RecordError(where, "; ".join(found[:5]), f"see records/schemas/{name}.json")


def check_file(name: str, path: Path) -> Iterator[RecordError]:
    """Yield one located error for each faulty line of a JSONL file."""
    for number, row in read_jsonl(path):
        found = faults(name, row)
        if found:
            yield RecordError(f"{path}:{number}", "; ".join(found[:5]), f"see records/schemas/{name}.json")


def read_examples(path: Path) -> Iterator[Example]:
    """Stream the examples of a file, each checked. Raises RecordError at the first fault."""
    for number, row in read_jsonl(path):
        check_row("example", row, f"{path}:{number}")
        yield example_from_row(row)


def _phrase(error: Any) -> str:
    field = ".".join(str(part) for part in error.instance_path) or "record"
    message = error.message if len(error.message) <= 200 else error.message[:200] + "…"
    return f"{field}: {message}"
