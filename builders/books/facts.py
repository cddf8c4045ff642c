"""What a passage says that can be asked for: sentences that stand alone, and what each answers."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builders.books.book import Passage, Sentence
from builders.books.dated import Dated, read_dated
from builders.books.people import opening_name, read_did, read_was, title_article
from builders.books.standing import fault_of
from builders.portuguese import contract, slug, with_article

TELLING = 60  # characters of a sentence that tells enough of someone to be asked for
_IN = {"day": "a {}", "month": "em {}", "year": "em {}"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A question that one sentence answers whole."""

    kind: str
    """when, what, who, did, about."""
    sentence: Sentence
    fields: Mapping[str, str]
    slots: Mapping[str, str]
    """What the answer must contain, as the sentence writes it."""
    date_key: str = ""

    @property
    def key(self) -> str:
        return sentence_key(self.sentence)


def facts_of(passage: Passage) -> Iterator[Fact]:
    """Every fact of a passage, in its order. Sentences that speak, quote or lean on others give none."""
    for paragraph in passage.paragraphs:
        if paragraph[0].text[:1] in '—–-«“"':
            continue  # speech and quotation: whose words they are the sentence does not say
        for sentence in paragraph:
            if not fault_of(sentence.text):
                yield from _of_sentence(sentence, passage)


def sentence_key(sentence: Sentence) -> str:
    """A name for a sentence that lasts while it reads the same: its first words and six digits of its hash."""
    words = slug(sentence.text).split("-")[:5]
    return "-".join(words) + "-" + hashlib.sha256(sentence.text.encode()).hexdigest()[:6]


def _of_sentence(sentence: Sentence, passage: Passage) -> Iterator[Fact]:
    dated = read_dated(sentence.text)
    if dated:
        yield from _dated_facts(sentence, dated)
    if was := read_was(sentence.text):
        fields = {**_person_fields("", was.name), "verbo": was.verb}
        yield Fact("who", sentence, fields, {"who": was.what})
    elif did := read_did(sentence.text):
        yield Fact("did", sentence, {"predicado": did.predicate}, {"person": did.name})
    elif (name := _told_of(sentence, passage))[1]:
        yield Fact("about", sentence, _person_fields(*name), {"person": name[1]})


def _told_of(sentence: Sentence, passage: Passage) -> tuple[str, str]:
    """Article and name of whom a sentence tells enough, and the passage nothing more; empty where there is none."""
    article, name = opening_name(sentence.text) if len(sentence.text) >= TELLING else ("", "")
    return (article, name) if name and _is_all_told(name, sentence, passage) else ("", "")


def _is_all_told(name: str, sentence: Sentence, passage: Passage) -> bool:
    """Whether the passage says no more of somebody: not by the name, nor in the sentences that follow without one."""
    ends = any(paragraph[-1] is sentence for paragraph in passage.paragraphs)
    return ends and passage.text.casefold().count(name.casefold()) == 1


def _person_fields(article: str, name: str) -> dict[str, str]:
    """A name with the sentence's article, its title's, or without one: {pessoa}, {da_pessoa}."""
    article = article or title_article(name)
    return {"pessoa": with_article(article, name), "da_pessoa": f"{contract('de', article)} {name}"}


def _dated_facts(sentence: Sentence, dated: Dated) -> Iterator[Fact]:
    slots = {"date": dated.written}
    if dated.event:
        article, rest = dated.event.split(" ", 1)
        of = f"{contract('de', article)} {rest}"
        yield Fact(
            "when", sentence, {"evento": dated.event, "do_evento": of, "da_data": f"da data {of}"}, slots, dated.key
        )
        return
    is_year = dated.precision == "year"
    fields = {
        "oracao_do_ano" if is_year else "oracao": dated.clause,
        "da_data": f"{'do ano' if is_year else 'da data'} em que {dated.clause}",
    }
    yield Fact("when", sentence, fields, slots, dated.key)
    event = _longest_shared(dated.clause, sentence.text)
    if event and dated.precision != "year":
        fields = {"em_data": _IN[dated.precision].format(dated.written.lower())}
        yield Fact("what", sentence, fields, {"event": event}, dated.key)


def _longest_shared(clause: str, text: str) -> str:
    """The longest run of whole words at the clause's end that the sentence has verbatim; empty where it is short."""
    words = clause.split(" ")
    for start in range(len(words)):
        tail = " ".join(words[start:])
        if tail in text:
            return tail if len(tail) >= 12 else ""
    return ""
