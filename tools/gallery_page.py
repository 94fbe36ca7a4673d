"""The page of the gallery, and a picture of it: ``sim page history`` in a browser.

``python -m tools.figures page`` makes both.
"""

import shutil
from pathlib import Path
from typing import Any

from sim.cli.command import main as sim
from sim.page.scripts import JS

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "results" / "gallery"
NAME = "history.html"
WIDTH, HEIGHT = 1280, 900  # of the window, pixels
SEEN = "#event.russia-lifts-ban=off,2014,1&supplier=Russia"
"""What the picture shows: the lifted ban is off, and what was there before is dashed."""

_PAGE = ROOT / "sim" / "page"
FILES = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.py", "kernel.json", "css/*", "html/*", "lessons/*")
        for path in _PAGE.glob(pattern)
        if path.is_file()
    )
    + sorted(path.relative_to(ROOT).as_posix() for path in JS.rglob("*.js")
             if "node_modules" not in path.parts)
)  # fmt: skip
"""What the page is made of, beside the scenario."""


def make(folder: Path, threads: int) -> dict[str, Any]:
    """Make the page, keep it in the gallery, and leave ``page.png`` of it in the folder.

    Raises:
        RuntimeError: if the command fails, or there is no Chromium.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / NAME
    if sim(["page", "history", "--out", str(page), "--threads", str(threads)]) != 0:
        raise RuntimeError("sim page history failed")
    picture(page, folder / "page.png")
    GALLERY.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(page, GALLERY / NAME)
    return {"megabytes": round(page.stat().st_size / 1e6, 2)}


def picture(page: Path, png: Path) -> None:
    """What the page looks like once all worlds have run."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise RuntimeError("a picture of the page needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        opened.goto(page.resolve().as_uri() + SEEN)
        opened.wait_for_selector("body[data-state=settled]", timeout=300_000)
        opened.locator("#play").evaluate("(part) => part.scrollIntoView()")
        opened.screenshot(path=png)
        browser.close()
