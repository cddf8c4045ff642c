"""Text of unknown origin made safe to look at: what has no shape, or too much of it, is shown by its code."""

import unicodedata

LONGEST = 20_000  # characters shown of one text
MARKS = 4  # combining marks shown on one letter; more would run over the lines above and below
KEPT = "\n\t"


def visible(text: str, longest: int = LONGEST) -> str:
    """The text with control, bidirectional and invisible characters replaced by ⟨U+XXXX⟩, and cut to `longest`."""
    shown, marks = [], 0
    for character in text[:longest]:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MARKS:
            shown.append(character if character in KEPT else _shown(character))
    more = f" ⟨… {thousands(len(text) - longest)} ⟩" if len(text) > longest else ""
    return "".join(shown) + more


def one_line(text: str, longest: int = 200) -> str:
    """A text for a cell of a list: visible, on one line."""
    return visible(" ".join(text[: longest * 4].split()), longest)


def shortened(text: str, longest: int) -> str:
    """A text on one line, visible; where it is longer, whole words of its beginning and an ellipsis."""
    line = one_line(text, longest * 4)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def thousands(number: int) -> str:
    """A count as it is read: 12 345."""
    return f"{number:,}".replace(",", "\u202f")


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "C" or category in ("Zl", "Zp"):
        return f"⟨U+{ord(character):04X}⟩"
    return character
