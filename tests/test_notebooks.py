"""Notebooks: each runs from top to bottom, and none is kept with what it printed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parent.parent / "docs" / "notebooks").glob("*.ipynb"))

# As in all other tests, commands draw where they run.
ALONE = "--IPKernelApp.exec_lines=from sim.plots import processes; processes.MOST = 1"


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path):
    book = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": path.parent}}
    ran = NotebookClient(book, timeout=900, resources=where, extra_arguments=[ALONE]).execute()
    values = [
        output.get("data", {}).get("text/plain")
        for cell in ran.cells
        if cell.cell_type == "code" and cell.source.rstrip().splitlines()[-1].startswith("sim(")
        for output in cell.outputs
        if output.output_type == "execute_result"
    ]
    assert values and set(values) == {"0"}  # what every command hands back


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert cells
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
