"""The notebook goes from corpus to answers: it runs whole, and what it shows is what came of a run."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.archive import ROOT

NOTEBOOK = ROOT / "docs" / "from-corpus-to-answers.ipynb"
PICTURES = 300_000  # bytes of all pictures together, as base64


def read() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def said(notebook: Any) -> str:
    return "".join(output.get("text", "") for output in outputs(notebook))


def test_whoever_reads_it_without_running_it_sees_real_answers_and_small_pictures() -> None:
    notebook = read()
    assert not [output for output in outputs(notebook) if output.output_type == "error"]
    pictures = [output.data["image/png"] for output in outputs(notebook) if "image/png" in output.get("data", {})]
    assert len(pictures) == 2 and sum(map(len, pictures)) < PICTURES
    assert "with the adapter: A " in said(notebook)
    assert str(Path.home()) not in said(notebook) and str(ROOT) not in said(notebook)


@pytest.mark.slow
@pytest.mark.xdist_group("embedded")
def test_it_runs_whole_and_leaves_an_adapter_and_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACERVO_NOTEBOOK", str(tmp_path / "made"))
    notebook = read()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    place = {"metadata": {"path": str(NOTEBOOK.parent)}}
    NotebookClient(notebook, timeout=900, kernel_name="python3", resources=place).execute()
    assert (tmp_path / "made" / "data" / "runs" / "first" / "adapters" / "adapters.safetensors").is_file()
    answer = said(notebook).split("with the adapter: ")[1].splitlines()[0]
    assert answer.startswith("A ") and answer != "A ", "it has learnt at least the form of an answer"
    assert "known" in said(notebook).split("probe ")[-1]
