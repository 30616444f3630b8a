"""Sources that are bare home pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.sheets.identity import slug
from speclint.sheets.sources import is_home_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


def _sources(*urls: str) -> str:
    source = (
        '{{"title": "Technical data", "url": "{0}", "accessed": "2024-03-01", "covers": ["/powertrain"]}}'
    )
    return f'{{"sources": [{", ".join(map(source.format, urls))}]}}'


@sheet_rule(
    level=Level.WARNING,
    summary="every source is a bare home page",
    needs=("sources",),
    reads=("model",),
    consequence_of=("unsourced-figure",),
    bad=(
        bad(_sources("https://www.bmw.com/en/index.html"), at="/sources/0/url",
            message="every source is a home page, such as https://www.bmw.com/en/index.html: "
            "cite the pages that state the figures"),
    ),
    good=(
        good(_sources("https://www.bmw.com/en/", "https://www.bmw.com/en/ix2/data.html"),
            why="one of them is a page"),
        good(_sources("https://www.the-ix2.com/en/"), why="a site about this model alone"),
        good(_sources("https://web.archive.org/web/2024/bmw.com")),
        good(_sources("https://www.bmwblog.com/?p=4321"), why="a query may name a page"),
    ),
)  # fmt: skip
def home_page_source(sheet: Sheet) -> Iterator[Violation]:
    """A home page changes daily and describes no single car, so nobody can verify a figure there.

    An address without path or query names the site, not a page of it (RFC 3986, sections 3.3 and 3.4); the code of
    a language or country, or the name of an index, adds nothing to it.
    """
    urls = [source.url for source in sheet.sources if source.url is not None]
    model = slug(sheet.field("model") or "")
    if urls and all(is_home_page(url.text, model) for url in urls):
        message = (
            f"every source is a home page, such as {urls[0].text}: cite the pages that state the figures"
        )
        yield Violation(message, urls[0].pointer)
