"""What MkDocs needs to make a site of pages that are also read in the checkout.

``results/README.md``, its plots and its page join the site. Links to pages are kept; links to other
files of the checkout, such as scenarios, become plain words, for the site does not have them.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
GALLERY = "results"
_LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]]*)\]\((?P<to>[^)#\s]+)(?P<anchor>#[^)]*)?\)")
_ELSEWHERE = re.compile(r"[a-z]+:")


def on_files(files: Files, config: Any) -> Files:
    """Add the gallery, which lies beside the folder of the pages."""
    shown = (ROOT / GALLERY / "gallery").glob("**/*")
    beside = [path for path in shown if path.suffix in (".png", ".html")]
    beside.append(ROOT / GALLERY / "README.md")
    for path in beside:
        name = path.relative_to(ROOT).as_posix()
        files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Turn links as they hold in the checkout into links as they hold in the site."""
    here = page.file.src_uri
    in_checkout = here if here.startswith(f"{GALLERY}/") else f"docs/{here}"
    return _LINK.sub(lambda link: _in_site(link, here, in_checkout, files), markdown)


def _in_site(link: re.Match[str], here: str, in_checkout: str, files: Files) -> str:
    if _ELSEWHERE.match(link["to"]):
        return link[0]
    target = posixpath.normpath(posixpath.join(posixpath.dirname(in_checkout), link["to"]))
    name = target.removeprefix("docs/")
    if files.get_file_from_path(name) is not None:
        to = posixpath.relpath(name, posixpath.dirname(here) or ".")
        return f"{link['image']}[{link['words']}]({to}{link['anchor'] or ''})"
    if not link["image"] and (ROOT / target).exists():
        return f"{link['words']} (`{target}` of the checkout)"
    return link[0]  # leads nowhere, which MkDocs then says
