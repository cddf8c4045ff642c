"""From persons to examples: every fact asked in drawn words, by each name of the person, conflicts kept apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from builders.biographies.asking import FIELDS, Ask, names_asks
from builders.biographies.clubs import Club, ClubNames
from builders.biographies.fact_asks import joint_asks, single_asks
from builders.biographies.facts import Fact, Person, Version
from builders.biographies.forms import Form, Namesakes, name_forms, surname_form
from builders.biographies.telling import section_asks
from builders.biographies.wording import Wording, word
from builders.phrasing import Phrasings, Question
from builders.portuguese import name_fields
from builders.profile import Profile
from builders.report import Report
from builders.slips import slipped
from records.example import Example, Option
from records.verdicts import Settlement

BUILDER = "biographies"
PHRASINGS = Path(__file__).parent.parent / "phrasings" / "biographies.yaml"


@dataclass(frozen=True)
class Writer:
    """What every example is made with."""

    profile: Profile
    phrasings: Phrasings
    report: Report
    settlements: Mapping[str, Settlement]
    clubs: ClubNames
    namesakes: Namesakes

    @property
    def own(self) -> Club:
        return self.clubs.own

    def forms(self, person: Person) -> list[Form]:
        """How training questions name a person; never none."""
        return name_forms(person, self.clubs, self.namesakes)

    def of(self, person: Person) -> Iterator[Example]:
        """Every example on a person, conflicts among them."""
        forms = self.forms(person)
        settled: list[tuple[Fact, Version]] = []
        for fact in person.facts:
            version = self._settled(person, fact)
            if version is not None:
                settled.append((fact, version))
            elif person.group(fact) not in self.settlements:
                yield from self._conflict(person, fact, forms[0])
        asks = [*single_asks(person, settled), *joint_asks(person, settled, self.own), *names_asks(person)]
        asks += section_asks(person)
        alone = surname_form(person, self.namesakes)
        for ask in asks:
            yield from self._asked(person, ask, forms, alone)

    def _settled(self, person: Person, fact: Fact) -> Version | None:
        """The version that all sources give or a person chose; None where there is none."""
        settlement = self.settlements.get(person.group(fact))
        if settlement is None:
            return fact.versions[0] if fact.agreed else None
        if settlement.facts is None:
            self._reject("settled_as_neither", person, fact)
            return None
        for version in fact.versions:
            words = word(person, fact, version)
            if words and dict(words.facts) == dict(settlement.facts):
                return version
        self._reject("settlement_names_no_value", person, fact)
        return None

    def _reject(self, reason: str, person: Person, fact: Fact) -> None:
        place = fact.sources[0]
        self.report.reject(BUILDER, reason, place.file, place.locator, f"{person.group(fact)}: {place.quote}")

    def _asked(self, person: Person, ask: Ask, forms: Sequence[Form], alone: Sequence[Form]) -> Iterator[Example]:
        """The questions by these forms of the name; by the surname `alone` too where by the short one."""
        usable = [form for form in forms if not ask.forms or form.tag in ask.forms]
        if any(name_fields("clube", self.own.name, self.own.article)["pelo_clube"] in v for v in _asked_with(ask)):
            usable = [replace(form, text=form.near) if form.near else form for form in usable]
        if any(form.tag == "short" for form in usable):
            usable += alone
        draw = self.profile.draw
        for count, held_out in ((draw.wanted(BUILDER, ask.kind), False), (draw.held_out, True)):
            for form, question in self._drawn(person, ask, usable, count, held_out):
                typed = slipped(question, f"{person.slug}/{ask.key}", held_out)
                yield self._example(person, ask, form, typed, held_out)

    def _drawn(
        self, person: Person, ask: Ask, forms: Sequence[Form], count: int, held_out: bool
    ) -> Iterator[tuple[Form, Question]]:
        """`count` questions, shared out among the forms of the name; the first form by a hash of the fact."""
        key = f"{person.slug}/{ask.key}"
        start = sha256(f"{ask.kind}|{key}".encode()).digest()[0]
        for position, form in enumerate(forms):
            share = (count + (position + start) % len(forms)) // len(forms)
            fields = {**form.fields, **ask.fields, "assistente": self.profile.assistant.name}
            for question in self.phrasings.draw(ask.kind, f"{key}/{form.tag}", fields, share, held_out):
                yield form, question

    def _example(self, person: Person, ask: Ask, form: Form, question: Question, held_out: bool) -> Example:
        fields = {**form.answer_fields, **ask.fields}
        answer = self.phrasings.answer(ask.kind, fields, ask.case)
        key = "/".join(part for part in (person.slug, ask.key) if part)
        phrasing = f"{question.name}.{form.tag}"
        return Example(
            id=f"{BUILDER}/{ask.kind}/{key}/{phrasing}",
            builder=BUILDER,
            template=ask.kind,
            phrasing=phrasing,
            messages=self.profile.assistant.conversation(question.text, answer),
            group=ask.group,
            facts=dict(ask.facts),
            sources=ask.sources,
            mentions=ask.mentions,
            # who somebody was is also told by everything else: it cannot be withheld by itself
            refusal=None if ask.kind == "who" else self.phrasings.refusal(ask.kind, fields, ask.refusal_case),
            held_out=held_out,
            flags=ask.flags,
        )

    def _conflict(self, person: Person, fact: Fact, form: Form) -> Iterator[Example]:
        """One example on a fact on which sources differ, for a person to settle."""
        words = [word(person, fact, version) for version in fact.versions]
        worded = [w for w in words if w is not None]
        if not worded:
            return
        first = worded[0]
        fields = {**form.fields, **first.fields, "valores": _alternatives(worded)}
        drawn = self.phrasings.draw(first.kind, f"{person.slug}/{fact.key}", fields, 1, doubted=True)
        if not drawn:  # the profile skips this kind of question: there is nothing to settle for it
            return
        question, sources = drawn[0], fact.sources
        answer = self.phrasings.answer("conflict", fields, fact.what.replace("_", "-"))
        key = "/".join(part for part in (person.slug, fact.key) if part)
        yield Example(
            id=f"{BUILDER}/{first.kind}/{key}/conflict.{question.name}",
            builder=BUILDER,
            template=first.kind,
            phrasing=f"conflict.{question.name}",
            messages=self.profile.assistant.conversation(question.text, answer),
            group=person.group(fact),
            facts={},
            sources=sources,
            options=tuple(
                Option(dict(w.facts), tuple(sources.index(s) for s in version.sources), w.said)
                for w, version in zip(worded, fact.versions, strict=True)
            ),
            flags=("conflict",),
        )


def _asked_with(ask: Ask) -> tuple[str, ...]:
    """The fields that name a club in the question itself."""
    return tuple(ask.fields.get(name, "") for name in ("pelo_clube", "titulo")) if ask.kind != "who" else ()


def _alternatives(worded: Sequence[Wording]) -> str:
    """ "97 golos ou 99 golos"."""
    said = [w.said for w in worded]
    return f"{', '.join(said[:-1])} ou {said[-1]}"


def load_phrasings() -> Phrasings:
    return Phrasings.load(PHRASINGS, FIELDS)
