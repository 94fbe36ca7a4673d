"""Accounts: what is lost is told by volume, reason, buyer, supplier and class."""

import json

from sim.cli import main
from sim.register.read import read_register

from .conftest import adds_up
from .test_join import by_year

GOOD = [(n, "Spain", "Chile", f"T-{n}", 2001, 2001, 100) for n in range(1, 9)]


def with_unknown(folder, tiv):
    """A register of 800 TIV and a deal of something that belongs to no class."""
    file = folder / "register.csv"
    bad = f"99,France,Norway,Moon,thing,Satellites,2000,No,1,No,2001,No,New,1,1,{tiv},No"
    file.write_text(by_year(*GOOD) + bad + "\n", encoding="utf-8")
    return file


def test_what_is_lost_has_rows_volume_and_whose_it_is(tmp_path):
    [account] = read_register([with_unknown(tmp_path, 20)]).accounts
    [tally] = account.dropped.values()
    assert (tally.rows, tally.tiv, account.tiv, account.used_tiv) == (1, 20, 820, 800)
    most = tally.plain()["most of it"]
    assert most["buyers"] == {"Norway": 20} and most["suppliers"] == {"France": 20}
    assert list(most["classes"].values()) == [20]
    text = "\n".join(account.lines())
    assert "820 TIV delivered = 800 used + 20 dropped" in text
    assert "most by buyers: Norway 20" in text
    assert adds_up(account)


def imported(file, out, capsys, *words):
    status = main(["import", str(file), "--out", str(out), "--start", "2002", *words])
    return status, capsys.readouterr()


def test_above_a_hundredth_it_is_said_last_and_above_a_tenth_asked_for(tmp_path, capsys):
    status, printed = imported(with_unknown(tmp_path, 5), tmp_path / "a", capsys)
    assert status == 0 and "is dropped" not in printed.err
    status, printed = imported(with_unknown(tmp_path, 20), tmp_path / "b", capsys)
    assert status == 0 and "2.4% is dropped" in printed.err.splitlines()[-1]
    status, printed = imported(with_unknown(tmp_path, 200), tmp_path / "c", capsys)
    assert status == 2 and not (tmp_path / "c").exists()
    assert "--accept-loss" in printed.err.splitlines()[-1]
    status, printed = imported(tmp_path / "register.csv", tmp_path / "c", capsys, "--accept-loss")
    assert status == 0
    account = json.loads((tmp_path / "c" / "import.json").read_text(encoding="utf-8"))
    assert account["files"][0]["share of volume dropped"] == 0.2
