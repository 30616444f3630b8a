"""From a report to fixed documents: fixes are put in, all is asked again, and what holds is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.run import Checked, checked
from speclint.checking.verify import edits_of, trouble
from speclint.documents.parser import decode_text
from speclint.errors import UnwritableFileError
from speclint.project.request import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speclint.project.request import Progress, Request
    from speclint.results import Edit, Finding, Report

MAX_ROUNDS = 50
"""One fix may make way for another, as where two members of one object are taken out; more is no progress."""


class Fixed(msgspec.Struct, frozen=True):
    """What fixing has come to."""

    report: Report
    """What remains."""
    before: Mapping[Path, bytes]
    """What the files held that are to change."""
    after: Mapping[Path, bytes]
    """What they are to hold."""
    findings: tuple[Finding, ...]
    """Those that were fixed."""


def fixed(requests: Sequence[Request], *, unsafe: bool, progress: Progress = silent) -> Fixed:
    """Fix what the requests report, in memory: only what is certain unless `unsafe`.

    A fix is kept if its finding is gone once it is put in, no sheet says anything else but there, and no rule
    finds anything new that weighs as much. Of two that overlap the first in order is put in, and the other
    if it is still due after that. Of a text on the standard input only that text is fixed.

    Raises:
        SpeclintError: as `speclint.checking.run` does.
    """
    bench = _Bench(requests, progress)
    dropped: set[str] = set()
    done: list[Finding] = []
    for _ in range(MAX_ROUNDS):
        due = [finding for finding in bench.state.report.findings if finding.fingerprint not in dropped]
        chosen = _apart(one for one in due if _is_wanted(one, requests[0], unsafe=unsafe))
        if not chosen:
            break
        kept = bench.keep(chosen)
        done += kept
        dropped |= {one.fingerprint for one in chosen if one not in kept}
    # what does not hold is no fix
    remaining = tuple(
        msgspec.structs.replace(finding, fix=None) if finding.fingerprint in dropped else finding
        for finding in bench.state.report.findings
    )
    report = msgspec.structs.replace(bench.state.report, findings=remaining, fixed=len(done))
    return Fixed(report, bench.originals, bench.overlays, tuple(done))


def write(requests: Sequence[Request], outcome: Fixed) -> tuple[Report, list[UnwritableFileError]]:
    """Write what was fixed, file by file.

    Returns:
        What remains, and why files could not be written, whose findings then remain too.

    Raises:
        SpeclintError: as `speclint.checking.run` does.
    """
    from speclint.files.atomic_write import replace

    refused: dict[Path, UnwritableFileError] = {}
    for file, content in outcome.after.items():
        try:
            replace(file, content, _root(file, requests), expected=outcome.before[file])
        except UnwritableFileError as error:
            refused[file] = error
    if not refused:
        return outcome.report, []
    written = [
        finding for finding in outcome.findings if _file(finding.location.path, requests[0]) not in refused
    ]
    report = checked(requests).report
    return msgspec.structs.replace(report, fixed=len(written)), list(refused.values())


def _is_wanted(finding: Finding, request: Request, *, unsafe: bool) -> bool:
    fix = finding.fix
    if fix is None or not (fix.safe or unsafe):
        return False
    return request.text is None or all(_file(edit.path, request) == _only(request) for edit in fix.edits)


def _root(file: Path, requests: Sequence[Request]) -> Path:
    """The folder that no link may lead a file out of: a configuration's, or else its own."""
    roots = (request.config.root for request in requests)
    return next((root for root in roots if file.is_relative_to(root)), file.parent)


def _only(request: Request) -> Path:
    """The file that the standard input is taken for."""
    return Path(os.path.normpath(request.working / request.paths[0]))


def _file(shown: str, request: Request) -> Path:
    """The file of a path as the reader is shown it."""
    return Path(os.path.normpath(request.working / shown))


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Those whose edits touch none of an earlier one."""
    taken: dict[str, list[tuple[int, int]]] = {}
    chosen = []
    for finding in findings:
        edits = list(edits_of([finding]))
        if not any(
            start <= edit.span[1] and edit.span[0] <= end
            for edit in edits
            for start, end in taken.get(edit.path, ())
        ):
            chosen.append(finding)
            for edit in edits:
                taken.setdefault(edit.path, []).append(edit.span)
    return chosen


def _with_every_rule(request: Request) -> Request:
    config = msgspec.structs.replace(request.config, select=(), ignore=())
    return msgspec.structs.replace(request, config=config, select=(), ignore=())


class _Bench:
    """The documents as they are so far, and what is found in them; nothing is written."""

    def __init__(self, requests: Sequence[Request], progress: Progress) -> None:
        self._requests = requests
        self._progress = progress
        self._strict = [_with_every_rule(request) for request in requests]
        self._is_strict = self._strict == list(requests)
        self.originals: dict[Path, bytes] = {}
        self.overlays: dict[Path, bytes] = {}
        self.state = self._checked(requests, {})

    def keep(self, chosen: list[Finding]) -> list[Finding]:
        """Put in those of the fixes that hold together, and say which they are."""
        own = {sheet.path for sheet in self.state.sheets}
        # who else inherits from a layer is asked as well
        whole = any(edit.path not in own for edit in edits_of(chosen)) and self._requests[0].text is None
        judge = [msgspec.structs.replace(request, report_all=whole) for request in self._strict]
        is_view = self._is_strict and not whole
        before = self.state if is_view else self._checked(judge, self.overlays)
        kept, after = self._sound(judge, before, [], chosen)
        if kept:
            self.overlays = self._with(kept)
            self.state = after if is_view else self._checked(self._requests, self.overlays)
        return kept

    def _checked(self, requests: Sequence[Request], drafts: dict[Path, bytes]) -> Checked:
        return checked(
            [msgspec.structs.replace(request, overlays=drafts) for request in requests], self._progress
        )

    def _sound(
        self, judge: Sequence[Request], before: Checked, base: list[Finding], chosen: list[Finding]
    ) -> tuple[list[Finding], Checked]:
        """Those of the chosen that hold on top of the base, and what is found once they are put in."""
        if not chosen:
            return [], before
        after = self._checked(judge, self._with([*base, *chosen]))
        troubled = set(trouble(before, after, chosen))
        if not troubled:
            return chosen, after
        if len(chosen) == 1:
            return [], before
        suspected = [one for one in chosen if any(edit.path in troubled for edit in edits_of([one]))]
        others = [one for one in chosen if one not in suspected]
        if not (suspected and others):
            half = len(chosen) // 2
            others, suspected = chosen[:half], chosen[half:]
        first, before = self._sound(judge, before, base, others)
        second, before = self._sound(judge, before, [*base, *first], suspected)
        return first + second, before

    def _with(self, findings: list[Finding]) -> dict[Path, bytes]:
        """The drafts once these fixes, which are due in them, are put in."""
        edits: dict[str, list[Edit]] = {}
        for edit in edits_of(findings):
            edits.setdefault(edit.path, []).append(edit)
        return {
            **self.overlays,
            **{_file(path, self._requests[0]): self._edited(path, own) for path, own in edits.items()},
        }

    def _edited(self, path: str, edits: list[Edit]) -> bytes:
        text = decode_text(self._content(path))
        for edit in sorted(edits, key=lambda one: one.span, reverse=True):
            start, end = edit.span
            text = text[:start] + edit.text + text[end:]
        return text.encode()

    def _content(self, path: str) -> bytes:
        """What a document holds so far: its draft, or what was read."""
        file = _file(path, self._requests[0])
        if file in self.overlays:
            return self.overlays[file]
        if file not in self.originals:
            layers = (layer for sheet in self.state.sheets for layer in sheet.layers)
            read = next((layer.content for layer in layers if layer.path == path), None)
            if read is None:
                trees = [request.tree for request in self._requests]
                read = next((tree for tree in trees if tree.holds(file)), trees[0]).read(file)
            self.originals[file] = read
        return self.originals[file]
