"""Parts of a biography that can be understood by themselves: prose on a person's years at one club."""

import re
from collections.abc import Iterator, Sequence

from builders.biographies.clubs import Club, ClubNames
from builders.biographies.documents import Document, Line
from builders.biographies.facts import LeftOut, Names, Section
from builders.biographies.markup import HEADING, is_prose, plain, sentences
from builders.biographies.names import PERSON, fold_name, name_words
from records.example import Source

SHORTEST, LONGEST = 140, 1600  # characters of a section worth asking for, and of one that is too much for an answer
_NOT_THE_YEARS = re.compile(r"\b(?:antes|ap[oó]s|depois|al[eé]m|legado|sem|contra|funda\w+|presid\w+)\b", re.IGNORECASE)
_CLUB_IN = re.compile(r"\b(?:[Nn][oa]s?|[Pp]el[oa]|[Aa]o|[Àà]|d[oa])\s+([A-ZÀ-Ý][^,:;.!?()]*)")
_THERE = r"(?:chegou|jogou|mudou-se|ingressou|entrou|alinhou|assinou|transferiu-se) (?:[^.,;:]* )?"
_TO = r"(?:ao?|à|no|na|pelo|pela|para o|para a) "
_AND = ("e", "/", "-", "–")
_NO_SUBJECT = re.compile(
    r"^\W*(?:ele|ela|eles|foi|era|eram|teve|tinha|jogou|fez|ficou|passou|chegou|voltou|começou|mas|e|ou|porém|"
    r"assim|aí|ali|isso|isto|esse|essa|este|esta)\b",
    re.IGNORECASE,
)


def read_sections(document: Document, names: Names, clubs: ClubNames) -> Iterator[Section | LeftOut]:
    """The sections on one club each; with a reason those on a club that do not stand by themselves."""
    if not any(re.match(r"#{2,}\s", line.text) for line in document.lines):
        yield from _paragraphs(document, names, clubs)
    for heading, lines in _parts(document):
        club = _club_of(plain(heading.text), clubs) if heading else None
        if club is None or not lines:
            continue
        text = _standing(lines, names)
        if text is None or heading is None:
            if sum(len(line.text) for line in lines) >= SHORTEST:
                yield LeftOut("section_not_by_itself", lines[0].source)
        else:
            yield Section(plain(heading.text), club, text, _source(lines))


def _paragraphs(document: Document, names: Names, clubs: ClubNames) -> Iterator[Section]:
    """Paragraphs of a text without parts that begin with the person's coming to the profile's club, or years there."""
    for line in document.lines:
        if not is_prose(line.text):
            continue
        first = sentences(plain(line.text))[0]
        own = "|".join(re.escape(name) for name in clubs.own_names)
        there = re.match(rf"{PERSON.pattern} {_THERE}{_TO}(?:{own})\b", first)
        text = _standing([line], names) if there else None
        if text is not None:
            yield Section("", clubs.own, text, line.source)


def _parts(document: Document) -> Iterator[tuple[Line | None, list[Line]]]:
    """Each heading with the prose under it, up to the first line that is none."""
    heading: Line | None = None
    lines: list[Line] = []
    closed = False
    for line in document.lines:
        if HEADING.match(line.text.strip()):
            yield heading, lines
            heading, lines, closed = line, [], False
        elif line.text.strip() and not is_prose(line.text):
            closed = True
        elif line.text.strip() and not closed:
            lines.append(line)
    yield heading, lines


def _club_of(heading: str, clubs: ClubNames) -> Club | None:
    """The only club that a heading names, where it is about the years there."""
    if _NOT_THE_YEARS.search(heading):
        return None
    heading = re.sub(r"\([^)]*\)", "", heading)
    candidates = [*_CLUB_IN.findall(heading), *re.split(r":", heading)]
    found = {club.key: club for text in candidates for club in _clubs_in(text, clubs)}
    return next(iter(found.values())) if len(found) == 1 else None


def _clubs_in(text: str, clubs: ClubNames) -> Iterator[Club]:
    """The clubs that a text begins with, each the longest known name: "FC São Luís e Farense" are two."""
    words = text.strip().split()
    ends = [n for n in range(min(len(words), 6), 0, -1) if words[n - 1] not in _AND]
    length, club = next(((n, club) for n in ends if (club := clubs.known(" ".join(words[:n])))), (0, None))
    if club is not None:
        yield club
        if words[length : length + 1] and words[length] in _AND:
            yield from _clubs_in(" ".join(words[length + 1 :]), clubs)


def _standing(lines: Sequence[Line], names: Names) -> str | None:
    """The prose of a section where its first sentence names the person; None where it needs what came before."""
    paragraphs = [_without_lead_in(plain(line.text)) for line in lines]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    text = "\n\n".join(paragraphs)
    if not paragraphs or not SHORTEST <= len(text) <= LONGEST or re.search(r"[<>|{}#]", text):
        return None
    first = sentences(paragraphs[0])[0]
    if _NO_SUBJECT.match(first) or not text[0].isupper() or text[-1] not in '.!?”"':
        return None
    named = _with_name(first, names)
    return None if named is None else named + text[len(first) :]


def _without_lead_in(paragraph: str) -> str:
    """A paragraph less a last sentence that announces a list ("Jogou ao lado de:")."""
    told = sentences(paragraph)
    while told and told[-1].rstrip().endswith(":"):
        told.pop()
    return " ".join(told)


def _with_name(sentence: str, names: Names) -> str | None:
    """A first sentence with the person's name as questions have it; None where it names nobody."""
    words = set(name_words(sentence))
    if set(name_words(names.short)) <= words:
        return sentence
    own = [word for word in re.findall(r"[\w'’-]+", names.full or names.short) if len(word) > 2 and word[0].isupper()]
    for word in own:
        if re.search(rf"(?<![\w.] ){re.escape(word)}\b(?! [A-ZÀ-Ý])", sentence) and fold_name(word) in words:
            return re.sub(rf"\b{re.escape(word)}\b", names.short, sentence, count=1)
    return None


def _source(lines: Sequence[Line]) -> Source:
    """The place of all lines: "lines 12-16"."""
    first, last = lines[0].source, lines[-1].source
    kind, _, start = first.locator.partition(" ")
    end = last.locator.partition(" ")[2]
    locator = first.locator if first is last else f"{kind}s {start}-{end}"
    return Source(first.file, first.sha256, locator, "\n".join(line.source.quote for line in lines))
