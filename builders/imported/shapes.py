"""The shapes that datasets have: chat, ShareGPT, Alpaca, prompt and completion, plain text; each as messages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.example import Message, Role

_ROLES: Mapping[str, Role] = {
    "system": "system",
    "user": "user",
    "human": "user",
    "prompter": "user",
    "utilizador": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "assistente": "assistant",
}
_PAIRS = (
    ("prompt", "completion"),
    ("prompt", "response"),
    ("prompt", "answer"),
    ("question", "answer"),
    ("pergunta", "resposta"),
    ("query", "response"),
    ("input", "output"),
    ("entrada", "saida"),
)
_TEXTS = ("text", "texto", "content", "conteudo", "passage", "passagem")
_MARKED = (
    re.compile(
        r"(?:.*?\n)?#{2,3} ?(?:Instruction|Instrução|Pergunta|Question):?\s*(?P<asked>.*?)"
        r"(?:\n+#{2,3} ?(?:Input|Contexto|Context):?\s*(?P<given>.*?))?"
        r"\n+#{2,3} ?(?:Response|Resposta|Answer):?\s*(?P<said>.*)",
        re.DOTALL,
    ),
    re.compile(r"\s*(?:<s>)?\s*\[INST\]\s*(?P<asked>.*?)\s*\[/INST\]\s*(?P<said>.*?)\s*(?:</s>)?\s*", re.DOTALL),
    re.compile(r"\s*(?:Pergunta|P|Q|Question): ?(?P<asked>.*?)\n+\s*(?:Resposta|R|A|Answer): ?(?P<said>.*)", re.DOTALL),
)
"""Ways in which a plain text holds a question and its answer."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A row as messages, texts as they are written; the last one the assistant's."""

    shape: str
    """chat, sharegpt, alpaca, prompt-completion, text or unknown: the template of the example."""
    messages: tuple[Message, ...]


def shaped(value: Any) -> Shaped:
    """The conversation of a row. A row of no known shape is a text: what it holds, as it is written."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        row = {str(key).strip().lower(): item for key, item in value.items()}
        for read in (_chat, _alpaca, _pair, _plain):
            found = read(row)
            if found is not None:
                return found
    if isinstance(value, list) and _turns(value):
        return Shaped("chat", _turns(value))
    return Shaped("unknown", _asked("", str(value)))


def _chat(row: Mapping[str, Any]) -> Shaped | None:
    for key, shape in (("messages", "chat"), ("conversations", "sharegpt"), ("conversation", "sharegpt")):
        turns = row.get(key)
        if isinstance(turns, list) and (messages := _turns(turns)):
            before = _string(row.get("system"))
            if before and messages[0]["role"] != "system":
                messages = (Message(role="system", content=before), *messages)
            return Shaped(shape, messages)
    return None


def _turns(turns: list[Any]) -> tuple[Message, ...]:
    """Messages of turns, ending in the assistant's; empty where a turn is none or has an unknown speaker."""
    messages = []
    for turn in turns:
        if not isinstance(turn, Mapping):
            return ()
        role = _ROLES.get(_string(turn.get("role", turn.get("from"))).lower())
        if role is None:
            return ()
        messages.append(Message(role=role, content=_string(turn.get("content", turn.get("value")))))
    return _ending_in_answer(messages)


def _ending_in_answer(messages: list[Message]) -> tuple[Message, ...]:
    if not messages:
        return ()
    if messages[-1]["role"] != "assistant":
        messages.append(Message(role="assistant", content=""))
    if not any(message["role"] == "user" for message in messages):
        messages.insert(len(messages) - 1, Message(role="user", content=""))
    return tuple(messages)


def _alpaca(row: Mapping[str, Any]) -> Shaped | None:
    said = next((row[key] for key in ("output", "response", "saida") if key in row), None)
    asked = next((row[key] for key in ("instruction", "instrucao", "instrução") if key in row), None)
    if asked is None or said is None:
        return None
    given = _string(row.get("input", row.get("context", "")))
    question = f"{_string(asked)}\n\n{given}" if given.strip() else _string(asked)
    return Shaped("alpaca", _asked(question, _string(said), _string(row.get("system"))))


def _pair(row: Mapping[str, Any]) -> Shaped | None:
    for asked, said in _PAIRS:
        if asked in row and said in row:
            system = _string(row.get("system"))
            return Shaped("prompt-completion", _asked(_string(row[asked]), _string(row[said]), system))
    return None


def _plain(row: Mapping[str, Any]) -> Shaped | None:
    for key in _TEXTS:
        if key in row:
            return _text(_string(row[key]))
    return None


def _text(text: str) -> Shaped:
    """A plain text: a question and answer where it marks them, else an answer to nothing."""
    for pattern in _MARKED:
        if found := pattern.fullmatch(text):
            given = (found.groupdict().get("given") or "").strip()
            question = f"{found['asked'].strip()}\n\n{given}" if given else found["asked"].strip()
            return Shaped("text", _asked(question, found["said"].strip()))
    return Shaped("text", _asked("", text))


def _asked(question: str, answer: str, system: str = "") -> tuple[Message, ...]:
    before = (Message(role="system", content=system),) if system.strip() else ()
    return (*before, Message(role="user", content=question), Message(role="assistant", content=answer))


def _string(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)
