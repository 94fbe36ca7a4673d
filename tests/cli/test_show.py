"""``sim show``: a scenario that is complete, and right."""

from sim.cli import main


def test_show_prints_a_file_that_check_takes(tmp_path, capsys):
    assert main(["show", "no_embargo_lift"]) == 0
    printed = capsys.readouterr().out
    assert "russia-lifts-ban (politics.yaml:" in printed and "removed by no_embargo" in printed
    (tmp_path / "whole.yaml").write_text(printed, encoding="utf-8")
    assert main(["check", str(tmp_path / "whole.yaml")]) == 0
