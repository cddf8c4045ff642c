"""What is wrong, or may be, with an imported row: the flags that a person reads it for."""

import re
from collections import Counter
from collections.abc import Sequence

from builders.checks import canonical
from builders.imported.languages import is_brazilian, language_of
from records.example import Message

NO_QUESTION, NO_ANSWER = "(sem pergunta)", "(sem resposta)"
"""What stands where a row has nothing: flagged, and for a person to fill in."""
LONG = 1500
"""Characters of an answer from which on it is long."""
_ENDED = re.compile(r"[.!?…][»”\"')\]]*$")
_LINE_ENDED = re.compile(r"[.!?…:;,][»”\"')\]]*$")
_CUT_AT_START = re.compile(r"^[\s,;:.)\]»”-]*[a-zà-ÿ]")
_MARKUP = re.compile(r"\*\*|^#{1,6} |</?[a-z]+[ >/]|!\[|\]\(http|^\s*[-•*] ", re.MULTILINE)
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\ufe0f]")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf£¡©ªº³§µ­]|â€|Â[º°ª«»]|ï¿½|\ufffd")
_MACHINE = re.compile(
    r"\b(?:corrige|reescreve|traduz|resume|formata) (?:este|esta|o|a) (?:seguinte )?(?:txt|texto|ficheiro|documento)\b"
    r"|\b(?:as an ai|como (?:um )?modelo de linguagem|ignore (?:all|previous|the above))\b",
    re.IGNORECASE,
)


def doubts(messages: Sequence[Message], language: str) -> set[str]:
    """Flags of one row by itself; `language` is the archive's ("pt-PT")."""
    question, answer = messages[-2]["content"], messages[-1]["content"]
    text = f"{question}\n{answer}"
    foreign = _is_foreign(text.replace(NO_QUESTION, ""), language)
    found = {
        "empty_prompt": question in ("", NO_QUESTION),
        "empty_answer": answer in ("", NO_ANSWER),
        "markup": bool(_MARKUP.search(answer)),
        "pictures": bool(_PICTURES.search(text)),
        "mojibake": bool(_MOJIBAKE.search(text)),
        "instruction_in_source": bool(_MACHINE.search(answer)),
        "long_answer": len(answer) > LONG,
        "foreign_language": foreign,
        "brazilian_portuguese": language == "pt-PT" and not foreign and is_brazilian(text),
        "repeated_text": repeats(answer),
        "answer_repeats_question": canonical(question) == canonical(answer) != "",
    }
    if answer not in ("", NO_ANSWER):
        found |= _whole(answer)
    return {flag for flag, is_so in found.items() if is_so}


def _whole(answer: str) -> dict[str, bool]:
    """Whether an answer is a sentence: a few bare words are none, a longer text without its end is cut."""
    ended = bool(_ENDED.search(answer))
    bare = len(answer.split()) <= 3 and not ended
    cut = not bare and (not ended or bool(_CUT_AT_START.match(answer)))
    lines = [line.strip() for line in answer.split("\n") if line.strip()]
    loose = sum(not _LINE_ENDED.search(line) for line in lines[:-1])
    return {"not_a_sentence": bare, "cut_sentence": cut, "unfinished_lines": loose > 1}


def _is_foreign(text: str, language: str) -> bool:
    found = language_of(text)
    return bool(found) and found != language.split("-")[0]


def repeats(text: str) -> bool:
    """Whether a text says something twice over: a sentence of four words or more, or six words three times."""
    sentences = [canonical(part) for part in re.split(r"(?<=[.!?])\s+|\n+", text)]
    counted = Counter(sentence for sentence in sentences if len(sentence.split()) >= 4)
    words = canonical(text).split()
    loops = Counter(tuple(words[i : i + 6]) for i in range(len(words) - 5))
    return any(n > 1 for n in counted.values()) or any(n > 2 for n in loops.values())
