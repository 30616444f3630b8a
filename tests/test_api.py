"""The Python API: what `import speclint` gives, and that it agrees with the command."""

from __future__ import annotations

import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

import speclint
from conftest import IX1, IX2, ROOT, Run, Sheets
from speclint.cli import cli
from speclint.errors import ConfigError, NothingToCheckError, SchemaError, SpeclintError, UnreadableFileError
from speclint.results import Report


def test_each_public_name_is_listed_once_and_documented() -> None:
    assert sorted(speclint.__all__) == sorted(set(speclint.__all__))
    for name in speclint.__all__:
        public = getattr(speclint, name)
        assert isinstance(public, str) or inspect.getdoc(public)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Chekc'"):
        speclint.Chekc  # noqa: B018 - the access is what is tested


def test_importing_the_package_imports_nothing_of_it_yet() -> None:
    script = "import sys, speclint; print([m for m in sys.modules if m.startswith(('speclint.', 'click'))])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_check_finds_what_the_command_finds(run: Run, wrong: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong.edit(IX1, '"sheet": "bmw/ix2-xdrive30"', '"sheet": "bmw/ix2-xdrive3"')
    wrong.file("bmw/i3-60-ah").write_text("{", encoding="utf-8")
    monkeypatch.chdir(wrong.root)
    report = speclint.check()
    document = json.loads(run("check", "--format", "json").out)
    assert [
        (f.rule, f.level, f.message, f.location.path, f.location.pointer, *f.location.region, f.fingerprint)
        for f in report.findings
    ] == [
        (
            *(f[key] for key in ("rule", "level", "message", "path", "pointer", "line", "column")),
            *(f[key] for key in ("endLine", "endColumn", "fingerprint")),
        )
        for f in document["findings"]
    ]  # fmt: skip
    assert report.sheets == document["summary"]["sheets"]
    assert report.worst() == "error"


def test_a_report_has_the_wrong_figure_and_its_correction(wrong: Sheets) -> None:
    report = speclint.check([wrong.file(IX2)])
    (finding,) = report.findings
    assert isinstance(report, Report)
    assert (report.count("error"), report.count("warning"), report.count("note")) == (1, 0, 0)
    assert finding.suspect is not None
    assert (finding.suspect.stated, finding.suspect.unit, finding.suspect.suggestion) == (
        "346",
        "lb-ft",
        "364",
    )


def test_a_clean_report_has_no_worst_level(sheets: Sheets) -> None:
    report = speclint.check([sheets.file(IX2)])
    assert (report.findings, report.suppressed, report.sheets, report.worst()) == ((), (), 1, None)
    assert report.seconds > 0


def test_calls_do_not_remember_one_another(sheets: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sheets.root)
    before = speclint.check().findings
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    found = speclint.check().findings
    again = speclint.check().findings
    sheets.edit(IX2, '"lb-ft": 346', '"lb-ft": 364')
    assert (before, len(found), again, speclint.check().findings) == ((), 1, found, ())


@pytest.mark.parametrize("kind", [str, Path])
def test_paths_may_be_text_or_path_likes(wrong: Sheets, kind: type[str | Path]) -> None:
    assert len(speclint.check([kind(wrong.file(IX2))]).findings) == 1
    assert len(speclint.check(iter([kind(wrong.file(IX2))])).findings) == 1


def test_one_path_need_not_be_a_list(wrong: Sheets) -> None:
    assert len(speclint.check(str(wrong.file(IX2))).findings) == 1


def test_a_configuration_may_be_named_relative_to_the_working_folder(
    wrong: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    (wrong.root / "my.toml").write_text(
        '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n', encoding="utf-8"
    )
    monkeypatch.chdir(wrong.root / "specs")
    report = speclint.check([f"{IX2}.json"], config="../my.toml")
    assert [(finding.rule, finding.location.path) for finding in report.findings] == [
        ("conversion-mismatch", f"{IX2}.json")
    ]


def test_rules_are_chosen_by_their_ids(wrong: Sheets) -> None:
    assert speclint.check([wrong.file(IX2)], select=["duplicate-key"]).findings == ()
    assert speclint.check([wrong.file(IX2)], ignore=("conversion-mismatch",)).findings == ()
    assert len(speclint.check([wrong.file(IX2)], select=iter(["conversion-mismatch"])).findings) == 1


def test_any_json_may_be_judged_by_a_schema(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"type": "array"}', encoding="utf-8")
    (tmp_path / "d.json").write_text("{}", encoding="utf-8")
    (finding,) = speclint.check([tmp_path / "d.json"], schema=tmp_path / "s.json").findings
    assert (finding.rule, finding.location.pointer) == ("schema-violation", "")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ({"paths": ["nope.json"]}, UnreadableFileError),
        ({"paths": ["a\0b"]}, UnreadableFileError),
        ({"paths": ["empty"]}, NothingToCheckError),
        ({}, NothingToCheckError),
        ({"config": "nope.toml"}, ConfigError),
        ({"config": "empty"}, ConfigError),
        ({"paths": ["a.json"], "select": ["nope"]}, ConfigError),
        ({"paths": ["a.json"], "schema": "nope.json"}, SchemaError),
        ({"paths": ["a.json"], "schema": "a.json"}, SchemaError),
    ],
    ids=str,
)
def test_what_cannot_be_done_raises_an_error_of_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: dict[str, Any], error: type[SpeclintError]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.json").write_text("[", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error) as raised:
        speclint.check(**call)
    assert isinstance(raised.value, SpeclintError)
    assert len(str(raised.value).splitlines()) == 1


def test_every_error_of_the_package_is_a_speclint_error() -> None:
    from speclint import errors

    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind)]
    assert all(issubclass(kind, SpeclintError) and inspect.getdoc(kind) for kind in kinds)
    assert len(kinds) >= 6


def test_the_project_s_own_sheets_are_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    report = speclint.check()
    assert (report.findings, report.suppressed) == ((), ())


def test_the_commands_are_there_for_programs_that_document_or_call_them() -> None:
    assert {"check", "diff", "review"} <= set(cli.list_commands(click.Context(cli)))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        importlib.import_module("speclint.cli").nothing  # noqa: B018 - the access is what is tested
