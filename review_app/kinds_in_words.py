"""A kind of question as a curator reads it: `match.score` as "resultado de um jogo"."""

from collections.abc import Iterable

from review_app.texts import known, say

BUILDERS = ("results", "biographies", "books", "imported", "rehearsal")
# Of a refusal: how its template begins, what stands for it, and where the kind that it refuses is named.
REFUSED = (
    ("no-person.", "asked.refused.person", "biographies", ""),
    ("no-", "asked.refused.fact", "biographies", ""),
    ("no-opponent.", "asked.refused.opponent", "results", "opponent."),
    ("no-season.", "asked.refused.season", "results", "season."),
)
DISPUTED = ".conflict"


def kind_in_words(language: str, builders: Iterable[str], template: str) -> str:
    """The kind in the words of each of the builders that asks it; its name where the texts have none."""
    found = [words for builder in builders if (words := _of(language, builder, template))]
    return " / ".join(dict.fromkeys(found)) or template


def _of(language: str, builder: str, template: str) -> str:
    key = f"asked.{builder}.{template}"
    if known(language, key):
        return say(language, key)
    for start, text, asker, kind in REFUSED:
        if builder == asker and template.startswith(start):
            refused = _of(language, builder, kind + template.removeprefix(start))
            return say(language, text, what=refused) if refused else ""
    if template.endswith(DISPUTED):
        disputed = _of(language, builder, template.removesuffix(DISPUTED))
        return say(language, "asked.disputed", what=disputed) if disputed else ""
    return ""
