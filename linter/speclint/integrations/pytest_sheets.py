"""Sheets as tests of pytest: each file of sheets is collected, and each sheet in it is one test."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from msgspec.structs import replace

from speclint.checking.rule_modules import load_rules
from speclint.checking.run import check_requests, fails
from speclint.errors import SpeclintError
from speclint.files.paths import display_path
from speclint.project.reader import Reader
from speclint.project.request import Request, inputs, requests_for
from speclint.reporters.text import render
from speclint.results import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from speclint.results import Finding
    from speclint.sheets.place import SheetFile

CATALOG = "catalog"
"""The name of the test of what is wrong with no sheet, but with the catalog or its configuration."""
RULES = "--speclint-rules"


class SheetsPlugin:
    """The hooks of pytest in a session."""

    def __init__(self, config: pytest.Config) -> None:
        """Find the sheets; they are collected too, unless the command line names what is.

        Raises:
            pytest.UsageError: the configuration of speclint cannot be followed, or there are no sheets, or
                pytest took an option for a path.
        """
        _refuse_moved_root(config)
        named: list[Path] = config.getini("speclint_paths")
        settings = config.getini("speclint_config")
        # as pytest reads the paths
        beside = config.inipath.parent if config.inipath else config.rootpath
        try:
            for module in _rules_of(config, beside):
                load_rules(module, config.invocation_params.dir)
            if named or settings:
                requests = requests_for(config.rootpath, named, beside / settings if settings else None)
            else:
                requests = _requests_of(config)
            self._sheets = Sheets(config.rootpath, requests)
        except SpeclintError as error:
            raise pytest.UsageError(str(error)) from error
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args += [str(path) for path in named or self._sheets.folders()]
            config.args += map(str, self._sheets.configurations)

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> SheetsFile | None:
        """Collect a file of sheets, or a configuration."""
        if file_path not in self._sheets.files and file_path not in self._sheets.configurations:
            return None
        return SheetsFile.from_parent(parent, path=file_path, sheets=self._sheets)


def _refuse_moved_root(config: pytest.Config) -> None:
    """Refuse the rules in an argument of their own where that made pytest ignore the project.

    Until plugins are loaded, pytest takes the file for a path to collect, which its rootdir is to hold.

    Raises:
        UsageError: it did.
    """
    root, start = config.rootpath, config.invocation_params.dir
    if RULES not in config.invocation_params.args or config.getoption("rootdir") or root == start:
        return
    if config.inipath is None or config.inipath.parent not in start.parents:
        message = (
            f"rootdir is {root}, because pytest takes the file after {RULES} for a path to collect; "
            f"write {RULES}=FILE"
        )
        raise pytest.UsageError(message)


def _rules_of(config: pytest.Config, beside: Path) -> list[str]:
    """The modules of rules; a file that pytest's configuration names is looked for beside that."""
    start = config.invocation_params.dir
    given = [argument.removeprefix(f"{RULES}=") for argument in config.invocation_params.args]

    def is_given(name: str) -> bool:
        # a process of pytest-xdist does not know what was given on the command line
        return (start / name).is_file() if hasattr(config, "workerinput") else name in given

    return [
        str(beside / name) if name.endswith(".py") and not is_given(name) else name
        for name in config.getoption(RULES)
    ]


def _requests_of(config: pytest.Config) -> list[Request]:
    """A request for each catalog of what pytest is to collect, or else for those in rootdir."""
    root, start = config.rootpath, config.invocation_params.dir
    paths = [start]
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        named = [start / argument.partition("::")[0] for argument in config.args]
        paths = [path for path in named if path.exists()] or paths
    found = {}
    for path in paths:
        for request in requests_for(path if path.is_dir() else path.parent, ()):
            if request.config.file is not None:
                found[request.config.file] = replace(request, working=root)
    return list(found.values()) or requests_for(root, ())


class Sheets:
    """The sheets of a session; they are checked together when the first test runs."""

    def __init__(self, root: Path, requests: Sequence[Request]) -> None:
        """Find the sheets of the requests.

        Raises:
            SpeclintError: a configuration cannot be followed, or there are no sheets.
        """
        self._root = root
        self._requests = requests
        self.files: dict[Path, tuple[Request, SheetFile]] = {}
        self.configurations: dict[Path, Request] = {}
        waiting = [*self._requests]
        for request in waiting:
            _, wanted, nearer = inputs(request)
            self.files |= {file.file: (request, file) for file in wanted.values()}
            if request.config.file is not None:
                self.configurations[request.config.file] = request
            known = {other.config.file for other in waiting}
            waiting += [Request(config, root) for config in nearer if config.file not in known]

    def folders(self) -> Iterable[Path]:
        """The folders that the sheets are in."""
        roots = (file.place.root or file.file.parent for _, file in self.files.values())
        return dict.fromkeys(roots)

    def names(self, file: Path) -> list[str]:
        """The ids of the sheets in a file; of a configuration what stands for the catalog.

        Raises:
            SpeclintError: the file cannot be read.
        """
        if file not in self.files:
            return [CATALOG]
        request, sheet_file = self.files[file]
        if sheet_file.is_stream:
            return [place.id for place, _ in Reader.of(request).stream(sheet_file).records()]
        if sheet_file.claim is not None and sheet_file.claim.profile.records is not None:
            return [sheet.id for sheet in Reader.of(request).read(sheet_file)]
        return [sheet_file.place.id]

    def report(self, file: Path, name: str) -> Report:
        """What is found in one sheet, and whether that fails.

        Raises:
            SpeclintError: the work cannot be done.
        """
        request = self.configurations[file] if file in self.configurations else self.files[file][0]
        findings = self._findings.get((file, name), [])
        return Report(tuple(findings), (), 1, 0.0, fails(findings, request.config.fail_on))

    @cached_property
    def _findings(self) -> dict[tuple[Path, str], list[Finding]]:
        """The findings by file and sheet: those elsewhere by the file that they are in, or by their sheet."""
        tests = [
            (display_path(file, self._root), name, (file, name))
            for file in (*self.files, *self.configurations)
            for name in self.names(file)
        ]
        # of several the first
        by_place = {(path, name): test for path, name, test in reversed(tests)}
        by_path = {path: test for path, _, test in reversed(tests)}
        by_name = {name: test for _, name, test in reversed(tests)}
        found: dict[tuple[Path, str], list[Finding]] = {}
        for finding in check_requests(self._requests).report.findings:
            path = finding.location.path
            test = by_place.get((path, finding.sheet)) or by_path.get(path) or by_name.get(finding.sheet)
            found.setdefault(test or tests[-1][2], []).append(finding)
        return found


class SheetsFile(pytest.File):
    """A file of sheets."""

    def __init__(self, *, sheets: Sheets, **rest: Any) -> None:  # noqa: ANN401 - of pytest
        """A file of these sheets."""
        super().__init__(**rest)
        self._sheets = sheets

    def collect(self) -> Iterator[SheetTest]:
        """A test for each sheet.

        Raises:
            CollectError: the file cannot be read.
        """
        try:
            names = self._sheets.names(self.path)
        except SpeclintError as error:
            raise self.CollectError(str(error)) from error
        for name in names:
            yield SheetTest.from_parent(self, name=name, sheets=self._sheets)


class SheetError(Exception):
    """A sheet with findings that fail; the message is what is reported of them."""


class SheetTest(pytest.Item):
    """The test of one sheet."""

    funcargs: ClassVar[Mapping[str, object]] = {}
    """No fixtures; pytest-lsp asks every test for them, and ends those that have no such member."""

    def __init__(self, *, sheets: Sheets, **rest: Any) -> None:  # noqa: ANN401 - of pytest
        """A test of one of these sheets."""
        super().__init__(**rest)
        self._sheets = sheets

    def runtest(self) -> None:
        """Fail with the findings in the sheet, or else add them to the output.

        Raises:
            SheetError: there are findings that fail.
            SpeclintError: the work cannot be done.
        """
        report = self._sheets.report(self.path, self.name)
        text = render(report, quiet=True).rstrip()
        if report.fails:
            raise SheetError(text)
        if text:
            self.add_report_section("call", "findings", text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401 - of pytest
        """What is reported of a failure: the text of the findings."""
        if isinstance(excinfo.value, SheetError | SpeclintError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """The place and the title of the test."""
        return self.path, None, f"sheet {self.name}"
