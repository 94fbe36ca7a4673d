"""Scenarios that run in a moment."""

import pytest


@pytest.fixture
def scenario(tmp_path):
    file = tmp_path / "short.yaml"
    file.write_text(
        "title: A short run\nquestion: Does it run?\nyears: {from: 2003, to: 2012}\nworlds: 3\n"
        "measures:\n"
        "  - {id: pak-china, share: {buyer: Pakistan, supplier: China, window: 2008-2012}}\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def scorable(tmp_path):
    """A scenario of which some claims can be asked."""
    file = tmp_path / "short.yaml"
    file.write_text(
        "title: A short run\nyears: {from: 2003, to: 2013}\nworlds: 2\nextends: history.yaml\n"
        "inherit: questions\n"
        "plots: {buyers: [Pakistan]}\n",
        encoding="utf-8",
    )
    return str(file)
