"""The page in a real browser, on a phone and on a desk: nothing broken, nothing too wide."""

import json
import os
import re
import shutil
import subprocess

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ASK = """<!DOCTYPE html><html><body><iframe style="width: {width}px; height: 2000px; border: 0">
</iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => {{
  const page = frame.contentDocument, root = page.documentElement, images = [...page.images];
  page.querySelectorAll("details").forEach((item) => {{ item.open = true; }});
  const found = document.documentElement.dataset;
  found.images = images.length;
  found.broken = images.filter((image) => image.naturalWidth === 0).length;
  found.shown = frame.clientWidth;
  found.wide = root.scrollWidth;
}};
frame.srcdoc = {page};
</script></body></html>"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("kind", ["one", "two"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_finds_nothing_broken_and_nothing_too_wide(kind, width, request, tmp_path):
    page = request.getfixturevalue(kind)
    file = tmp_path / "asked.html"
    # A window cannot be as narrow as a phone, but a frame can.
    text = json.dumps(page).replace("</", "<\\/")
    file.write_text(ASK.format(width=width, page=text), encoding="utf-8")
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path}/profile", "--window-size=1400,2000",
        "--virtual-time-budget=5000", "--dump-dom", file.as_uri(),
    ]  # fmt: skip
    home = {**os.environ, "HOME": str(tmp_path)}
    dumped = subprocess.run(command, capture_output=True, text=True, timeout=600, env=home).stdout
    root = re.search(r"<html[^>]*>", dumped)
    assert root is not None, "the browser shows no page"
    found = {name: int(value) for name, value in re.findall(r'data-(\w+)="(\d+)"', root[0])}
    assert found["images"] == page.count("<img") > 4
    assert found["broken"] == 0
    assert found["shown"] == width
    assert found["wide"] <= found["shown"]
