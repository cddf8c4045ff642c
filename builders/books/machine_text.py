"""Text that talks to machines: instructions to an assistant left inside a source."""

import re
from collections.abc import Iterator

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
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:^|[.!?:;,]\s*|\be\s+|\bpor favor,?\s*){_VERB}(?:-me)?\s+(?:{_OBJECT}\s+)*{_THING}\b",
        r"\bretir[ae]r?\s+os?\s+n[úu]meros?\s+d[ea]s?\s+p[áa]ginas?\b",
        r"\b(?:remov[ea]|apag[au]e?|tir[ae])r?\s+[oa]s\s+(?:cabe[çc]alhos|rodap[ée]s|quebras de (?:linha|p[áa]gina))\b",
        r"\bignor[ae]r?\s+(?:todas\s+)?(?:as\s+)?(?:instru[çc][õo]es|ordens|mensagens)\b",
        r"\b(?:ignore|disregard)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+)?(?:previous|prior|above)\b",
        r"\b(?:as|enquanto|como)\s+(?:um\s+|an?\s+)?"
        r"(?:modelo de linguagem|assistente virtual|intelig[êe]ncia artificial|AI language model)\b",
        r"\b(?:chat ?gpt|claude|gemini|copilot|mistral|llama)\b.{0,40}\b(?:corrig|resum|traduz|escrev|respond|faz)",
        r"(?:^|\W)(?:system|user|assistant)\s*(?:prompt)?:\s|<\|(?:im_start|system|user|assistant)|\[/?INST\]",
        r"\b[ée]s\s+um\s+assistente\b|\byou are an? (?:helpful )?(?:assistant|AI)\b|\bact as an?\b|\baja? como um\b",
        r"\bmant(?:[ée]m|enha)\s+o\s+texto\s+original\b|\bn[ãa]o\s+alter(?:es|e)\s+o\s+(?:texto|conte[úu]do)\b",
        r"\b(?:segue|aqui (?:est[áa]|tens|vai))\s+o\s+texto\s+(?:corrigido|revisto|reescrito|traduzido|formatado)\b",
        r"\b(?:vou|posso)\s+(?:corrigir|reescrever|formatar|resumir)\s+o\s+(?:teu|seu|texto)\b",
    )
)
_TRIGGERS = (
    *(
        "txt",
        "text",
        "ficheiro",
        "arquivo",
        "document",
        "pdf",
        "parágr",
        "paragr",
        "ocr",
        "excert",
        "prompt",
        "transcri",
    ),
    *("código", "codigo", "página", "pagina", "cabeçalho", "rodap", "ignor", "disregard", "modelo de ling", "act as"),
    *("language model", "assist", "gpt", "claude", "gemini", "copilot", "mistral", "llama", "system:", "user:", "<|"),
    *("inst]", "como um", "inteligência artificial"),
)
"""What a line must hold to be looked at: these are found a hundred times faster than the patterns."""


def find_machine_text(text: str) -> Iterator[int]:
    """Yield the offset of each place where a text tells an assistant what to do, or is its talk of doing it."""
    for start, end in _lines_with_triggers(text):
        line = text[start:end]
        yield from (start + found.start() for pattern in _PATTERNS for found in pattern.finditer(line))


def talks_to_machines(text: str) -> bool:
    return any(True for _ in find_machine_text(text))


def _lines_with_triggers(text: str) -> list[tuple[int, int]]:
    """The spans of lines that hold a trigger, in order."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter such as İ grows: offsets would not match
        return [(0, len(text))]
    spans = set()
    for trigger in _TRIGGERS:
        offset = lower.find(trigger)
        while offset >= 0:
            end = lower.find("\n", offset)
            end = len(lower) if end < 0 else end
            spans.add((lower.rfind("\n", 0, offset) + 1, end))
            offset = lower.find(trigger, end)
    return sorted(spans)
