"""From a report to fixed documents: fixes are put in, all is checked again, and sound fixes stay."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.run import Checked, check_projects, run
from speclint.checking.verify import edits_of, read_otherwise, regressions
from speclint.errors import UnwritableFileError
from speclint.project.nested import projects_of
from speclint.project.request import Request, silent
from speclint.records.encoding import UTF_16

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speclint.project.load import Project
    from speclint.project.request import Progress
    from speclint.results import Edit, Finding, Report

MAX_ROUNDS = 50
"""One fix may make way for another, as where two members of one object are removed; more is no progress."""


class Fixed(msgspec.Struct, frozen=True):
    """The outcome of fixing."""

    report: Report
    """What remains."""
    before: Mapping[Path, bytes]
    """The present content of the files that are to change."""
    after: Mapping[Path, bytes]
    """Their new content."""
    findings: tuple[Finding, ...]
    """The findings that were fixed."""


def fixed(requests: Sequence[Request], *, unsafe: bool, progress: Progress = silent) -> Fixed:
    """Fix what the requests report, in memory: only safe fixes unless `unsafe`.

    A fix is kept if its finding is gone once it is put in, no other value is changed or read otherwise, and
    no rule finds anything new of the same or a higher level. Of two that overlap the first in order is put
    in, and the other if its finding remains after that. Of a text on the standard input only that text is
    fixed.

    Raises:
        SpeclintError: as `speclint.checking.run` does.
    """
    first = state = _state(list(projects_of(requests, progress)), progress)
    after: dict[Path, bytes] = {}
    dropped: set[str] = set()
    done: list[Finding] = []
    for _ in range(MAX_ROUNDS):
        due = (
            finding
            for finding in state.checked.report.findings
            if finding.fingerprint not in dropped and _is_wanted(finding, requests[0], unsafe=unsafe)
        )
        chosen = _without_overlaps(due)
        if not chosen:
            break
        kept, fixed_state = state.keep(chosen)
        if kept:
            after |= state.texts_with(kept)
        state = fixed_state
        done += kept
        dropped |= {finding.fingerprint for finding in chosen if finding not in kept}
    # a fix that is not sound is not offered
    remaining = tuple(
        replace(finding, fix=None) if finding.fingerprint in dropped else finding
        for finding in state.checked.report.findings
    )
    report = replace(state.checked.report, findings=remaining, fixed=len(done))
    return Fixed(report, {file: first.content(file) for file in after}, after, tuple(done))


def write(requests: Sequence[Request], outcome: Fixed) -> tuple[Report, list[UnwritableFileError]]:
    """Write what was fixed, file by file.

    Returns:
        What remains, and why files could not be written, whose findings then remain too.

    Raises:
        SpeclintError: as `speclint.checking.run` does.
    """
    from speclint.files import atomic_write

    refused: dict[Path, UnwritableFileError] = {}
    for file, content in outcome.after.items():
        try:
            atomic_write.replace(file, content, _root(file, requests), expected=outcome.before[file])
        except UnwritableFileError as error:
            refused[file] = error
    if not refused:
        return outcome.report, []
    written = [
        finding for finding in outcome.findings if _file(finding.location.path, requests[0]) not in refused
    ]
    return replace(run(requests), fixed=len(written)), list(refused.values())


def _is_wanted(finding: Finding, request: Request, *, unsafe: bool) -> bool:
    fix = finding.fix
    if fix is None or not (fix.safe or unsafe):
        return False
    return request.text is None or all(_file(edit.path, request) == _only(request) for edit in fix.edits)


def _root(file: Path, requests: Sequence[Request]) -> Path:
    """The folder that no link may lead a file out of: the configuration's, or else its own."""
    roots = (request.config.root for request in requests)
    return next((root for root in roots if file.is_relative_to(root)), file.parent)


def _only(request: Request) -> Path:
    """The file that the standard input is taken for."""
    return Path(os.path.normpath(request.working / request.paths[0]))


def _file(path: str, request: Request) -> Path:
    """The file of a displayed path."""
    return Path(os.path.normpath(request.working / path))


def _without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose edits touch none of an earlier finding."""
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
    config = replace(request.config, select=(), ignore=())
    return replace(request, config=config, select=(), ignore=())


class _State(msgspec.Struct, frozen=True, eq=False):
    """Projects with the fixes so far as overlays, and what is found in them; nothing is written."""

    projects: Sequence[tuple[Request, Project]]
    checked: Checked
    progress: Progress

    @property
    def own(self) -> list[Project]:
        """The projects, without their requests."""
        return [project for _, project in self.projects]

    def keep(self, chosen: list[Finding]) -> tuple[list[Finding], _State]:
        """The fixes that are sound together, and the state with them."""
        strict = self._with_every_rule(chosen)
        kept, after = self._sound(strict, [], chosen)
        if strict is self:
            return kept, after
        return kept, self.with_overlays(self.texts_with(kept)) if kept else self

    def _with_every_rule(self, chosen: list[Finding]) -> _State:
        """The state with every rule enabled and, if a layer changes, with all sheets reported on."""
        own = {sheet.path for sheet in self.checked.sheets}
        request = self.projects[0][0]
        reports_all = request.text is None and any(edit.path not in own for edit in edits_of(chosen))
        if not reports_all and all(_with_every_rule(request) == request for request, _ in self.projects):
            return self
        projects = [
            (_with_every_rule(request), project.reporting_all() if reports_all else project)
            for request, project in self.projects
        ]
        return _state(projects, self.progress)

    def _sound(
        self, before: _State, base: list[Finding], chosen: list[Finding]
    ) -> tuple[list[Finding], _State]:
        """Those of the chosen fixes that are sound on top of the base, and the state with them."""
        if not chosen:
            return [], before
        after = before.with_overlays(self.texts_with([*base, *chosen]))
        paths = {
            *regressions(before.checked, after.checked, chosen),
            *read_otherwise(before.own, after.own, chosen),
        }
        if not paths:
            return chosen, after
        if len(chosen) == 1:
            return [], before
        suspected = [finding for finding in chosen if any(edit.path in paths for edit in edits_of([finding]))]
        others = [finding for finding in chosen if finding not in suspected]
        if not (suspected and others):
            half = len(chosen) // 2
            others, suspected = chosen[:half], chosen[half:]
        first, before = self._sound(before, base, others)
        second, before = self._sound(before, [*base, *first], suspected)
        return first + second, before

    def with_overlays(self, overlays: Mapping[Path, bytes]) -> _State:
        """The state with other texts of some files."""
        return _state(
            [(request, project.with_overlays(overlays)) for request, project in self.projects], self.progress
        )

    def texts_with(self, findings: list[Finding]) -> dict[Path, bytes]:
        """The texts of files once the fixes of these findings of the state are put in."""
        edits: dict[str, list[Edit]] = {}
        for edit in edits_of(findings):
            edits.setdefault(edit.path, []).append(edit)
        files = {_file(path, self.projects[0][0]): own for path, own in edits.items()}
        return {file: _edited(self.content(file), own) for file, own in files.items()}

    def content(self, file: Path) -> bytes:
        """The content of a file so far, as it was read."""
        for _, project in self.projects:
            content = project.reader.known_content(file)
            if content is not None:
                return content
        trees = [request.tree for request, _ in self.projects]
        return next((tree for tree in trees if tree.holds(file)), trees[0]).read(file)


def _state(projects: Sequence[tuple[Request, Project]], progress: Progress) -> _State:
    return _State(projects, check_projects(projects, progress), progress)


def _edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    codec = UTF_16.get(content[:2])
    text = content[2:].decode(codec).encode() if codec else content
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span
        parts += [text[done:start], edit.text.encode(edit.encoding)]
        done = end
    edited = b"".join([*parts, text[done:]])
    return content[:2] + edited.decode().encode(codec) if codec else edited
