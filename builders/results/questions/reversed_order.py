"""A match asked for by its day with the clubs in the wrong order.

People mix up who was at home. The answer has the clubs in the right order, so that who was at home is recalled from the
day as well, and not read back from the question.
"""

from collections.abc import Iterator

from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.archive import has_host
from builders.results.questions.asking import Asked, Asker
from builders.results.questions.days import day_fields
from builders.results.questions.match_answers import says_side
from builders.results.questions.match_questions import score_fact
from builders.results.questions.shared import Shared
from records.example import Example

KIND = "match.reversed"
DRAWN = 3
"""Questions drawn for each that is kept: only those that say who was at home are of this kind."""


def reversed_matches(shared: Shared, asker: Asker) -> Iterator[Example]:
    """They only teach: each match is asked for in its own order too."""
    wanted = asker.count(KIND)
    for match in shared.archive.results.matches:
        if has_host(match) and shared.archive.only_one_on(match.date) is match:
            asked = _asked(match, shared)
            questions = shared.phrasings.draw(KIND, match.key, asked.fields, wanted * DRAWN)
            for question in list(filter(says_side, questions))[:wanted]:
                yield asker.example(asked, question, held_out=False)


def _asked(match: Match, shared: Shared) -> Asked:
    assert match.date is not None
    fields = {
        **shared.club,
        **wording.opponent_fields(match.opponent),
        **wording.order_fields(match.away, match.home, hosted=True),
        **day_fields(match.date, shared.archive, match.opponent),
    }
    return score_fact(KIND, match, fields, shared.phrasings)
