"""``sim tip``: what it answers, leaves and refuses."""

import json

import pytest

from sim.cli import main
from tests.sensitivity.test_trial import FILE


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("tip") / "short.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_the_command_answers_and_leaves_its_files_twice_the_same(file, tmp_path, capsys):
    asked = ["tip", str(file), "--vary", "events.cheap.factor=1:0.5", "--worlds", "3"]
    asked += ["--until", "india-russia > 0.99", "--seed", "2"]
    for name, threads in (("a", "1"), ("b", "2")):
        assert main([*asked, "--out", str(tmp_path / name), "--threads", threads]) == 0
    printed = capsys.readouterr().out
    assert "Russia's share of India's orders" in printed
    assert "factor of ‘Russia's prices fall’" in printed
    for name in ("tip.csv", "tip.json", "plots/tip.png"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    told = json.loads((tmp_path / "a" / "tip.json").read_text(encoding="utf-8"))
    assert told["vary"] == "events.cheap.factor" and told["condition"] == "india-russia > 0.99"
    assert (told["from"], told["to"], told["worlds"]["count"]) == (1.0, 0.5, 3)
    lines = (tmp_path / "a" / "tip.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("events.cheap.factor,median") and lines[1].startswith("1,")


def test_the_command_tells_all_mistakes_and_writes_nothing(file, tmp_path, capsys):
    out = tmp_path / "out"
    asked = ["tip", str(file), "--vary", "vetoo=0:1", "--until", "india-rusia < half"]
    assert main([*asked, "--out", str(out)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["--until", "--until", "--vary"]
    assert "did you mean 'india-russia'" in lines[0] and not out.exists()


def test_a_file_in_the_way_is_refused(file, capsys):
    asked = ["tip", str(file), "--vary", "veto=0:1", "--until", "india-russia < 0.5"]
    assert main([*asked, "--out", str(file)]) == 2
    assert "is a file; name a folder" in capsys.readouterr().err
