"""What the app works on: the decisions, the index and the folders, opened once for all who look."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from records.errors import AcervoError
from records.files import read_json
from records.ledger import Ledger
from review_app.index import Index, Progress
from review_app.reports import NAME as REPORTS
from review_app.reports import reports
from review_app.standing import follow, follow_all, follow_splits, mark_wrong

DATA, CORPUS = "ACERVO_DATA", "ACERVO_CORPUS"  # environment: what the server was started on


@dataclass
class Workplace:
    """The open stores of one data folder and one corpus."""

    data: Path
    corpus: Path
    ledger: Ledger
    index: Index
    actions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By curator: (time, example) of what can be undone, the last at the end."""

    read: tuple[int, int] = (0, 1)
    """Bytes read and bytes to read of the generated files while the index is being made."""
    _work: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def catch_up(self) -> threading.Thread | None:
        """Index changed files in a thread, once for all who wait for it; None where nothing has changed.

        Whoever leaves the page interrupts nothing; ending the program does. Call `level` when it has ended.
        """
        with self._lock:
            if self._work is None or not self._work.is_alive():
                if not self.index.is_behind():
                    return None
                self._work = threading.Thread(target=self._catch_up, daemon=True)
                self._work.start()
            return self._work

    def _catch_up(self) -> None:
        with suppress(AcervoError):  # whoever waited calls `level`, and is told
            self.level(self._note)

    def _note(self, done: int, total: int) -> None:
        self.read = done, total

    def level(self, progress: Progress = lambda done, total: None) -> None:
        """Bring the index level with the generated files, the decisions, the frozen version and the evaluations."""
        changed = self.index.refresh(progress)
        (follow_all if changed else follow)(self.index, self.ledger)
        follow_splits(self.index, self.data / "frozen", anew=changed)
        self._level_wrong(changed)

    def _level_wrong(self, changed: bool) -> None:
        """Bring what models got wrong to the front: by the newest evaluation, and by what people reported."""
        evaluation, reported = newest_evaluation(self.data), self.data / "review" / REPORTS
        stamp = "".join(_stamp(path) for path in (evaluation, reported) if path and path.is_file())
        if changed or stamp != (self.index.meta("wrong") or ""):
            wrong = [name for report in reports(reported.parent) for name in report.example_ids]
            mark_wrong(self.index, [*wrong, *(wrong_answers(evaluation) if evaluation else ())])
            self.index.set_meta("wrong", stamp)


_open: dict[tuple[Path, Path], Workplace] = {}
_opening = threading.Lock()


def workplace(data: Path, corpus: Path) -> Workplace:
    """The one workplace of this process on these folders. Raises as open_workplace does, and then tries again."""
    with _opening:
        if (data, corpus) not in _open:
            _open[data, corpus] = open_workplace(data, corpus)
        return _open[data, corpus]


def open_workplace(data: Path, corpus: Path) -> Workplace:
    """Open the stores. Raises StorageError and RecordError as they do."""
    return Workplace(data, corpus, Ledger(data / "review"), Index(data / "generated", data / "review"))


def newest_evaluation(data: Path) -> Path | None:
    """The evaluation written last, of whatever run."""
    found = [(path.stat().st_mtime_ns, path) for path in sorted(data.glob("runs/*/evaluation.json"))]
    return max(found)[1] if found else None


def wrong_answers(evaluation: Path) -> Iterator[str]:
    """Ids of the examples that an evaluation counts as wrong."""
    content = read_json(evaluation)
    answers = content.get("answers", []) if isinstance(content, dict) else []
    return (row["id"] for row in answers if isinstance(row, dict) and row.get("good") is False and "id" in row)


def _stamp(path: Path) -> str:
    stat = path.stat()
    return hashlib.sha256(f"{path.name} {stat.st_mtime_ns} {stat.st_size}".encode()).hexdigest()
