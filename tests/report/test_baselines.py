"""Every main plot beside a small picture of it that somebody has looked at.

Words are left out, for how letters look depends on the version of FreeType; what words say is
tested elsewhere. A picture is compared after both are reduced to the same few pixels, with a
tolerance that other versions of the libraries keep and another plot does not. After a change that
is meant,

    SIM_NEW_BASELINES=1 pytest tests/report/test_baselines.py -n 0

writes the pictures anew; look at each of them.
"""

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from sim.compare.contrast import contrast
from sim.plots.drawing import save
from sim.plots.frame import Caption
from sim.plots.marks import dyad_marks, pair_marks
from sim.report.compare.effects import EffectRow, Effects, EffectSection
from sim.report.compare.effects_figure import effects_figure
from sim.report.compare.gains import gains_figure, gains_table
from sim.report.compare.over_time import over_time_data, over_time_figure
from sim.report.compare.panels import panels_data, panels_figure
from sim.report.run.balance import balance_data
from sim.report.run.balance_figure import balance_figure
from sim.report.run.ledger_figure import ledger_figure
from sim.report.run.matrix import MatrixHalf, matrix_data, matrix_figure
from sim.report.run.orders_deliveries import ledger_data
from sim.report.run.prices import prices_data
from sim.report.run.prices_figure import prices_figure
from sim.report.run.read import read_buyers
from sim.report.run.record import record_of
from sim.report.run.shares import shares_data
from sim.report.run.shares_figure import shares_figure
from sim.report.score.ablation_figure import ablation_figure
from sim.report.score.forest import forest_data
from sim.report.score.forest_figure import forest_figure
from sim.scenario import load
from sim.score.losses import ALL_TARGETS, Ablation, Loss
from tests.plots.looks import sticking_out

from .compare.conftest import SUPPLIERS, hand_made_sides
from .compare.test_plots import gains
from .score.test_forest import HOLDS, LIMIT, MISSES, NOTHING, card, row

FOLDER = Path(__file__).parent / "baseline"
WIDTH = 320  # pixels of a stored picture
TOLERANCE = 12.0  # root of the mean square of differences where there is ink, of 255
CAPTION = Caption("A title", "A question?", "A source.", 4)
DELIVERIES = [
    (w, "Aland", s, year, volume + 4.0 * w)
    for w in range(4)
    for s, volume in (("Russia", 30.0), ("China", 12.0))
    for year in range(2003, 2011)
]
ORDERS = [
    (w, "Aland", s, 2003 + w + i, 2005 + i, 2007 + i, 20.0 + 5 * w)
    for w in range(4)
    for i, s in enumerate(("Russia", "China"))
]


def drawn(figure):
    """A figure without its words as it is saved, but only so many pixels wide."""
    for text in figure.findobj(Text):
        text.set_visible(False)
    buffer = BytesIO()
    save(figure, buffer)
    buffer.seek(0)
    whole = Image.open(buffer).convert("RGB")
    height = round(whole.height * WIDTH / whole.width)
    return whole.resize((WIDTH, height), Image.Resampling.BOX)


def distance(one, other):
    """How far two pictures are apart where either is not white; infinite if their shapes are."""
    if abs(one.height - other.height) > 0.03 * other.height:
        return np.inf
    fitted = one.resize(other.size, Image.Resampling.BOX)
    pair = [np.asarray(picture, dtype=float) for picture in (fitted, other)]
    inked = (np.minimum(*pair) < 250).any(axis=2)
    return float(np.sqrt(np.mean((pair[0] - pair[1])[inked] ** 2)))


def stored(name):
    return Image.open(FOLDER / f"{name}.png").convert("RGB")


def same_as_stored(name, figure):
    assert sticking_out(figure) == []
    picture = drawn(figure)
    if os.environ.get("SIM_NEW_BASELINES"):
        FOLDER.mkdir(exist_ok=True)
        picture.save(FOLDER / f"{name}.png", optimize=True)
    found = distance(picture, stored(name))
    assert found <= TOLERANCE, f"{name} is {found:.1f} from the picture in {FOLDER}"


@pytest.fixture
def run(results, scenario, theatre):
    folder = results(DELIVERIES, sorted(ORDERS))
    [found] = read_buyers(folder, scenario, theatre, ["Aland"])
    return found


def test_shares(run, scenario, theatre):
    data = shares_data(run, record_of(theatre, "Aland"))
    marks = dyad_marks(scenario, theatre, "Aland", data.suppliers)
    same_as_stored("shares", shares_figure(data, marks, CAPTION))


def test_orders_and_deliveries(run, theatre):
    figure = ledger_figure(ledger_data(run, record_of(theatre, "Aland")), (), CAPTION)
    same_as_stored("orders_and_deliveries", figure)


def test_prices(run, theatre):
    same_as_stored("prices_paid", prices_figure(prices_data(run, theatre), (), CAPTION))


def test_balance(scenario, theatre):
    pair = ("Aland", "Beland")
    totals = tuple(np.linspace(low, high, 32).reshape(4, 8) for low, high in ((30, 90), (10, 20)))
    data = balance_data(pair, 2003, totals, tuple(record_of(theatre, name) for name in pair))
    marks = pair_marks(scenario, theatre, pair)
    same_as_stored("rival_balance", balance_figure(data, marks, CAPTION))


def test_matrix():
    shares = np.array([[0.8, 0.2, 0.0], [0.1, 0.3, 0.6]])
    sides = (
        MatrixHalf("Simulated", shares, shares * 90),
        MatrixHalf("Recorded", shares[::-1], shares * 70),
    )
    axes = ("Aland", "Beland"), SUPPLIERS, frozenset()
    [figure] = matrix_figure(matrix_data((2013, 2017), *axes, sides), CAPTION)
    same_as_stored("matrix", figure)


def test_score_forest():
    data = forest_data(card(HOLDS, MISSES, NOTHING, LIMIT))
    [figure] = forest_figure(data, CAPTION)
    same_as_stored("score_forest", figure)


def test_ablation():
    losses = tuple(
        Loss(name, kind, group, claim, role, 0.6 + loss, loss, loss - 0.02, loss + 0.02, 0.0)
        for name, kind, group, loss in (
            ("all of habit", "group", "habit", 0.2), ("habit_class", "parameter", "habit", 0.08),
            ("parity", "parameter", "rivals", -0.05), ("rivals permuted", "placebo", "", 0.01),
        )
        for claim, role in ((ALL_TARGETS, ""), ("Q1", "target"))
    )  # fmt: skip
    question = row("Q1", [0.4, 0.5]).question
    found = Ablation(load("history"), (question,), (0.6,), losses)
    [figure] = ablation_figure(found, CAPTION)
    same_as_stored("ablation", figure)


def test_panels_side_by_side():
    base, other, record = hand_made_sides()
    data = panels_data("Aland", SUPPLIERS, [base, other], record)
    same_as_stored("panels", panels_figure(data, {}, CAPTION))


def test_difference_over_time():
    base, other, _ = hand_made_sides()
    data = over_time_data("Aland", SUPPLIERS, base, other, "apart")
    same_as_stored("difference", over_time_figure(data, [], CAPTION))


def test_gains_and_losses():
    data = gains_table(gains(), "base", "other", "paired", (), frozenset())
    [figure] = gains_figure(data, CAPTION)
    same_as_stored("gains_and_losses", figure)


def effects(shift):
    worlds = np.linspace(0, 0.2, 40)
    rows = tuple(
        EffectRow(label, contrast(worlds, worlds[::step] + by, "apart"), "0.5", "0.6", "+0.1",
                  "▲ 90%", effect, effect)
        for label, step, by, effect in (
            ("Russia's share of India's imports", 1, 0.1 + shift, "more"),
            ("US share of India's imports", -1, -0.08 - shift, "less"),
            ("India's rank among buyers", 2, 0.0, "unclear"),
        )
    )  # fmt: skip
    section = EffectSection("other", "apart", rows, ("India over Pakistan",))
    [figure] = effects_figure(Effects("base", (section,)), CAPTION)
    return figure


def test_forest_of_measures():
    same_as_stored("measures", effects(0.0))


def test_a_change_of_what_is_drawn_is_seen():
    """The tolerance can fail: other data, sides or signs are further off than it allows."""
    assert distance(drawn(effects(0.08)), stored("measures")) > TOLERANCE
    table = gains_table(gains(), "base", "other", "paired", (), frozenset())
    turned = replace(table, difference=-table.difference)
    [figure] = gains_figure(turned, CAPTION)
    assert distance(drawn(figure), stored("gains_and_losses")) > TOLERANCE
    base, other, record = hand_made_sides()
    data = panels_data("Aland", SUPPLIERS, [other, base], record)
    assert distance(drawn(panels_figure(data, {}, CAPTION)), stored("panels")) > TOLERANCE
