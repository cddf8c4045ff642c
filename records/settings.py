"""Settings out of YAML and JSON: dataclasses whose values are checked, unknown keys and wrong types being errors."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

import yaml

from records.errors import AcervoError

T = TypeVar("T")
Fault = type[AcervoError]

_POWER = re.compile(r"[-+]?\d+(?:\.\d*)?[eE][-+]?\d+")
KINDS: Mapping[Any, tuple[str, str]] = {
    str: ("a text", "put it in quotes"),
    int: ("a whole number", "write one, such as 3"),
    float: ("a number", "write one, such as 0.5 or 1e-5"),
    bool: ("true or false", "write one of them"),
    tuple: ("a list", "write [one, two]"),
    Mapping: ("keys and values", "write {name: value}"),
}
"""What a field of each type takes, and what to write."""


def read_yaml(path: Path, fault: Fault = AcervoError, loader: type[yaml.SafeLoader] = yaml.SafeLoader) -> Any:
    """The content of a YAML file. Raises `fault` with its line where it is not YAML, and where it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise fault(f"{path}{line}", f"not YAML ({getattr(error, 'problem', error)})", "mend the line") from error
    except RecursionError as error:
        raise fault(path, "nested too deeply", "take out the brackets that open and do not close") from error
    except (UnicodeDecodeError, OSError) as error:
        raise fault(path, f"cannot be read ({error})", "save it as UTF-8 text") from error


def filled(start: type[T] | T, content: Any, where: object, fault: Fault = AcervoError) -> T:
    """`start`, a dataclass or one of its objects, with what `content` says put in; sections inside sections.

    Raises `fault` at `where: key` for a key that does not exist, a value of the wrong type, a value that is missing.
    """
    kind = cast(type[T], start if isinstance(start, type) else type(start))
    if not isinstance(content, Mapping):
        raise fault(where, f"expected keys and values, found {content!r}", f"the keys here are {_listed(kind)}")
    hints, known = get_type_hints(kind), _keys(kind)
    values: dict[str, Any] = {}
    for key, value in content.items():
        if key not in known:
            raise fault(f"{where}: {key}", "unknown key", f"the keys here are {_listed(kind)}")
        if is_dataclass(hints[key]):
            section = hints[key] if isinstance(start, type) else getattr(start, key)
            values[key] = filled(section, value, f"{where}: {key}", fault)
        else:
            values[key] = checked(hints[key], value, f"{where}: {key}", fault)
    if not isinstance(start, type):
        return replace(cast(Any, start), **values)
    missing = [name for name, field in known.items() if _required(field) and name not in values]
    if missing:
        raise fault(where, f"{missing[0]} is missing", f"the keys here are {_listed(kind)}")
    return kind(**values)


def checked(hint: Any, value: Any, where: object, fault: Fault = AcervoError) -> Any:
    """`value` as the type `hint`, without guessing: PyYAML reads `no` as false, which is an error for a text.

    A power of ten without a point, `1e-5`, is a number in YAML 1.2 and as people write it; PyYAML reads a text.
    """
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        if value in inner:
            return value
        raise fault(where, f"{value!r} is none of the choices", f"choose {', '.join(map(str, inner))}")
    if origin is tuple and isinstance(value, list | tuple):
        return tuple(checked(inner[0], item, where, fault) for item in value)
    if origin is Mapping and isinstance(value, Mapping):
        return {str(key): checked(inner[1], item, f"{where}.{key}", fault) for key, item in value.items()}
    if hint is float and type(value) is int:
        return float(value)
    if hint is float and isinstance(value, str) and _POWER.fullmatch(value):
        return float(value)
    if type(value) is hint:
        return value
    what, remedy = KINDS[origin or hint]
    raise fault(where, f"{value!r} is not {what}", remedy)


def _keys(kind: type) -> dict[str, Field[Any]]:
    """The fields that a file may set: not a path, which is where the file was read from."""
    hints = get_type_hints(kind)
    return {field.name: field for field in fields(cast(Any, kind)) if hints[field.name] is not Path}


def _listed(kind: type) -> str:
    return ", ".join(_keys(kind))


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
