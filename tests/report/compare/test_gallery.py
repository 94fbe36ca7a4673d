"""The gallery: complete, and small enough to keep."""

import re
from pathlib import Path

from PIL import Image

from sim.plots.pictures import TITLE, small_png, title_of
from sim.report.compare.gallery import SHOWN
from sim.scenario import load
from sim.scenario.shipped import shipped_names
from tools.marked import PLACE

ROOT = Path(__file__).parents[3]
README = (ROOT / "results/README.md").read_text(encoding="utf-8")


def test_it_shows_every_shipped_scenario_and_asks_for_measures_that_are_there():
    assert sorted([*SHOWN, "politics"]) == shipped_names()  # politics asks nothing
    for name, shown in SHOWN.items():
        assert set(shown.asked) <= {item.id for item in load(name).measures}, name
        assert shown.asked or not shown.lead, name


def test_the_readme_of_the_results_has_every_question_and_its_plot():
    [section] = [place[0] for place in PLACE.finditer(README) if place["name"] == "comparisons"]
    for name in SHOWN:
        assert f"### {load(name).question}\n" in section, name
        plot = ROOT / f"results/gallery/compare/{name}.png"
        assert f"(gallery/compare/{name}.png)" in section
        assert plot.stat().st_size <= 120_000, name
    assert len(re.findall(r"^### ", section, re.MULTILINE)) == len(SHOWN)


def test_a_small_picture_keeps_its_colours(tmp_path):
    from PIL.PngImagePlugin import PngInfo

    red, words = (178, 24, 43), PngInfo()
    words.add_text(TITLE, "Who arms whom")
    image = Image.new("RGB", (2000, 1000), "white")
    image.paste(red, (0, 0, 1000, 1000))
    image.save(tmp_path / "plot.png", pnginfo=words)
    assert title_of(tmp_path / "plot.png") == "Who arms whom"
    (tmp_path / "small.png").write_bytes(small_png(tmp_path / "plot.png", 500, 16))
    with Image.open(tmp_path / "small.png") as small:
        assert small.size == (500, 250) and small.mode == "P"
        assert small.convert("RGB").getpixel((100, 100)) == red
    assert title_of(tmp_path / "small.png") == ""
