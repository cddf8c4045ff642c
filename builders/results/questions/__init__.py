"""From matches and standings to questions and answers, subject by subject."""

from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from builders.phrasing import Phrasings
from builders.request import Request
from builders.results.questions import days, periods
from builders.results.questions.archive import Archive
from builders.results.questions.asking import BUILDER, Asker
from builders.results.questions.fields import FIELDS
from builders.results.questions.match_questions import match_facts
from builders.results.questions.near_misses import near_misses
from builders.results.questions.opponents import opponent_facts
from builders.results.questions.reversed_order import reversed_matches
from builders.results.questions.seasons import season_facts
from builders.results.questions.shared import Shared
from builders.results.questions.totals import club_facts
from builders.results.questions.unknown import unknown_facts
from builders.results.reading import Results
from records.example import Example

PHRASINGS = Path(__file__).parents[2] / "phrasings" / "results.yaml"


@cache
def load_phrasings() -> Phrasings:
    """The words for results, read and checked once."""
    return Phrasings.load(PHRASINGS, FIELDS)


def questions(results: Results, request: Request) -> Iterator[Example]:
    """Every example about results: facts in the order of the reading, then what there is no record of."""
    phrasings = request.words(BUILDER, load_phrasings())
    asker = Asker(phrasings, request.profile)
    shared = Shared(Archive(results), phrasings, request)
    facts = deque(match_facts(shared))
    missed = [(asked.kind, asked.group) for asked in facts if not asked.flags]
    against = list(opponent_facts(shared))
    seasons = list(season_facts(shared))
    facts.extend([*against, *seasons, *club_facts(shared)])
    while facts:  # what a match's questions may say is a third of all that a build holds: let go once it is said
        yield from asker.examples(facts.popleft())
    yield from reversed_matches(shared, asker)
    for asked in days.several_days(shared, asker.lists(days.SEVERAL)):
        yield from asker.drawn(asked, 1)
    for asked in periods.several_periods(shared, asker.lists(periods.SEVERAL)):
        yield from asker.drawn(asked, 1)
    yield from _once(near_misses(shared, asker, missed))
    yield from _once(unknown_facts(shared, asker, against, seasons))


def _once(examples: Iterator[Example]) -> Iterator[Example]:
    """The same near miss may be made from two matches: its first question in the same words is kept."""
    seen: set[str] = set()
    for example in examples:
        if example.prompt not in seen:
            seen.add(example.prompt)
            yield example
