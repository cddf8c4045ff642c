"""Biographies: what each source says of a person, all sources together, and the questions that it answers."""

from collections import Counter
from collections.abc import Iterator

from builders.biographies.against_tables import flag_against_tables
from builders.biographies.biographies import read_biography
from builders.biographies.clubs import ClubNames
from builders.biographies.disputed import flag_disputed
from builders.biographies.documents import Document, read_document
from builders.biographies.facts import Biography, Person
from builders.biographies.forms import Namesakes, name_forms
from builders.biographies.merging import merge, with_roles
from builders.biographies.questions import BUILDER, Writer, load_phrasings
from builders.biographies.refusals import refusals
from builders.biographies.roles import read_roles
from builders.biographies.untold import untold
from builders.report import Part, Report
from builders.request import Request
from builders.sources import SourceError
from records.example import Example

__all__ = ["build"]


def build(request: Request) -> Iterator[Example]:
    """Every example on the persons of the files, then refusals for persons who are in none of them."""
    clubs = ClubNames(request.profile)
    documents = list(_documents(request))
    biographies = [b for d in documents if (b := _biography(d, clubs, request.report)) is not None]
    everybody = _with_roles(merge(biographies), biographies, documents, clubs)
    namesakes = Namesakes(everybody, documents, clubs, request.profile.assistant.name)
    people = [person for person in everybody if _has_name(person, clubs, namesakes, request.report)]
    for person in people:
        request.report.count(BUILDER, person.files[0], "persons")
        request.report.parts.append(Part(BUILDER, person.files[0], person.names.short, "", f"person/{person.slug}"))
    words = request.words(BUILDER, load_phrasings())
    writer = Writer(request.profile, words, request.report, request.settlements, clubs, namesakes)
    made = [example for person in people for example in writer.of(person)]
    yield from flag_against_tables(flag_disputed(made, people), people, clubs.own, request.final_places)
    yield from refusals(people, documents, writer, Counter(example.template for example in made))
    unread = {(left.source.file, left.reason) for biography in biographies for left in biography.left_out}
    yield from untold(people, documents, writer, unread)


def _has_name(person: Person, clubs: ClubNames, namesakes: Namesakes, report: Report) -> bool:
    """Whether a question can name this person and nobody else; whoever it cannot is reported."""
    if name_forms(person, clubs, namesakes):
        return True
    for file in person.files:
        report.note(f"{file}: another person is called {person.names.short} too; state `nome_completo` in both files")
        report.reject(BUILDER, "shared_name", file, "", person.names.short)
    return False


def _with_roles(
    people: list[Person], biographies: list[Biography], documents: list[Document], clubs: ClubNames
) -> list[Person]:
    """The persons with what any document tells of them as founders, presidents and members."""
    names = {biography.file: biography.names for biography in biographies}
    known = [person.names for person in people]
    return with_roles(people, [told for d in documents for told in read_roles(d, names.get(d.name), known, clubs)])


def _documents(request: Request) -> Iterator[Document]:
    for file in request.files:
        try:
            yield read_document(file)
        except SourceError as error:
            if request.strict:
                raise
            request.report.note(str(error))
            request.report.reject(BUILDER, "unreadable_file", file.name, "", str(error))


def _biography(document: Document, clubs: ClubNames, report: Report) -> Biography | None:
    """What a document says, everything left out of it reported."""
    biography = read_biography(document, clubs)
    if biography is None:
        report.note(f"{document.name}: does not say whose biography it is; give it a title with the person's name")
        report.reject(BUILDER, "no_person", document.name, "", document.text)
        return None
    for statement in biography.statements:
        report.count(BUILDER, document.name, f"{statement.what} stated")
    for left in biography.left_out:
        report.reject(BUILDER, left.reason, left.source.file, left.source.locator, left.source.quote)
    return biography
