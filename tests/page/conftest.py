"""A page of a few worlds of history, made once, and a browser that watches what it asks for."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.case import Case, build_case
from sim.page.page import PagePart, page_of, part_of
from sim.scenario import load

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WORLDS = 12
SETTLED = "body[data-state=settled]"
HANGS = 300_000  # milliseconds: long enough for a machine with much else to do


@pytest.fixture(scope="package")
def case() -> Case:
    """History, few worlds."""
    return build_case(replace(load("history"), worlds=WORLDS))


@pytest.fixture(scope="package")
def part(case: Case) -> PagePart:
    """Its part of a page."""
    return part_of(case, threads=2)


@pytest.fixture(scope="package")
def page_file(part: PagePart, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on a disk."""
    path = tmp_path_factory.mktemp("page") / "history.html"
    path.write_text(page_of([part]), encoding="utf-8")
    return path


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Any, page_file: Path) -> Callable[..., Any]:
    """Opens the page of a fragment, and fails at an error in its console or a request."""

    @contextmanager
    def open_page(fragment: str = "", settle: bool = True, script: str = "", **how: Any) -> Any:
        how = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"} | how
        context = browser.new_context(**how)
        context.set_default_timeout(HANGS)
        wrong: list[str] = []
        try:
            page = context.new_page()
            page.on("console", lambda line: wrong.append(line.text))
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("request", lambda asked: wrong.extend(_outside(asked.url)))
            if script:
                page.add_init_script(script)
            page.goto(page_file.as_uri() + fragment)
            if settle:
                page.wait_for_selector(SETTLED)
            yield page
            assert wrong == []
        finally:
            context.close()

    return open_page


def _outside(url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:", "blob:")) else [f"asked for {url}"]
