"""Mesa's browser view of the market, as the guide has it: it is drawn, steps, plays and resets."""

import importlib.util
import re
from pathlib import Path

import pytest

solara = pytest.importorskip("solara", reason="the extra 'viz' is not installed")
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "browser.md"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The module that the guide tells one to save."""
    [code] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path_factory.mktemp("browser") / "market.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("market_of_the_guide", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def shown(app):
    """The page within a layout, as the server shows it."""
    box, context = solara.render(solara.AppLayout(children=[app.page]), handle_error=False)
    yield context
    context.close()
    del box


def press(context, label):
    from ipyvuetify import Btn

    [button] = [one for one in context.find(Btn).widgets if label in one.children]
    button.click()


def years_played(context):
    """What the page says of it: Mesa 3.3 counts steps, 3.5 time."""
    widgets = context.find().widgets
    words = " ".join(str(one.children) for one in widgets if one.has_trait("children"))
    [number] = {float(one) for one in re.findall(r"(?:Step|Time): (\d+(?:\.\d+)?)", words)}
    return number


def test_a_year_is_played_and_drawn_and_the_market_begins_anew(shown):
    assert years_played(shown) == 0
    press(shown, "Step")
    press(shown, "Step")
    assert years_played(shown) == 2
    press(shown, "Reset")
    assert years_played(shown) == 0


def test_a_slider_for_each_parameter_that_it_names(app):
    market = app.ArmsMarket(**app.START)
    for name, slider in app.SLIDERS.items():
        assert market.world.p[name] == slider.value and slider.min < slider.value < slider.max
    market.step()
    for draw in (app.shares, app.ties):
        assert draw(market) is not None
