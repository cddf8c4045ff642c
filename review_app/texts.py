"""What the app says, in each language: flat keys in `texts/<language>.yaml`, {fields} filled in by the pages."""

from functools import cache
from pathlib import Path

import yaml

from review_app.visible import thousands

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = {"pt": "Português", "en": "English"}


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language."""
    return yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))


def say(language: str, key: str, **fields: object) -> str:
    """One text, its fields filled in: numbers as they are read, and for a count of 1 the text of `key.one`, if any."""
    one = f"{key}.one"
    chosen = one if fields.get("count") == 1 and known(language, one) else key
    shown = {name: thousands(value) if isinstance(value, int) else value for name, value in fields.items()}
    return texts(language)[chosen].format(**shown)


def known(language: str, key: str) -> bool:
    return key in texts(language)
