"""Sources that are bare home pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.rules.rule import Hit, Level, bad, good, sheet_rule
from speclint.sheets.catalog import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

HOME_PAGE = re.compile(
    r"https?://(?P<host>[^/?#]+)"
    r"(/[a-z]{2}([-_][a-z]{2})?)*(/(index|home|default)(\.\w+)?)?/?([?#].*)?",
    re.IGNORECASE,
)
"""An address without a page: the host, the code of a language or country, the name of an index, a query."""

_SOURCE = '{{"title": "Technical data", "url": "{0}", "accessed": "2024-03-01", "covers": ["/powertrain"]}}'


@sheet_rule(
    level=Level.WARNING,
    summary="every source is a bare home page",
    bad=(
        bad(
            f'{{"sources": [{_SOURCE.format("https://www.bmw.com/en/index.html")}]}}',
            at="/sources/0/url",
            says="every source is a home page, such as https://www.bmw.com/en/index.html; "
            "no figure can be found again",
        ),
    ),
    good=(
        good(
            f'{{"sources": [{_SOURCE.format("https://www.bmw.com/en/")}, '
            f"{_SOURCE.format('https://www.bmw.com/en/ix2/data.html')}]}}",
            why="one of them is a page",
        ),
        good(
            f'{{"sources": [{_SOURCE.format("https://www.the-ix2.com/en/")}]}}',
            why="a site that is about this model alone",
        ),
        good(f'{{"sources": [{_SOURCE.format("https://web.archive.org/web/2024/bmw.com")}]}}'),
    ),
)
def home_page_source(sheet: Sheet) -> Iterator[Hit]:
    """A home page changes daily and says nothing of one car; whoever goes over the sheet cannot find the figure.

    An address without path or query names the site, not a page of it (RFC 3986, section 3.3).
    """
    urls = [source.url for source in sheet.sources if source.url is not None]
    model = slug(sheet.says("model") or "")
    if not urls or not all(_is_home_page(url.text, model) for url in urls):
        return
    says = f"every source is a home page, such as {urls[0].text}; no figure can be found again"
    yield Hit(says, urls[0].pointer)


def _is_home_page(url: str, model: str) -> bool:
    """Whether an address names a site and no page of it; a site that is named after the model is about it alone."""
    match = HOME_PAGE.fullmatch(url)
    return match is not None and not (model and model in match["host"].casefold())
