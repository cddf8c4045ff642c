"""`python -m builders import FILE`: a dataset into data/generated/, for review."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from builders.imported import import_file
from builders.portuguese import slug
from builders.profile import Profile
from builders.report import Report
from builders.sources import SourceError
from records.example import Example, example_to_row
from records.files import write_jsonl
from records.validation import check_row


def import_into(path: Path, profile: Profile, data: Path) -> int:
    """Write data/generated/imported-<name>.jsonl and say what it holds. Returns the exit status.

    Raises SourceError where the file cannot be used or has no row.
    """
    report = Report()
    target = data / "generated" / f"imported-{slug(path.stem) or 'dataset'}.jsonl"
    number = write_jsonl(target, (example_to_row(example) for example in _checked(path, profile, report)))
    if not number:
        target.unlink()
        raise SourceError(path, "has no row", "give a dataset with rows")
    print(f"{path.name}: {number} rows into {target}, none of them reviewed")
    for flag, count in _flag_counts(report).most_common():
        print(f"  {count:6}  {flag}")
    return 0


def _checked(path: Path, profile: Profile, report: Report) -> Iterator[Example]:
    for example in import_file(path, profile, report):
        check_row("example", example_to_row(example), example.id)
        yield example


def _flag_counts(report: Report) -> Counter[str]:
    return Counter(
        {what.removeprefix("flag "): n for (_, _, what), n in report.counts.items() if what.startswith("flag ")}
    )
