"""``sim check``: what is right, what is wrong and where, what is not reached."""

from sim.cli import main


def test_check_says_that_a_right_file_is_right(scenario, capsys):
    assert main(["check", str(scenario)]) == 0
    assert "A short run" in capsys.readouterr().out


def test_check_tells_every_mistake_with_file_and_line(tmp_path, capsys):
    file = tmp_path / "wrong.yaml"
    file.write_text("title: Wrong\nwolrds: 3\nseed: many\n", encoding="utf-8")
    assert main(["check", str(file)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[:2] for line in lines] == [[str(file), "2"], [str(file), "3"]]
    assert "did you mean 'worlds'" in lines[0]


def test_check_tells_names_that_the_theatre_lacks(scenario, capsys):
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("China", "Chyna"), "utf-8")
    assert main(["check", str(scenario)]) == 2
    error = capsys.readouterr().err
    assert f"{scenario}:6:" in error
    assert "did you mean 'China'" in error


def test_check_says_what_is_inherited_but_not_reached(tmp_path, capsys):
    file = tmp_path / "short.yaml"
    file.write_text("extends: history\nyears: {to: 2012}\n", encoding="utf-8")
    assert main(["check", str(file)]) == 0
    printed = capsys.readouterr().out
    assert f"not reached within the years that {file}:2:13 sets" in printed
    assert "event russia-lifts-ban, 2014 (" in printed
    assert "measure pak-china-2013-17, 2013-2017 (" in printed


def test_check_names_whom_the_tables_of_the_theatre_lack(scenario, capsys):
    assert main(["check", str(scenario)]) == 0
    printed = capsys.readouterr().out
    assert (
        "Not on record: wealth of Rest of world and Other suppliers (taken for middling)."
        in printed
    )
