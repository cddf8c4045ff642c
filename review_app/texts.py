"""What the app says, in each language: flat keys in `texts/<language>.yaml`, {fields} filled in by the pages."""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = {"pt": "Português", "en": "English"}


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language."""
    return yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))


def say(language: str, key: str, **fields: object) -> str:
    """One text, its fields filled in."""
    return texts(language)[key].format(**fields)


def known(language: str, key: str) -> bool:
    return key in texts(language)
