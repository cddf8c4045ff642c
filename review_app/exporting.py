"""The examples that a filter finds, as the generated files hold them."""

from collections.abc import Iterator

import orjson

from records.example import Example, example_to_row
from review_app.index import Index
from review_app.search import Filter, every


def selection(index: Index, wanted: Filter) -> Iterator[Example]:
    """Each example that the filter finds, in queue order, read from its file."""
    for example_id in every(index, wanted):
        example = index.example(example_id)
        if example:
            yield example


def selection_jsonl(index: Index, wanted: Filter) -> bytes:
    """The selection as JSONL."""
    rows = (example_to_row(example) for example in selection(index, wanted))
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
