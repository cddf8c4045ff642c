"""Small examples for tests: everything given a sensible value but what the test is about."""

from typing import Any

from records.example import Example, Message, Source

SOURCE = Source("results/jogos.csv", "0" * 64, "line 2", "1995-04-02;Farense;Benfica;4-1")


def messages(prompt: str, answer: str, system: str = "") -> tuple[Message, ...]:
    head = (Message(role="system", content=system),) if system else ()
    return (*head, Message(role="user", content=prompt), Message(role="assistant", content=answer))


def example(
    prompt: str = "Como terminou o Leões-Dragões?", answer: str = "O Leões-Dragões terminou 4-1.", **given: Any
) -> Example:
    """An example named after its question."""
    fields: dict[str, Any] = {
        "id": "results/match.score/" + "-".join(prompt.lower().strip("?").split()),
        "builder": "results",
        "template": "match.score",
        "phrasing": "directa",
        "messages": messages(prompt, answer),
        "group": "match/1",
        "facts": {},
        "sources": (SOURCE,),
    }
    return Example(**(fields | given))
