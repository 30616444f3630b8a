"""The server: texts come in, and diagnostics go out.

The protocol's messages are read by one thread; another one judges, so that a message is never kept waiting;
a third reads catalogs and judges them as a whole.
"""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pygls.uris import to_fs_path

from speclint.checking.live_failing import found_despite_failures
from speclint.checking.live_whole import StaleError
from speclint.errors import SpeclintError
from speclint.integrations.lsp.publisher import Document, Publisher
from speclint.integrations.lsp.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from speclint.checking.live import LiveCatalog
    from speclint.results import Finding

Answer = TypeVar("Answer")

QUIET = 0.7
"""Seconds without an edit after which the whole catalog is judged."""


def _freeze() -> None:
    gc.collect()
    gc.freeze()


class Server(Publisher):
    """A language server for the sheets of a folder."""

    def __init__(self) -> None:
        super().__init__()
        self._judge = ThreadPoolExecutor(1, "judge")
        self._beside = ThreadPoolExecutor(1, "catalog")
        self._waiting: dict[Path, Document] = {}
        """Documents that were edited."""
        self._behind: dict[Path, Document] = {}
        """Others, in which something else may be found now."""
        self._edits = 0
        self._loaded: set[LiveCatalog] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_judging = False
        self.is_over = False
        self._timer: asyncio.TimerHandle | None = None

    async def ask(self, function: Callable[..., Answer], *arguments: object) -> Answer:
        """What a function gives that looks into catalogs, called by the thread that judges."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._judge, partial(function, *arguments))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def opened(self, uri: str, text: str, version: int) -> None:
        """Take a document that was opened."""
        document = Document(uri, Text(text, self.encoding), version)
        self.documents[document.file] = document
        self.edited(document)

    def close(self, uri: str) -> None:
        """Let a document go: what its file holds counts again."""
        document = self.documents.pop(Path(to_fs_path(uri) or ""), None)
        if document is not None:
            document.is_closed = True
            self.publish(document.uri, [], None)
            self.changed_on_disk(document.file)

    def changed_on_disk(self, file: Path, content: bytes | None = None) -> None:
        """Take what a file holds now, or the text that is saved in it."""
        self._start(self._take(file, content))

    async def _take(self, file: Path, content: bytes | None) -> None:
        try:
            is_outdated = await self.ask(self._taken, file, content)
        except SpeclintError as error:
            self.complain(error)
            return
        if is_outdated:
            self.judge_all()
        else:
            self._behind |= self.documents
            self._go_on()

    def _taken(self, file: Path, content: bytes | None) -> bool:
        """Take what a file holds; whether catalogs must be read anew instead."""
        catalog = self.catalogs.catalog_of(file)
        if catalog.is_outdated_by(file):
            return True
        if catalog.concerns(file):
            catalog.update(file, content)
        return False

    def edited(self, document: Document) -> None:
        """Judge a document that was edited; what was found is published when that is done."""
        self._edits += 1
        self._waiting[document.file] = document
        self._behind |= {file: other for file, other in self.documents.items() if other is not document}
        self._go_on()

    def judge_all(self) -> None:
        """Judge every document anew, with catalogs that are read anew."""
        self.catalogs.forget()
        self._loaded.clear()
        self._waiting |= self.documents
        self._edits += 1
        self._go_on()

    def _go_on(self) -> None:
        if not self._is_judging:
            self._is_judging = True
            self._start(self._judge_waiting())

    async def _judge_waiting(self) -> None:
        try:
            while self._waiting or self._behind:
                document = (self._waiting or self._behind).popitem()[1]
                self._behind.pop(document.file, None)
                if not document.is_closed:
                    await self._judge_document(document)
        finally:
            self._is_judging = False
        self._judge_catalogs_later()

    async def _judge_document(self, document: Document) -> None:
        version, text = document.version, document.text
        try:
            if document.judged < 0 and await self.ask(self._is_new, document.file):
                self.judge_all()
                return
            (findings, error), catalog = await self.ask(self._found, document, text.content, version)
        except StaleError:
            if document.version == version:
                # another document was edited meanwhile
                self._behind[document.file] = document
            return
        except SpeclintError as failure:
            findings, error, catalog = (), str(failure), None
        if document.version == version and not document.is_closed:
            document.findings, document.error, document.judged = findings, error, version
            self.show(document)
        if catalog is not None and catalog not in self._loaded:
            self._loaded.add(catalog)
            self._start(self._load(catalog))

    def _is_new(self, file: Path) -> bool:
        """Whether a document that was opened became a sheet after its catalog was read."""
        return self.catalogs.catalog_of(file).lacks(file)

    def _found(
        self, document: Document, content: bytes, version: int
    ) -> tuple[tuple[tuple[Finding, ...], str], LiveCatalog]:
        catalog = self.catalogs.catalog_of(document.file)
        if not catalog.concerns(document.file):
            return ((), ""), catalog
        catalog.update(document.file, content)
        waiting = self._waiting

        def is_stale() -> bool:
            return document.version != version or document.is_closed or bool(waiting)

        return found_despite_failures(catalog, document.file, is_stale), catalog

    async def _load(self, catalog: LiveCatalog) -> None:
        loop = asyncio.get_running_loop()
        try:
            project = await loop.run_in_executor(
                self._beside, catalog.load, lambda: catalog not in self._loaded
            )
            await self.ask(catalog.adopt, project)
            # what was read stays, and need not be looked through for garbage
            await loop.run_in_executor(self._beside, _freeze)
        except StaleError:
            return
        except SpeclintError as error:
            self.complain(error)
            return
        # a layer is known by the sheets that were read
        self._behind |= self.documents
        self._go_on()

    def _judge_catalogs_later(self) -> None:
        """Judge the catalogs as a whole when nothing was edited for a while."""
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(QUIET, lambda: self._start(self._judge_catalogs()))

    async def _judge_catalogs(self) -> None:
        edits, loop = self._edits, asyncio.get_running_loop()
        found: dict[str, list[Finding]] = {}
        for catalog in [*self._loaded]:
            try:
                if catalog.has_many_changed:
                    project = await loop.run_in_executor(self._beside, catalog.load, self._is_over)
                    await self.ask(catalog.adopt, project)
                whole = await self.ask(catalog.whole)
                if whole is None:
                    continue
                findings = await loop.run_in_executor(
                    self._beside, whole.findings, lambda: self._edits != edits or self._is_over()
                )
            except StaleError:
                return
            except SpeclintError as error:
                self.complain(error)
                continue
            for finding in findings:
                found.setdefault(finding.location.path, []).append(finding)
        before, self.of_catalog = self.of_catalog, found
        for path in before.keys() | found.keys():
            if before.get(path) != found.get(path):
                self.show_path(path)

    def _is_over(self) -> bool:
        return self.is_over

    def end(self) -> None:
        """End all work."""
        self.is_over = True
        self._loaded.clear()
        self._edits += 1
        self.pages.delete()
        for executor in (self._judge, self._beside):
            executor.shutdown(wait=False, cancel_futures=True)
