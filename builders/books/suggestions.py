"""Questions proposed by a local model, off unless asked for (`--suggest MODEL`): kept only where the passage answers
them word for word, and always for a person to look at.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from builders.books.asking import BUILDER, Desk, with_system
from builders.books.book import Chapter, Passage, Sentence
from builders.books.standing import fault_of
from builders.report import Report
from builders.sources import SourceError
from records.example import Example

PROPOSALS = 3  # asked of the model for each passage
TOKENS = 400  # most tokens of its proposals
INSTRUCTION = (
    "Lê o excerto de um livro e escreve {count} perguntas curtas, em português europeu, a que uma frase do excerto"
    " responda. Depois de cada pergunta copia, palavra por palavra, a frase que responde. Usa este formato:\n"
    "P: pergunta\nR: frase do excerto\n\nExcerto:\n{text}"
)
_PROPOSAL = re.compile(r"^\W*P\w*[:.)] *(?P<question>[^\n]{12,200}\?)\s*\n\W*R\w*[:.)] *(?P<answer>[^\n]+)", re.M)

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
        messages = [{"role": "user", "content": prompt}]
        tokens = tokenizer.apply_chat_template(messages, add_generation_prompt=True)
        return generate(network, tokenizer, prompt=tokens, max_tokens=TOKENS)

    return say


def suggest(desk: Desk, generate: Generate, report: Report) -> Iterator[Example]:
    """Yield an example for each proposal on each passage that is kept; the report says how many were made."""
    for chapter in desk.book.chapters:
        for passage in chapter.passages:
            said = generate(INSTRUCTION.format(count=PROPOSALS, text=passage.text))
            report.count(BUILDER, desk.file.name, "proposals", len(_PROPOSAL.findall(said)))
            for question, sentence in kept_proposals(said, passage):
                report.count(BUILDER, desk.file.name, "proposals kept")
                yield _example(desk, chapter, passage, (question, sentence))


def kept_proposals(said: str, passage: Passage) -> list[tuple[str, Sentence]]:
    """The questions whose answer stands verbatim in one sentence of the passage, with that whole sentence.

    A sentence that cannot be understood by itself is no answer; a question asked twice is kept once.
    """
    kept: dict[str, Sentence] = {}
    for found in _PROPOSAL.finditer(said):
        answer = found["answer"].strip(" \"«»“”'").rstrip(".")
        holding = [s for s in passage.sentences if len(answer) >= 3 and answer in s.text]
        if len(holding) == 1 and not fault_of(holding[0].text):
            kept.setdefault(found["question"].strip(), holding[0])
    return list(kept.items())


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
        messages=with_system(desk.profile.assistant.system, prompt, sentence.text),
        group=group,
        facts={},
        sources=(desk.source(sentence),),
        flags=tuple(sorted({*passage.flags, "suggested"})),
    )
