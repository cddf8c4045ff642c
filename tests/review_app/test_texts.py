"""Both languages say everything the app says, and nothing else."""

import re
from pathlib import Path
from string import Formatter

import review_app
from builders.biographies.untold import ASKED as UNTOLD
from builders.books.cleaning import CHARACTERS, PLAIN, WORDS
from builders.building import BUILDERS
from builders.skipping import kinds_of
from review_app.decisions import REASONS
from review_app.kinds_in_words import kind_in_words
from review_app.search import ORDERS, STATES
from review_app.texts import FOLDER, LANGUAGES, say, texts

ROOM = Path(review_app.__file__).parent
FROM_DATA = (
    "flag.",
    "builder.",
    "split.",
    "kind.",
    "probe.",
    "source.",
    "state.",
    "reason.",
    "order.",
    "page.",
    "key.",
    "place.",
    "judged.",
    "asked.",
    "repair.",
    "outcome.",
)


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def used():
    """Keys that stand as they are in the code."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.py")))
    return set(re.findall(r'"([a-z_]+(?:\.[a-z_-]+)*)"', code))


def test_there_is_a_file_for_each_language():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(LANGUAGES)


def test_every_language_has_the_same_keys_with_the_same_fields():
    portuguese, english = texts("pt"), texts("en")
    assert list(portuguese) == list(english)
    assert [key for key in portuguese if fields(portuguese[key]) != fields(english[key])] == []


def test_no_text_is_empty_or_was_read_as_something_else_than_text():
    assert [
        key for name in LANGUAGES for key, text in texts(name).items() if not isinstance(text, str) or not text
    ] == []


def test_no_text_is_left_over():
    assert [
        key
        for key in texts("en")
        if key.removesuffix(".one") not in used()
        and not key.startswith((*FROM_DATA, "filter.", "audit.", "correct.", "runs."))
    ] == []


def test_one_is_said_in_the_singular_and_a_number_as_it_is_read():
    said = [say("pt", "browse.count", count=count) for count in (1, 2, 12345)]
    assert said == ["1 exemplo", "2 exemplos", "12\u202f345 exemplos"]
    assert say("en", "tokens", tokens=1200, limit=2048) == "1\u202f200 tokens of 2\u202f048"
    ones = [key.removesuffix(".one") for key in texts("pt") if key.endswith(".one")]
    assert ones and all(fields(texts("pt")[key]) >= fields(texts("pt")[f"{key}.one"]) for key in ones)


def test_every_text_that_code_asks_for_exists():
    asked = set()
    for path in sorted(ROOM.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'\bt\(\s*"([a-z_.]+)"', code)) | set(re.findall(r'say\(\w+, "([a-z_.]+)"', code))
    assert asked - set(texts("en")) == set()
    assert len(asked) > 80


def test_names_that_the_code_chooses_from_are_all_in_words():
    known = set(texts("en"))
    assert {f"reason.{name}" for name in REASONS} | {f"state.{name}" for name in STATES} <= known
    assert {f"order.{name}" for name in ORDERS} <= known


def test_every_kind_of_question_and_every_repair_of_the_builders_is_in_words():
    templates = [(builder, kind) for builder in BUILDERS for kind in kinds_of(builder)]
    templates += [("biographies", f"no-person.{kind}") for kind in kinds_of("biographies")]
    templates += [("biographies", f"no-{kind}") for kind in UNTOLD]
    templates += [
        ("results", f"no-{kind}") for kind in kinds_of("results") if kind.startswith(("opponent.", "season."))
    ]
    for language in LANGUAGES:
        unsaid = [f"{b}/{t}" for b, t in templates if kind_in_words(language, (b,), t) == t]
        assert unsaid == []
    repairs = {name for name, _, _ in CHARACTERS if name not in PLAIN} | {name for name, _ in WORDS}
    assert {f"repair.{name}" for name in repairs} <= set(texts("en"))


def test_every_flag_that_the_builders_give_is_in_words():
    given: set[str] = set()
    for path in sorted((ROOM.parent / "builders").rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        given |= set(re.findall(r'(?:flags=|= |return |\+ )\("([a-z_]+)",\)(?=,| \*| if)', code))
        given |= set(re.findall(r'\{\*example\.flags, "([a-z_]+)"\}', code))
        if path.parent.name == "imported" and "flag for flag, is_so" in code:
            given |= set(re.findall(r'^        "([a-z_]+)": ', code, re.MULTILINE))
    assert {"conflict", "ocr", "clipped_sentences", "against_table", "markup", "unknown_shape"} <= given
    assert {f"flag.{flag}" for flag in given} - set(texts("en")) == set()


def test_a_language_does_not_repeat_the_other():
    same = [key for key, text in texts("pt").items() if text == texts("en")[key] and " " in text]
    assert same == []
