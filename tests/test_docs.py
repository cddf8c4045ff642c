"""The pages of docs/ name commands, settings and files that there are."""

import re

import pytest

from builders import profile
from builders.reporting import reason_words
from tests.archive import ROOT
from train import config

PAGES = sorted((ROOT / "docs").glob("*.md"))
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
SECTIONS = {
    "adapter": config.Adapter,
    "batches": config.Batches,
    "optimizer": config.Optimizer,
    "saving": config.Saving,
    "memory": config.Memory,
    "draw": profile.Draw,
    "splits": profile.Splits,
    "balance": profile.Balance,
}


def found(pattern: str) -> list[tuple[str, str]]:
    """Every match in every page, with the page's name."""
    return [(name, match) for name, text in TEXTS.items() for match in re.findall(pattern, text)]


def test_every_make_command_is_a_target_with_variables_that_the_makefile_reads() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page, command in found(r"(?:`|\$ |-i )make ([a-z-]+(?: [A-Z]+=[^`\s)]*)*)"):
        target, *variables = command.split(" ")
        assert re.search(rf"^{target}:", makefile, re.M), f"{page}: make {target}"
        for variable in variables:
            assert re.search(rf"\b{variable.split('=')[0]}\b", makefile), f"{page}: make {command}"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_setting_exists(section: str) -> None:
    for page, name in found(rf"`(?:--set )?{section}\.(\w+)"):
        assert hasattr(SECTIONS[section](), name), f"{page}: {section}.{name}"


def test_every_preset_and_every_reason_exists() -> None:
    for page, preset in found(r"(?:PRESET=|--preset )([\w-]+)"):
        assert (config.PRESETS / f"{preset}.yaml").is_file(), f"{page}: {preset}"
    for page, reason in found(r"REASON=(\w+)"):
        assert reason in reason_words(), f"{page}: {reason}"


def test_every_link_leads_to_a_file() -> None:
    for page, target in found(r"\]\(([^)#]+)\)"):
        assert target.startswith("http") or (ROOT / "docs" / target).exists(), f"{page}: {target}"
