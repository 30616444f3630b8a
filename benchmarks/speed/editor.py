"""How soon the language server answers a keystroke in a catalog, and how much memory it takes.

`PYTHONPATH=linter python benchmarks/speed/editor.py FOLDER [SHEETS …]`; catalogs are made in the folder where
they are missing.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from speed import catalogs

KEYSTROKES, PAUSE = 200, 0.1
"""Edits that are timed, and seconds between an answer and the next one."""
READY = 90
"""Seconds at most until the whole catalog is read."""


async def measure(folder: Path, sheet: str) -> tuple[list[float], float]:
    """The seconds from each edit to its diagnostics, and the most memory of the server in MB."""
    client, news = LanguageClient("benchmark", "1"), asyncio.Event()
    versions: list[int | None] = []

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: types.PublishDiagnosticsParams) -> None:
        versions.append(params.version)
        news.set()

    await client.start_io(sys.executable, "-m", "speclint", "lsp", cwd=folder)
    await client.initialize_async(
        types.InitializeParams(types.ClientCapabilities(), root_uri=folder.as_uri())
    )
    client.initialized(types.InitializedParams())
    file = folder / sheet
    text, uri = file.read_text(encoding="utf-8"), file.as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "json", 0, text))
    )
    # a document is judged again when the catalog around it is read
    while len(versions) < 2:  # noqa: PLR2004
        await asyncio.wait_for(news.wait(), READY)
        news.clear()
    # the whole catalog is judged once
    await asyncio.sleep(20)
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    seconds = []
    for number in range(1, KEYSTROKES + 1):
        place = digits[number * 7919 % len(digits)]
        typed = text[:place] + str(number % 10) + text[place + 1 :]
        started = time.perf_counter()
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(number, uri),
                [types.TextDocumentContentChangeWholeDocument(typed)],
            )
        )
        while versions[-1] != number:
            news.clear()
            await news.wait()
        seconds.append(time.perf_counter() - started)
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(20)
    server = client._server  # noqa: SLF001 - its process
    status = _status(server.pid) if server else ""
    most = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return seconds, int(most) / 1000


def _status(process: int) -> str:
    return Path(f"/proc/{process}/status").read_text(encoding="ascii")


def main(folder: Path, *sizes: str) -> None:
    """Measure each size."""
    for size in map(int, sizes or ("1200", "10000")):
        catalog = folder / f"cat{size}"
        catalogs.make(catalog, size, faulty=0.01)
        seconds, most = asyncio.run(measure(catalog, catalogs.clean_sheet(catalog)))
        ms = [1000 * each for each in sorted(seconds)]
        print(
            f"{size} sheets: median {statistics.median(ms):.0f} ms, 95 % {ms[int(0.95 * len(ms))]:.0f} ms, "
            f"most {ms[-1]:.0f} ms; {most:.0f} MB"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *sys.argv[2:])
