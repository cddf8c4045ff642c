"""Rehearsal: plain questions of common knowledge and of Portuguese beside the archive's, so that less of it is lost.

A tune on an archive alone breaks some of what the model could do before. These questions come with the project and are
in no archive. They only teach: they have no refusal, so they are never withheld, and are asked in one way, so no probe
asks them.
"""

from collections.abc import Iterator

from builders.hashing import in_share
from builders.profile import NAME, Profile
from builders.rehearsal.questions import QUESTIONS, Question, read_questions
from builders.request import Request
from records.example import Example, Source
from records.files import sha256_bytes

BUILDER = "rehearsal"
FILE = f"builders/{BUILDER}/{QUESTIONS.name}"


def build(request: Request) -> Iterator[Example]:
    """One example for each question, in the order of the file; none where the profile has no rehearsal."""
    if not request.profile.draw.rehearsal:
        return
    data = QUESTIONS.read_bytes()
    sha256, lines = sha256_bytes(data), data.decode("utf-8").splitlines()
    for question in read_questions():
        request.report.count(BUILDER, FILE, "questions")
        if not _is_asked(question, request):
            request.report.reject(BUILDER, "skipped_kind", NAME, f"{question.kind}/{question.key}", question.ask)
            continue
        source = Source(FILE, sha256, f"line {question.line}", lines[question.line - 1].strip())
        yield _example(question, source, request.profile)


def _is_asked(question: Question, request: Request) -> bool:
    return in_share(question.kind, question.key, request.share(BUILDER, question.kind))


def _example(question: Question, source: Source, profile: Profile) -> Example:
    return Example(
        id=f"{BUILDER}/{question.kind}/{question.key}/as-written",
        builder=BUILDER,
        template=question.kind,
        phrasing="as-written",
        messages=profile.assistant.conversation(question.ask, question.answer),
        group=f"{BUILDER}/{question.kind}/{question.key}",
        facts={},
        sources=(source,),
    )
