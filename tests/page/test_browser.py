"""The page in a browser: its numbers are the engine's, and whoever uses it can."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sim.base.distributions import Constant
from sim.experiment.case import build_case
from sim.experiment.run import measure_block, resolve_measure
from sim.experiment.worlds import run_worlds
from sim.scenario import load
from tests.page.conftest import SETTLED, WORLDS

pytestmark = pytest.mark.slow
BASELINES = Path(__file__).parent / "baseline"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MEASURE = "pak-us-2013-17"
CHANGED = "#buyer=India&event.russia-lifts-ban=off,2014,1&set.price_sensitivity=1"


def saved(page, button):
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path()).read_text(encoding="utf-8")


def table(page):
    return list(csv.DictReader(io.StringIO(saved(page, "#keep-csv"))))


def measured(page, measure):
    page.select_option("#view", f"measure:{measure}")
    return [float(row[measure]) if row[measure] else np.nan for row in table(page)]


def run_here(scenario):
    """Orders and measures of a scenario, by Python's engine."""
    case = build_case(scenario)
    [block] = run_worlds(case, 0, scenario.worlds, 1, scenario.worlds)
    measures = [resolve_measure(item, case.theatre) for item in scenario.measures]
    return case, block, measure_block(block, measures)


def test_bands_are_those_of_the_engine(opened, part):
    with opened() as page:
        rows = table(page)
    shipped = part.shipped.views["share-deliveries"]["Pakistan"]
    names = [supplier["name"] for supplier in part.meta["suppliers"]]
    assert len(rows) > 100
    for row in rows:
        years = shipped[names.index(row["supplier"])]
        band = years[int(row["to"]) - part.meta["years"][1] - 1]
        found = [float(row[level]) for level in ("p5", "p25", "p50", "p75", "p95")]
        assert found == pytest.approx(band, rel=1e-4, abs=1e-9)


def test_a_slider_changes_the_worlds_as_the_engine_would(opened):
    scenario = replace(load("history"), worlds=WORLDS)
    with opened() as page:
        slider = page.locator("#slider-price_sensitivity")
        slider.focus()
        slider.press("End")
        page.wait_for_selector(SETTLED)
        assert "set.price_sensitivity=" in page.url
        value = float(page.url.split("set.price_sensitivity=")[1].split("&")[0])
        found = measured(page, MEASURE)
    _, _, values = run_here(replace(scenario, settings={"price_sensitivity": Constant(value)}))
    np.testing.assert_allclose(found, values[MEASURE], rtol=1e-9, atol=1e-12)


def test_the_address_restores_what_was_seen(opened):
    with opened(CHANGED) as page:
        sentence, address = page.inner_text("#sentence"), page.url
        assert "Before your changes" in sentence
        assert page.locator("#changes li").count() == 2
    with opened("#" + address.split("#")[1]) as page:
        assert page.inner_text("#sentence") == sentence


def test_the_yaml_gives_the_same_orders_in_the_same_worlds(opened, tmp_path):
    moved = "&event.russia-pakistan-accords=on,2012,0.5&event.visits-of-2012=on,2015,1"
    with opened(CHANGED + moved) as page:
        text = saved(page, "#keep-yaml")
        found = measured(page, MEASURE)
        page.select_option("#view", "share-deliveries")
        page.locator("#look-in summary").click()
        page.locator("#world").fill("3")
        page.locator("#world").press("Enter")
        page.wait_for_selector("#time-line[data-world='3']")
        listed = page.locator("#order-list option").all_inner_texts()[1:]
    path = tmp_path / "kept.yaml"
    path.write_text(text, encoding="utf-8")
    scenario = load(path)
    assert [event.year for event in scenario.events if event.id == "visits-of-2012"] == [2015]
    case, block, values = run_here(scenario)
    np.testing.assert_allclose(found, values[MEASURE], rtol=1e-9, atol=1e-12)
    orders = orders_of(case, block, 3, "India")
    assert len(listed) == len(orders) > 20
    assert sorted(int(one[:4]) for one in listed) == sorted(year for year, *_ in orders)
    tivs = sorted(float(one.split(", ")[1].split(" million")[0].replace(",", "")) for one in listed)
    np.testing.assert_allclose(tivs, sorted(tiv for *_, tiv in orders), rtol=0.006)
    for supplier in case.theatre.suppliers:
        count = sum(s == supplier for _, s, _ in orders)
        name = "other suppliers" if supplier == "Other suppliers" else supplier
        assert count == sum(f"from {name}," in one.replace("from the ", "from ") for one in listed)


def orders_of(case, block, world, buyer):
    """Year, supplier and TIV of the orders of a buyer in a world, the order book left out."""
    from sim.model.orders import BUYER_AT, SIGNED, SUPPLIER_AT, WORLD

    place = case.theatre.buyers.index(buyer)
    kept = block.orders
    rows = [
        (case.scenario.first_year + int(at[SIGNED]), case.theatre.suppliers[at[SUPPLIER_AT]], tiv)
        for at, (tiv, _) in zip(kept.place.tolist(), kept.value.tolist(), strict=True)
        if at[WORLD] == world and at[BUYER_AT] == place
    ]
    return [row for row in rows if row[0] >= case.scenario.first_year]


def test_an_order_says_why(opened):
    with opened() as page:
        page.locator("#look-in summary").click()
        page.wait_for_selector("#time-line circle")
        page.locator("#order-list").select_option(index=5)
        page.wait_for_selector("#why h4")
        words = page.inner_text("#why")
    assert "cannot be explained" not in words
    assert "won before" in words or "only offer" in words


def test_each_change_is_tried_alone(opened):
    with opened(CHANGED) as page:
        page.click("#which")
        page.wait_for_selector("#alone table")
        rows = page.locator("#alone tbody tr").all_inner_texts()
    assert len(rows) == 3
    assert all(f"{WORLDS}" not in row or "less" in row for row in rows)


def test_without_webassembly_the_page_shows_what_was_shipped(opened, part):
    with opened(settle=False, script="delete globalThis.WebAssembly;") as page:
        page.wait_for_selector("#still:not([hidden])")
        assert "no WebAssembly" in page.inner_text("#still")
        assert page.locator("#hero svg .band90").get_attribute("d").startswith("M")
        assert "in the median world" in page.inner_text("#sentence")
        assert page.locator("#events input").first.is_disabled()
        options = page.locator("#buyer option").all_inner_texts()
    assert options == part.meta["plot_buyers"]


def test_a_lesson_asks_before_it_shows(opened):
    with opened(**PHONE) as page:
        page.locator(".lesson").first.click()
        see = page.locator("[data-key=see]")
        assert see.is_disabled()
        drawn = page.locator("#hero .median").get_attribute("d")
        end = page.locator("#slider-guess-end")
        end.focus()
        end.press("PageUp")
        see.click()
        page.wait_for_selector("[data-key=next]")
        assert "that you drew" in page.inner_text("#lesson")
        assert len(page.locator("#hero .median").get_attribute("d")) > len(drawn)
        page.locator("[data-key=next]").click()
        page.locator(".choice").nth(1).click()
        page.locator("[data-key=see]").click()
        page.wait_for_selector("[data-key=next]")
        assert f"Of {WORLDS} worlds" in page.inner_text("#lesson")


def test_keys_are_enough(opened):
    with opened() as page:
        page.locator("#hero").focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector(SETTLED)
        assert "to=2029" in page.url
        page.locator(".term").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0
        page.locator("#event-russia-lifts-ban").focus()
        page.keyboard.press("Space")
        page.wait_for_selector(SETTLED)
        assert "event.russia-lifts-ban=off" in page.url
        focused = page.evaluate("document.activeElement.id")
    assert focused == "event-russia-lifts-ban"


@pytest.mark.parametrize("width", [390, 800, 1600, 2000])
def test_it_fits(opened, width):
    with opened(viewport={"width": width, "height": 900}, has_touch=width == 390) as page:
        wide = page.evaluate("document.documentElement.scrollWidth")
        small = [
            words
            for words, box in page.evaluate(
                "[...document.querySelectorAll("
                "'button:not(.term), select, .switch, input[type=range]')]"
                ".filter((one) => one.offsetParent !== null)"
                ".map((one) => [one.id || one.textContent, one.getBoundingClientRect().height])"
            )
            if box < 43.5
        ]
        unnamed = page.evaluate(
            "[...document.querySelectorAll('input, select, button, [role=img]')]"
            ".filter((one) => !(one.labels?.length || one.getAttribute('aria-label')"
            " || one.textContent.trim())).length"
        )
    assert wide <= width
    assert small == []
    assert unnamed == 0


@pytest.mark.parametrize("width", [390, 1600])
def test_it_looks_as_it_did(opened, width):
    baseline = BASELINES / f"page_{width}.png"
    with opened(viewport={"width": width, "height": 900}) as page:
        page.locator("#play").evaluate("(part) => part.scrollIntoView()")
        shot = small(page.screenshot())
        page.locator("#hero").evaluate("(part) => part.replaceChildren()")
        without = small(page.screenshot())
    if not baseline.is_file():
        Image.fromarray(shot).save(baseline)
        pytest.fail(f"{baseline} was missing and is made now; look at it, and run again")
    kept = np.asarray(Image.open(baseline))
    assert unlike(kept, shot) < 0.06
    assert unlike(kept, without) > 0.06


def small(shot):
    """A picture in grey, a pixel for each block of ten by ten: other fonts hardly show."""
    image = Image.open(io.BytesIO(shot)).convert("L")
    return np.asarray(image.resize((image.width // 10, image.height // 10), Image.Resampling.BOX))


def unlike(one, other):
    """The share of the pixels that clearly differ."""
    assert one.shape == other.shape
    return (np.abs(one.astype(float) - other) > 25).mean()
