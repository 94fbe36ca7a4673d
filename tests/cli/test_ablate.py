"""``sim ablate``: what it leaves, prints and refuses."""

import pytest

from sim.base.own import WRITTEN
from sim.cli import main


@pytest.mark.slow
def test_an_ablation_says_how_long_and_leaves_tables_and_a_plot(scorable, tmp_path, capsys):
    assert main(["ablate", scorable, "--worlds", "2", "--out", str(tmp_path / "off")]) == 0
    printed = capsys.readouterr().out
    assert "variants of 2 worlds, 2003-2013: about" in printed
    assert "all of habit" in printed and "Placebo" in printed
    names = {str(path.relative_to(tmp_path / "off")) for path in (tmp_path / "off").rglob("*.*")}
    pages = {name for name in names if name.startswith("plots/ablation")}
    assert names - pages == {"ablation.csv", "ablation.json", WRITTEN}
    assert "plots/ablation.png" in pages
    assert all(str(tmp_path / "off" / name) in printed for name in pages)
    assert (tmp_path / "off" / "ablation.csv").read_text("utf-8").startswith("variant,kind,group")


def test_an_ablation_into_a_file_is_refused(scorable, tmp_path, capsys):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert main(["ablate", scorable, "--out", str(tmp_path / "taken")]) == 2
    assert "is a file" in capsys.readouterr().err
