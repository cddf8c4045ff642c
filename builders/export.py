"""A frozen version in the forms that other trainers read. The version itself stays as it is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from builders.splits import SPLITS
from records.errors import AcervoError
from records.files import atomic_file, atomic_folder, read_jsonl, write_jsonl
from records.manifest import verify_folder

Row = dict[str, Any]


class ExportError(AcervoError):
    """A version that cannot be exported as asked."""


def chat(row: Row) -> Row:
    """OpenAI chat form: what TRL, Axolotl, LLaMA-Factory and mlx_lm read."""
    return {"messages": row["messages"]}


def alpaca(row: Row) -> Row:
    """instruction, input, output; a system message goes to `system`, as LLaMA-Factory has it."""
    system, turns = _parts(row)
    head = {"system": system} if system else {}
    return head | {"instruction": turns[-2]["content"], "input": "", "output": turns[-1]["content"]}


def sharegpt(row: Row) -> Row:
    """conversations of human and gpt."""
    names = {"system": "system", "user": "human", "assistant": "gpt"}
    return {"conversations": [{"from": names[m["role"]], "value": m["content"]} for m in row["messages"]]}


def completions(row: Row) -> Row:
    """prompt and completion; a system message stands before the question."""
    system, turns = _parts(row)
    return {"prompt": "\n\n".join(filter(None, [system, turns[-2]["content"]])), "completion": turns[-1]["content"]}


def text(row: Row) -> Row:
    """One text of question and answer, as people write them."""
    prompt = completions(row)
    return {"text": f"{prompt['prompt']}\n{prompt['completion']}"}


def chatml(row: Row) -> Row:
    """One text in ChatML."""
    return {"text": "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in row["messages"])}


FORMATS: dict[str, Callable[[Row], Row]] = {
    "chat": chat,
    "alpaca": alpaca,
    "sharegpt": sharegpt,
    "completions": completions,
    "text": text,
    "chatml": chatml,
}


def export(version: Path, form: str, to: str, target: Path) -> list[Path]:
    """Write the three splits of a version into a folder, as JSONL or Parquet; returns the files.

    Raises ManifestError where the version was altered, ExportError where the target exists.
    """
    verify_folder(version)
    if target.exists():
        raise ExportError(target, "exists already", "name another folder with --out, or remove it")
    with atomic_folder(target) as folder:
        for split in SPLITS:
            rows = (FORMATS[form](row) for _, row in read_jsonl(version / f"{split}.jsonl"))
            _write(folder / f"{split}.{to}", rows, to)
    return [target / f"{split}.{to}" for split in SPLITS]


def _write(path: Path, rows: Iterator[Row], to: str) -> None:
    if to == "jsonl":
        write_jsonl(path, rows)
        return
    import pyarrow as pa  # half a second to import, wanted only here
    import pyarrow.parquet as parquet

    with atomic_file(path) as handle:
        parquet.write_table(pa.Table.from_pylist(list(rows)), handle)


def _parts(row: Row) -> tuple[str, list[Row]]:
    """The system message (empty: none) and the turns after it."""
    first, *rest = row["messages"]
    return (first["content"], rest) if first["role"] == "system" else ("", row["messages"])
