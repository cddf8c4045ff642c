"""What the app works on: the decisions, the index and the folders, opened once for all who look."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from records.errors import AcervoError
from records.ledger import Ledger
from review_app.index import Index, Progress
from review_app.lessons import Lessons, mark_all, read_lessons, stamp
from review_app.standing import follow, follow_all, follow_splits

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
    lessons: Lessons = field(default_factory=Lessons)
    """What the newest runs say of single examples."""
    read_from: str = ""
    """Of what `lessons` were read from."""

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
        moved = follow_splits(self.index, self.data / "frozen", anew=changed)
        self._level_lessons(changed or moved)

    def _level_lessons(self, anew: bool) -> None:
        """Bring what the newest runs got wrong, and what people reported, before the rest of the queue."""
        now = stamp(self.data)
        if anew or now != self.read_from:
            self.lessons, self.read_from = read_lessons(self.data, self.index), now
            mark_all(self.index, self.lessons)


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
