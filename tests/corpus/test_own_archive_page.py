"""docs/your-own-archive.md shows what works: what it shows is read, and the error that it shows comes."""

import re
from pathlib import Path

import pytest
import yaml

from builders.biographies.documents import read_document
from builders.building import BUILDERS
from builders.profile import ProfileError, load_profile
from builders.results.sidecar import read_sidecar
from builders.skipping import check_skip
from builders.sources import SourceFile

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "your-own-archive.md").read_text(encoding="utf-8")
BLOCKS = dict(
    zip(
        ("profile", "skipping", "clubs", "sidecar", "passwords"),
        re.findall(r"```yaml\n(.*?)```", PAGE, re.S),
        strict=True,
    )
)


def test_the_profile_it_shows_is_one(tmp_path: Path) -> None:
    (tmp_path / "profile.yaml").write_text(BLOCKS["profile"] + BLOCKS["passwords"], encoding="utf-8")
    profile = load_profile(tmp_path / "profile.yaml")
    assert profile.club.short == "Olhanense"
    assert profile.passwords == {"books/relatorio_1985.pdf": "segredo"}


def test_the_kinds_it_skips_are_there(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(BLOCKS["profile"] + BLOCKS["skipping"], encoding="utf-8")
    check_skip(load_profile(path), BUILDERS)


def test_the_error_it_shows_is_the_one_that_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my-archive"
    folder.mkdir()
    text = BLOCKS["profile"].replace("  city:", "  nickname: x\n  city:")
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProfileError) as error:
        load_profile(Path("my-archive/profile.yaml"))
    assert f"    {error.value}\n" in PAGE


def test_the_clubs_it_shows_are_entries_of_the_sample() -> None:
    own = yaml.safe_load((Path(__file__).resolve().parents[2] / "corpus" / "clubs.yaml").read_text(encoding="utf-8"))
    for name, entry in yaml.safe_load(BLOCKS["clubs"]).items():
        assert entry["article"] == own[name]["article"]
        assert set(entry["aliases"]) <= set(own[name]["aliases"])


def test_the_sidecar_it_shows_is_read(tmp_path: Path) -> None:
    (tmp_path / "jogos_antigos.csv.yaml").write_text(BLOCKS["sidecar"], encoding="utf-8")
    sidecar = read_sidecar(SourceFile(tmp_path / "jogos_antigos.csv", "results/jogos_antigos.csv", "0" * 64))
    assert sidecar.columns["opponent"] == "Contra quem"
    assert sidecar.away_score == "club_first"
    assert sidecar.constants == {"season": "1933-34"}


def test_the_front_matter_it_shows_is_read(tmp_path: Path) -> None:
    found = re.search(r"```markdown\n(.*?)```", PAGE, re.S)
    assert found
    path = tmp_path / "manuel_exemplo.md"
    path.write_text(found[1], encoding="utf-8")
    document = read_document(SourceFile(path, "biographies/manuel_exemplo.md", "0" * 64))
    fields = {field.path: field.value for field in document.fields}
    assert fields["nascimento",] == "1962-03-14"
    assert fields["clubes", "1", "clube"] == "Olhanense"
