"""An overview as one HTML file that needs nothing else: styles, scripts, chart library and data are in it."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from speclint.reporters.escape import as_script_data, as_xml
from speclint.reporters.page.document import document, heading

if TYPE_CHECKING:
    from speclint.overview.data import Overview

STYLES = ("page.css",)
SCRIPTS = (
    "plot.js", "text.js", "details.js", "filters.js", "list.js", "pointer.js", "chart.js", "pictures.js",
    "family.js", "main.js",
)  # fmt: skip
"""In the order in which they run."""
LIBRARY_STYLE = "plot.css"
"""What the chart library itself adds to each chart, which the policy of the page has to allow."""


def render(overview: Overview) -> str:
    """The overview as HTML; nothing in it is loaded from elsewhere, and no text from data is markup."""
    styles, scripts = map(_text, STYLES), list(map(_text, SCRIPTS))
    style = "\n".join(styles)
    policy = {
        "default-src": ["'none'"],
        "script-src": [*map(_source, scripts)],
        "style-src": [_source(style), _source(_text(LIBRARY_STYLE))],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return Template(_text("page.html")).substitute(
        policy="; ".join(" ".join((name, *sources)) for name, sources in policy.items()),
        title=as_xml(heading(overview)),
        style=style,
        data=as_script_data(document(overview)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _source(content: str) -> str:
    """How a policy names a script or a style by its content."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
