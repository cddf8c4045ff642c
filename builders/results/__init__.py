"""The results builder: matches and tables in, questions about them out."""

from collections.abc import Iterator

from builders.final_places import FinalPlace
from builders.request import Request
from builders.results.questions import questions
from builders.results.reading import read_results
from records.example import Example


def build(request: Request) -> Iterator[Example]:
    """Every example that the results files give, in an order that does not depend on that of the files."""
    results = read_results(request.files, request.profile, request.report, request.settlements, request.strict)
    request.final_places.extend(
        FinalPlace(int(table.season[:4]), table.competition, table.position, table.sources)
        for table in results.standings
        if table.own and not table.readings
    )
    yield from questions(results, request)
