"""The names of persons: read from headings and first sentences, compared, and told from those of others."""

import re
from collections.abc import Sequence

from builders.biographies.documents import Document, Line
from builders.biographies.facts import Names
from builders.biographies.markup import HEADING, is_prose, plain
from records.accents import without_accents

PARTICLES = ("de", "da", "do", "dos", "das", "e", "del", "van", "von")
_WORD = r"(?:[A-ZÀ-Ý]\.|[A-ZÀ-Ý][\w'’-]*)"
PERSON = re.compile(rf"{_WORD}(?: (?:(?:{'|'.join(PARTICLES)}) )?{_WORD})*")
_QUOTED = re.compile(r"[\"“«'‘]([^\"”»'’]{2,30})[\"”»'’]")
_KNOWN_AS = re.compile(
    r"(?:[Cc]onhecid[oa]|[Tt]ratad[oa]|alcunhad[oa])(?: \w+){0,4}? (?:por|como)\s+(?:o |a )?[\"“«*]*"
    rf"({PERSON.pattern})"
)
_TITLED = re.compile(r"^(?:biografia|perfil|hist[oó]ria)(?: d[aeo]s?)?:? +", re.IGNORECASE)
_FEMININE = re.compile(r"\b(?:conhecida|nascida|jogadora|treinadora|avançada|campeã|filha de)\b")
_MASCULINE = re.compile(r"\b(?:conhecido|nascido|jogador|treinador|avançado|campeão|filho de|médio|extremo)\b")
_VERB = re.compile(
    r"^\s*[\"”»]?\s*(?:,|—|–)|^\s*(?:come[cç]ou|fez|passou|iniciou|foi|era|nasceu|cresceu|ganhou|jogou|chegou|estava|"
    r"destacou|representou|integrou|entrou|é|viria|veio|estreou|teve|dedicou)\b"
)


def read_names(document: Document) -> Names | None:
    """The names of whom a text is about; None where its title names nobody."""
    heading = document.heading
    short, nicknames = _from_title(plain(heading.text)) if heading else ("", [])
    if not short:
        return None
    full, more = _from_sentences(document, short)
    shorter = _in_use(short, document.text)
    if shorter:
        short, full = shorter, full or short
    known_as = [name for name in dict.fromkeys([*nicknames, *more]) if fold_name(name) not in _folds(short, full)]
    if fold_name(full) == fold_name(short) or re.search(r"\b[A-ZÀ-Ý]\.", full):  # an initial is no name in full
        full = ""
    return Names(short, full, tuple(known_as))


def is_feminine(document: Document) -> bool:
    """Whether a source speaks of its person as of a woman: by `genero`, else by the words it uses most."""
    given = [field.value.lower() for field in document.fields if field.path[-1].lower() in ("genero", "género", "sexo")]
    if given:
        return given[0].startswith("f")
    text = document.text
    return len(_FEMININE.findall(text)) > len(_MASCULINE.findall(text))


def _in_use(name: str, text: str) -> str:
    """First and last word of a long name where the text calls its person so again and again; else empty."""
    words = name.split()
    shorter = f"{words[0]} {words[-1]}"
    return shorter if len(words) > 3 and len(re.findall(rf"\b{re.escape(shorter)}\b", text)) > 1 else ""


def _folds(*names: str) -> set[str]:
    return {fold_name(name) for name in names}


def _from_title(title: str) -> tuple[str, list[str]]:
    """The name before a colon, and nicknames in quotes; a second name in brackets is left out."""
    title = _TITLED.sub("", title)
    name = re.split(r"\s*[:|]\s*| [–—-] ", title)[0]
    nicknames = [found.strip() for found in _QUOTED.findall(name)]
    name = re.sub(r"\([^)]*\)", " ", _QUOTED.sub(" ", name))
    name = " ".join(name.split()).strip(" .,!")
    return (name, nicknames) if PERSON.fullmatch(name) and len(name.split()) <= 8 else ("", [])


def _from_sentences(document: Document, short: str) -> tuple[str, list[str]]:
    """The full name and nicknames in the first sentences after the title."""
    full, nicknames = "", []
    for line in _opening(document):
        if not full:
            full, quoted = _full_name(line.text, short)
            nicknames += quoted
        text = plain(line.text)
        if full or belongs(text, short):
            nicknames += [name for name in _KNOWN_AS.findall(text) if _short_enough(name)]
    return full, nicknames


def _opening(document: Document) -> Sequence[Line]:
    """The first few lines of prose: where a biography says who its person is."""
    return [line for line in document.lines if is_prose(line.text) and not HEADING.match(line.text)][:5]


def _full_name(text: str, short: str) -> tuple[str, list[str]]:
    """A name that is the subject of its sentence: in bold, or at the start of a line."""
    for run in re.finditer(r"\*\*(.+?)\*\*", text):
        name, quoted = _unquoted(plain(run[1]))
        after = plain_after(text[run.end() :])
        before = re.search(r"\b[Nn]asc(?:ia|eu) em [^.]*$", text[: run.start()])
        kin = _is_full(name, short) or (fold_name(short) in _folds(*quoted) and len(name.split()) > 1)
        if re.search(r"\b[Nn]atural de \W*$", text[: run.start()]):
            continue
        if kin and (_VERB.match(after) or before):
            return name, quoted
    found = PERSON.match(plain(text))
    if found and _is_full(found[0], short) and _VERB.match(plain(text)[found.end() :]):
        return found[0], []
    return "", []


def plain_after(text: str) -> str:
    return plain("x" + text)[1:]


def _unquoted(name: str) -> tuple[str, list[str]]:
    quoted = [found.strip() for found in _QUOTED.findall(name)]
    return " ".join(_QUOTED.sub(" ", name).split()), quoted


def _is_full(name: str, short: str) -> bool:
    """Whether a name can be the person's in full: two words or more, and kin to the short name where that is long."""
    if not PERSON.fullmatch(name) or len(name.split()) < 2:
        return False
    shorts, words = set(name_words(short)), set(name_words(name))
    return len(shorts) == 1 or len(shorts & words) >= 2 or shorts <= words


def belongs(text: str, name: str) -> bool:
    """Whether a text names a person, by the first or last word of the name at least."""
    words = set(name_words(text))
    own = name_words(name)
    return bool(own) and (own[0] in words or own[-1] in words)


def _short_enough(name: str) -> bool:
    return len(name.split()) <= 3


def name_words(name: str) -> list[str]:
    """The words of a name for comparison: no accents, case or particles."""
    words = re.findall(r"[\w'’-]+", without_accents(name).lower())
    return [word for word in words if word not in PARTICLES]


def fold_name(name: str) -> str:
    return " ".join(name_words(name))


def shortened(short: str, full: str) -> bool:
    """Whether a name of several words is another with middle names left out: first and last word the same."""
    few, many = name_words(short), name_words(full)
    return len(few) >= 2 and few[0] == many[0] and few[-1] == many[-1] and set(few) <= set(many)
