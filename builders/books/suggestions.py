"""Questions proposed by a local model, off unless asked for (`--suggest MODEL`): kept only where the passage answers
them word for word, and always for a person to look at.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from builders.books.asking import BUILDER, Desk
from builders.books.book import Chapter, Passage, Sentence
from builders.books.standing import fault_of
from builders.report import Report
from builders.sources import SourceError
from records.example import Example

PROPOSALS = 3  # asked of the model for each passage
TOKENS = 300  # most tokens of its proposals
INSTRUCTION = (
    "Escreve {count} perguntas curtas, em português europeu, a que uma frase deste excerto de um livro responda. Depois"
    " de cada pergunta copia, palavra por palavra, a frase que responde, e mais nada.\n\nExcerto:\n{text}"
)
EXAMPLE = (
    "O campo da Ribeira abriu em 1921. Os sócios juntaram o dinheiro em rifas.",
    "P: Quando abriu o campo da Ribeira?\nR: O campo da Ribeira abriu em 1921.\n"
    "P: Como juntaram os sócios o dinheiro?\nR: Os sócios juntaram o dinheiro em rifas.",
)
"""A passage and good proposals on it, shown as an earlier turn: small models follow what they see."""
BEGUN = "P:"  # put into the model's mouth: it goes on with a question and not with the passage
_PROPOSAL = re.compile(r"^(?P<question>[^\n?]{12,200}\?)[\s*_]*(?P<answer>[^\n?]+)$", re.M)
_LABEL = re.compile(
    r"[\s\-*•#>_]*(?:\d{1,2}\s?[.)]\s*)?[*_]*"
    r"(?:(?:P|Q|R|A|Pergunta|Quest[aã]o|Resposta|Frase)[\s\d*_]*[:.)][\s*_]*)?",
    re.I,
)
_QUOTES = re.compile("[«»“”„\"‘’']")

Generate = Callable[[str], str]
"""A prompt in, the model's words out."""


def load_model(model: str) -> Generate:
    """The greedy voice of a model in a folder that mlx-lm can load; raises SourceError where there is none.

    mlx-lm is imported here: nothing else of the builders needs it, and nothing is ever downloaded.
    """
    if not (Path(model) / "config.json").is_file():
        raise SourceError(model, "no MLX model in this folder", "give one that mlx-lm can load, with its config.json")
    import mlx.core as mx
    from mlx_lm import generate, load
    from mlx_lm.utils import dequantize_model

    network, tokenizer = load(model)[:2]
    if mx.default_device() == mx.Device(mx.cpu):  # its quantized products take minutes where plain ones take seconds
        network = dequantize_model(network)
        network.set_dtype(mx.float32)

    def say(prompt: str) -> str:
        turns = (("user", INSTRUCTION.format(count=2, text=EXAMPLE[0])), ("assistant", EXAMPLE[1]), ("user", prompt))
        messages = [{"role": role, "content": words} for role, words in turns]
        tokens = tokenizer.apply_chat_template(messages, add_generation_prompt=True)
        tokens += tokenizer.encode(BEGUN, add_special_tokens=False)
        return BEGUN + generate(network, tokenizer, prompt=tokens, max_tokens=TOKENS)

    return say


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question and the sentence that answers it; without one, the reason why it is not kept."""

    question: str
    sentence: Sentence | None
    reason: str = ""


def suggest(desk: Desk, generate: Generate, report: Report) -> Iterator[Example]:
    """Yield an example for each proposal on each passage that is kept; the report lists the others with reasons."""
    for chapter in desk.book.chapters:
        for passage in chapter.passages:
            for made in proposals(generate(INSTRUCTION.format(count=PROPOSALS, text=passage.text)), passage):
                report.count(BUILDER, desk.file.name, "proposals")
                if made.sentence is None:
                    place = passage.sentences[0].locator
                    report.reject(BUILDER, made.reason, desk.file.name, place, made.question)
                else:
                    report.count(BUILDER, desk.file.name, "proposals kept")
                    yield _example(desk, chapter, passage, (made.question, made.sentence))


def proposals(said: str, passage: Passage) -> Iterator[Proposal]:
    """Every question in a model's words, kept where what follows it stands verbatim in one sentence of the passage.

    The answer is that whole sentence; one that cannot be understood by itself is none. Marks, labels and the kind of
    quotation marks do not count.
    """
    seen = set()
    for found in _PROPOSAL.finditer(said):
        question = _LABEL.sub("", found["question"], count=1).strip()
        copied = _bare(_LABEL.sub("", found["answer"], count=1))
        holding = [s for s in passage.sentences if len(copied) >= 3 and copied in _bare(s.text)]
        reason = "repeated_suggestion" if question in seen else _reason(holding)
        seen.add(question)
        yield Proposal(question, None if reason else holding[0], reason)


def _reason(holding: Sequence[Sentence]) -> str:
    if not holding:
        return "suggestion_not_in_passage"
    if len(holding) > 1:
        return "suggestion_in_several_sentences"
    return "suggestion_not_by_itself" if fault_of(holding[0].text) else ""


def _bare(text: str) -> str:
    """A text to be looked for in another: one kind of quotation mark, single spaces, no mark at its ends."""
    return _QUOTES.sub('"', " ".join(text.split())).strip(' "*_.')


def _example(desk: Desk, chapter: Chapter, passage: Passage, pair: tuple[str, Sentence]) -> Example:
    question, sentence = pair
    name = hashlib.sha256(f"{question}\n{sentence.text}".encode()).hexdigest()[:8]
    group = desk.group(chapter, f"proposta-{name}")
    prompt = f"{question}\n\n{passage.text}"
    return Example(
        id=f"{BUILDER}/suggested/{group.removeprefix('book/').replace('/', '.')}/proposta",
        builder=BUILDER,
        template="suggested",
        phrasing="proposta",
        messages=desk.profile.assistant.conversation(prompt, sentence.text),
        group=group,
        facts={},
        sources=(desk.source(sentence),),
        flags=tuple(sorted({*passage.flags, "suggested"})),
    )
