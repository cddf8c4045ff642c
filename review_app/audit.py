"""What the generated examples are like as a whole: lengths, coverage, near-duplicates, splits."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from records.files import read_json
from review_app.index import Index

PERCENTILES = (50, 90, 99, 100)


def length_percentiles(index: Index) -> list[tuple[str, int, dict[int, int]]]:
    """(builder, examples, percentile -> characters of question and answer)."""
    builders = index.rows("SELECT builder, count(*) FROM examples GROUP BY builder ORDER BY builder")
    return [(name, count, {p: _at(index, name, count, p) for p in PERCENTILES}) for name, count in builders]


def length_histogram(index: Index, width: int = 20, widest: int = 2000) -> list[tuple[str, int, int]]:
    """(builder, characters from, examples); what is longer than `widest` counts there."""
    query = """
        SELECT builder, min(length, ?) / ? * ?, count(*) FROM examples GROUP BY 1, 2 ORDER BY 1, 2
    """
    return index.rows(query, widest, width, width)  # type: ignore[return-value]


def coverage(index: Index) -> list[tuple[str, str, int, int]]:
    """(kind, part, facts, examples): matches and seasons by year, people by initial, books by chapter.

    Read off the names of the groups, whose first part says what they are about.
    """
    facts: dict[tuple[str, str], int] = Counter()
    examples: dict[tuple[str, str], int] = Counter()
    for group, count in index.rows("SELECT grp, count(*) FROM examples GROUP BY grp"):
        part = _part(group)
        facts[part] += 1
        examples[part] += count
    ordered = sorted(facts, key=lambda part: (part[0], len(part[1]), part[1]))  # chapter 10 after chapter 9
    return [(*part, facts[part], examples[part]) for part in ordered]


def splits(index: Index) -> list[tuple[str, str, int]]:
    """(builder, split, examples) of the latest frozen version; split is empty for what it left out."""
    query = "SELECT builder, split, count(*) FROM examples GROUP BY builder, split ORDER BY builder, split"
    return index.rows(query)  # type: ignore[return-value]


def near_duplicates(data: Path) -> list[list[str]] | None:
    """Groups of ids that say almost the same, as the build found them; None where no build wrote them down."""
    path = data / "generated" / "near_duplicates.json"
    content: Any = read_json(path) if path.is_file() else None
    return content if isinstance(content, list) else None


def token_percentiles(lengths: Sequence[int]) -> dict[int, int]:
    """Percentile -> tokens, of a sample."""
    ordered = sorted(lengths)
    return {p: ordered[_rank(len(ordered), p)] for p in PERCENTILES} if ordered else {}


def sample_ids(index: Index, size: int = 400) -> dict[str, list[str]]:
    """For each builder some ids, evenly spread over the queue's order, which is that of a hash."""
    found: dict[str, list[str]] = defaultdict(list)
    for builder, count in index.rows("SELECT builder, count(*) FROM examples GROUP BY builder ORDER BY builder"):
        query = "SELECT id FROM examples WHERE builder = ? AND n >= ? ORDER BY n LIMIT ?"
        found[builder] = [name for (name,) in index.rows(query, builder, 2 << 60, min(size, count))]
    return found


def _at(index: Index, builder: str, count: int, percentile: int) -> int:
    query = "SELECT length FROM examples WHERE builder = ? ORDER BY length LIMIT 1 OFFSET ?"
    return index.rows(query, builder, _rank(count, percentile))[0][0]


def _rank(count: int, percentile: int) -> int:
    return min(count - 1, count * percentile // 100)


def _part(group: str) -> tuple[str, str]:
    kind, _, rest = group.partition("/")
    if kind in ("match", "season"):
        return kind, rest[:4]
    if kind == "book":
        book, _, chapter = rest.partition("/")
        return f"book {book}", chapter.split("/")[0]
    return kind, rest[:1]
