"""The phrasing files: YAML of named pieces, checked when read, so that no bad word waits for its draw."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from records.errors import AcervoError
from records.settings import read_yaml

HELD_OUT = "held_out"
MARKER = "\0"  # stands where YAML writes `de+ `: contract with the article that follows
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REFERENCE = re.compile(r"\{([^{}]*)\}")
_PREPOSITION = re.compile(r"\b(de|em|a|por|De|Em|A|Por)\+ ?")
_KIND_KEYS = ("slots", "patterns", "answer", "refusal")
_PIECE_KEYS = ("text", "is", "needs", "not", "end")


class PhrasingError(AcervoError):
    """A phrasing file that cannot be used. `where` is the file, the kind and the piece."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words with a name. `labels` say what it is; `needs` and `refuses` are labels of the pieces beside it."""

    name: str
    text: str
    references: tuple[str, ...]
    """The {names} in it, in order: fields, and in a pattern slots too."""
    held_out: bool = False
    labels: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    refuses: frozenset[str] = frozenset()
    end: str = ""
    """The mark that ends a sentence with this piece in it, in place of its pattern's."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything with which one kind of question is asked and answered."""

    name: str
    patterns: tuple[Piece, ...]
    slots: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    answers: Mapping[str, Piece] = field(default_factory=dict)
    """By case; "" where there is only one."""
    refusals: Mapping[str, Piece] = field(default_factory=dict)
    references: tuple[str, ...] = ()
    """The {names} in its patterns and pieces, each once."""


def read_kinds(path: Path, fields: Mapping[str, frozenset[str]]) -> dict[str, Kind]:
    """Read a phrasing file: shared `slots` and `kinds`. `fields` are the names that code fills, by kind.

    Raises PhrasingError for a kind that code does not ask or that is missing, a key or {field} that does not exist,
    and a slot without held-out pieces in a kind that has held-out patterns.
    """
    content = _mapping(read_yaml(path, PhrasingError, _Loader), path, ("slots", "kinds"))
    kinds = {}
    for name, value in _mapping(content.get("kinds"), f"{path}: kinds").items():
        if name not in fields:
            raise PhrasingError(f"{path}: {name}", "no such kind of question", f"the kinds are {_listed(fields)}")
        kinds[name] = _kind(name, value, content.get("slots") or {}, fields[name], path)
    missing = sorted(set(fields) - set(kinds))
    if missing:
        raise PhrasingError(path, f"the kind {missing[0]!r} is missing", "write its patterns, answer and refusal")
    return kinds


@cache
def slot_of(reference: str) -> str:
    """The slot that a reference in a pattern names: {Ask} is the slot `ask` with a capital."""
    return reference[:1].lower() + reference[1:]


def _kind(name: str, value: Any, shared: Any, fields: frozenset[str], path: Path) -> Kind:
    where = f"{path}: {name}"
    value = _mapping(value, where, _KIND_KEYS)
    own = _mapping(value.get("slots") or {}, where)
    slots = {slot: _pieces(pieces, f"{where}: {slot}") for slot, pieces in {**shared, **own}.items()}
    patterns = _pieces(value.get("patterns"), f"{where}: patterns")
    used = {slot_of(r) for pattern in patterns for r in pattern.references} & set(slots)
    kind = Kind(
        name,
        patterns,
        {slot: slots[slot] for slot in sorted(used)},
        _cases(value.get("answer"), f"{where}: answer"),
        _cases(value.get("refusal"), f"{where}: refusal"),
        tuple(dict.fromkeys(r for pieces in (patterns, *slots.values()) for p in pieces for r in p.references)),
    )
    _check_references(kind, fields, where)
    _check_held_out(kind, where)
    return kind


def _pieces(value: Any, where: str) -> tuple[Piece, ...]:
    """The pieces of a slot, sorted by name so that their order in the file decides nothing."""
    value = dict(_mapping(value, where))
    held_out = _mapping(value.pop(HELD_OUT, None) or {}, f"{where}: {HELD_OUT}")
    pieces = [_piece(name, piece, False, where) for name, piece in value.items()]
    pieces += [_piece(name, piece, True, where) for name, piece in held_out.items()]
    twice = sorted(set(value) & set(held_out))
    if twice:
        raise PhrasingError(f"{where}: {twice[0]}", "is both held out and not", "give the two different names")
    return tuple(sorted(pieces, key=lambda piece: piece.name))


def _piece(name: Any, value: Any, held_out: bool, where: str) -> Piece:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise PhrasingError(f"{where}: {name}", "not a name", "use small letters, digits and hyphens, in quotes")
    where = f"{where}: {name}"
    value = {"text": value} if isinstance(value, str) else _mapping(value, where, _PIECE_KEYS)
    text = value.get("text")
    if not isinstance(text, str):
        raise PhrasingError(where, f"{text!r} is not a text", "put it in quotes")
    labels, needs, refuses = (frozenset(str(value.get(key) or "").split()) for key in ("is", "needs", "not"))
    references = tuple(_REFERENCE.findall(text))
    return Piece(name, _marked(text), references, held_out, labels, needs, refuses, str(value.get("end") or ""))


def _cases(value: Any, where: str) -> dict[str, Piece]:
    """Answers or refusals by case; a plain text is the only case."""
    if value is None:
        return {}
    if isinstance(value, str):
        return {"": Piece("", _marked(value), tuple(_REFERENCE.findall(value)))}
    return {piece.name: piece for piece in _pieces(value, where)}


def _marked(text: str) -> str:
    return _PREPOSITION.sub(rf"\1{MARKER}", text)


def _check_references(kind: Kind, fields: frozenset[str], where: str) -> None:
    """Every {name} is a field, or a slot where it stands in a pattern."""
    places = [("patterns", p) for p in kind.patterns] + [(slot, p) for slot, ps in kind.slots.items() for p in ps]
    places += [("answer", p) for p in kind.answers.values()] + [("refusal", p) for p in kind.refusals.values()]
    for place, piece in places:
        for reference in piece.references:
            is_slot = place == "patterns" and slot_of(reference) in kind.slots
            if reference not in fields and not is_slot:
                raise PhrasingError(
                    ": ".join(part for part in (where, place, piece.name) if part),
                    f"no field {{{reference}}}",
                    f"the fields are {_listed(fields)}" + (f"; the slots {_listed(kind.slots)}" if kind.slots else ""),
                )


def _check_held_out(kind: Kind, where: str) -> None:
    """A held-out question shares no piece with training, so every slot that it uses needs pieces of its own."""
    for pattern in kind.patterns:
        for slot in (slot_of(r) for r in pattern.references):
            if slot in kind.slots and not any(p.held_out == pattern.held_out for p in kind.slots[slot]):
                lacking = "held-out" if pattern.held_out else "training"
                raise PhrasingError(
                    f"{where}: patterns: {pattern.name}",
                    f"the slot {slot!r} has no {lacking} piece",
                    f"write one, under `{HELD_OUT}:` if it is held out",
                )


class _Loader(yaml.SafeLoader):
    """YAML in which a key written twice is an error: the first of two pieces would vanish without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is written twice", node.start_mark)
        return super().construct_mapping(node, deep)


def _mapping(value: Any, where: object, keys: tuple[str, ...] = ()) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise PhrasingError(where, f"expected names and texts, found {value!r}", "see builders/phrasings/results.yaml")
    for key in value:
        if keys and key not in keys:
            raise PhrasingError(f"{where}: {key}", "unknown key", f"the keys here are {', '.join(keys)}")
    return value


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))
