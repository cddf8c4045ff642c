"""Positions on the field: "Defesa / Médio", "Avançado → Defesa-direito", "Extremo-esquerdo/direito"."""

import re

from builders.portuguese import join_list

_SIDES = r"(?:direito|esquerdo|direita|esquerda|central|centro|lateral|ofensivo|defensivo)"
POSITION = re.compile(
    rf"(?:guarda-redes|guardião|defesa|lateral|central|líbero|trinco|médio|interior|extremo|avançado|"
    rf"ponta-de-lança|ponta de lança)(?:[- ]{_SIDES})?",
    re.IGNORECASE,
)
_NOT_PLAYED = re.compile(r"^(?:treinador|jogador|capitão|árbitro|dirigente)$", re.IGNORECASE)
CHANGE = "→"


def read_position(text: str) -> tuple[str, ...] | None:
    """The positions that a whole text lists, in small letters; after `CHANGE` those taken up later.

    None where anything in it is no position. "Defesa (direito e esquerdo)" is read as two sides of one.
    """
    found: list[str] = []
    for number, side in enumerate(re.split(r"\s*(?:→|->|>)\s*", text.strip(" ."))):
        positions = _list(side)
        if positions is None:
            return None
        found += [CHANGE] * bool(number and positions) + positions
    return tuple(found) if found and found[-1] != CHANGE else None


def position_text(position: tuple[str, ...]) -> str:
    """ "defesa e médio"; "avançado e, mais tarde, defesa-direito"."""
    if CHANGE not in position:
        return join_list(position)
    turn = position.index(CHANGE)
    return f"{join_list(position[:turn])} e, mais tarde, {join_list(position[turn + 1 :])}"


def _list(text: str) -> list[str] | None:
    text = re.sub(r"\s*\((?:ex-[^)]*|trinco|[^)]*ambidestro[^)]*)\)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\(([^)]*)\)", r" \1", text)
    text = re.sub(rf"\bdefesa[- ]lateral[- ]+({_SIDES})", r"lateral-\1", text, flags=re.IGNORECASE)
    found: list[str] = []
    for part in re.split(r"\s*(?:/|,| e | ou )\s*", text):
        word = " ".join(part.lower().split())
        if re.fullmatch(_SIDES, word) and found:
            word = re.sub(rf"[- ]{_SIDES}$", "", found[-1]) + f"-{word}"
        if _NOT_PLAYED.match(word):
            continue
        if not POSITION.fullmatch(word):
            return None
        found.append(_hyphenated(word))
    return list(dict.fromkeys(found))


def _hyphenated(word: str) -> str:
    return re.sub(rf"^(\w[\w-]*) ({_SIDES})$", r"\1-\2", word.replace("ponta de lança", "ponta-de-lança"))
