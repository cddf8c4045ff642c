"""Text that talks to machines: instructions to an assistant left inside a source."""

import re
from collections.abc import Iterator, Sequence

_OBJECT = r"(?:este|esse|o|a|os|as|neste|deste|do|seguinte|todo|todas?)"
_THING = (
    r"(?:txt|text[oo]s?|ficheiros?|arquivos?|documentos?|pdf|par[áa]grafos?|ocr|excertos?|prompt|transcri[çc][ãa]o"
    r"|c[óo]digo)"
)
_VERB = (
    r"(?:corrig[ei]r?|retir[ae]r?|remov[ea]r?|apag(?:a|ue|ar)|limp(?:a|e|ar)|reescrev[ea]r?|resum[ae]r?|traduz(?:a|ir)?"
    r"|format(?:a|e|ar)|converte(?:r)?|converta|transform(?:a|e|ar)|transcrev[ea]r?|reformul(?:a|e|ar)"
    r"|organiz(?:a|e|ar))"
)
_PATTERNS = tuple(
    (tuple(triggers.split("|")), pattern)
    for triggers, pattern in (
        (
            "txt|text|ficheiro|arquivo|document|pdf|parágr|paragr|ocr|excert|prompt|transcri|código|codigo",
            rf"(?:^|[.!?:;,]\s*|\be\s+|\bpor favor,?\s*){_VERB}(?:-me)?\s+(?:{_OBJECT}\s+)*{_THING}\b",
        ),
        ("página|pagina", r"\bretir[ae]r?\s+os?\s+n[úu]meros?\s+d[ea]s?\s+p[áa]ginas?\b"),
        (
            "cabeçalho|cabecalho|rodap|quebras de",
            r"\b(?:remov[ea]|apag[au]e?|tir[ae])r?\s+[oa]s\s+"
            r"(?:cabe[çc]alhos|rodap[ée]s|quebras de (?:linha|p[áa]gina))\b",
        ),
        ("ignor", r"\bignor[ae]r?\s+(?:todas\s+)?(?:as\s+)?(?:instru[çc][õo]es|ordens|mensagens)\b"),
        (
            "ignore|disregard",
            r"\b(?:ignore|disregard)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+)?(?:previous|prior|above)\b",
        ),
        (
            "modelo de ling|assistente virt|ncia artificial|language model",
            r"\b(?:as|enquanto|como)\s+(?:um\s+|an?\s+)?"
            r"(?:modelo de linguagem|assistente virtual|intelig[êe]ncia artificial|AI language model)\b",
        ),
        (
            "gpt|claude|gemini|copilot|mistral|llama",
            r"\b(?:chat ?gpt|claude|gemini|copilot|mistral|llama)\b.{0,40}\b(?:corrig|resum|traduz|escrev|respond|faz)",
        ),
        (
            "system|user|assistant|inst]",
            r"(?:^|\W)(?:system|user|assistant)\s*(?:prompt)?:\s|<\|(?:im_start|system|user|assistant)|\[/?INST\]",
        ),
        (
            "assistente|you are a|act as a|aj como um|aja como um",
            r"\b[ée]s\s+um\s+assistente\b|\byou are an? (?:helpful )?(?:assistant|AI)\b"
            r"|\bact as an?\b|\baja? como um\b",
        ),
        (
            "original|altere",
            r"\bmant(?:[ée]m|enha)\s+o\s+texto\s+original\b|\bn[ãa]o\s+alter(?:es|e)\s+o\s+(?:texto|conte[úu]do)\b",
        ),
        (
            "texto",
            r"\b(?:segue|aqui (?:est[áa]|tens|vai))\s+o\s+texto\s+"
            r"(?:corrigido|revisto|reescrito|traduzido|formatado)\b",
        ),
        ("texto", r"\b(?:vou|posso)\s+(?:corrigir|reescrever|formatar|resumir)\s+o\s+(?:teu|seu|texto)\b"),
    )
)
"""Each with what a line must hold to be looked at: that is found a hundred times faster than the pattern, and most
patterns are never needed in a process, nor compiled.
"""


def find_machine_text(text: str) -> Iterator[int]:
    """Yield the offset of each place where a text tells an assistant what to do, or is its talk of doing it."""
    lower = text.lower()
    for triggers, pattern in _PATTERNS:
        same_length = len(lower) == len(text)  # a letter such as İ grows: offsets would not match
        for start, end in _lines_with(triggers, lower) if same_length else [(0, len(text))]:
            yield from (start + found.start() for found in re.finditer(pattern, text[start:end], re.I))


def _lines_with(triggers: Sequence[str], lower: str) -> list[tuple[int, int]]:
    """The spans of lines that hold a trigger, in order."""
    spans = set()
    for trigger in triggers:
        offset = lower.find(trigger)
        while offset >= 0:
            end = lower.find("\n", offset)
            end = len(lower) if end < 0 else end
            spans.add((lower.rfind("\n", 0, offset) + 1, end))
            offset = lower.find(trigger, end)
    return sorted(spans)
