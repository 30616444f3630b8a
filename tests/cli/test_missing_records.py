"""A document in which the profile finds no records is a finding, unless its list is empty."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

import speclint
from speclint.documents.jsonpath import parse_path
from speclint.records.embedded import missing_records

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["*.json"]
records = "data.list[*]"
[identity]
make = "make"
model = "model"
[quantities]
power = { kW = "kw" }
"""
CAR = {"make": "BMW", "model": "iX2", "kw": 230}
MESSAGE = 'no record is found at data.list[*]: there is no "list" here; did you mean "lists"?'
FOUND = f"cars.json:1:10: error[missing-records] {MESSAGE}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration, and a document that writes the list of its records in another way."""
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    put(tmp_path, "cars", {"data": {"lists": [CAR]}})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, name: str, document: object) -> None:
    (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")


def concise(run: Run, *arguments: str, text: bytes | None = None) -> tuple[int, str]:
    done = run("check", "--no-cache", "--format", "concise", *arguments, text=text)
    return done.status, done.out


def test_a_document_without_records_is_a_finding_however_it_is_named(run: Run, folder: Path) -> None:
    text = (folder / "cars.json").read_bytes()
    assert concise(run) == (1, FOUND)
    assert concise(run, "cars.json") == (1, FOUND)
    assert concise(run, "-", "--stdin-filename", "cars.json", text=text) == (1, FOUND)
    (finding,) = speclint.check(["cars.json"]).findings
    assert (finding.rule, finding.location.pointer, finding.message) == ("missing-records", "/data", MESSAGE)


@pytest.mark.parametrize("others", [1, 400])
def test_it_is_found_among_documents_with_records(run: Run, folder: Path, others: int) -> None:
    for number in range(others):
        put(folder, f"x{number}", {"data": {"list": [{**CAR, "model": f"X{number}"}]}})
    assert concise(run) == (1, FOUND)


def test_two_revisions_are_not_compared_in_it(run: Run, folder: Path) -> None:
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@b.c commit -qm cars"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    put(folder, "cars", {"data": {"lists": [{**CAR, "kw": 320}]}})
    done = run("diff", "HEAD")
    assert f"not compared: cars.json: {MESSAGE}" in done.err


@pytest.mark.parametrize("document", [{"data": {"list": []}}, {"data": {"list": None}}, {"data": None}])
def test_an_empty_list_is_no_fault(run: Run, folder: Path, document: object) -> None:
    put(folder, "cars", document)
    assert concise(run) == (0, "")


def test_keys_given_twice_are_reported_beside_it(run: Run, folder: Path) -> None:
    (folder / "cars.json").write_text('{"data": {"lists": [], "lists": []}}', encoding="utf-8")
    status, out = concise(run)
    assert status == 1
    assert "error[duplicate-key]" in out
    assert "error[missing-records]" in out


@pytest.mark.parametrize(
    ("path", "document", "pointer", "words"),
    [
        ("[*]", 5, "", "this is no list"),
        ("makes[*].cars[*]", {"makes": [{"cars": 1}, {}]}, "/makes/0/cars", "this is no list"),
        (
            "makes[*].cars[*]", {"makes": [{"car": 1}]}, "/makes/0",
            'there is no "cars" here; did you mean "car"?',
        ),
        ("data[?@.kind=='car']", {"data": [{"knd": "car"}]}, "/data", 'there is no "kind" here'),
    ],
)  # fmt: skip
def test_the_place_is_the_last_one_that_is_there(
    path: str, document: object, pointer: str, words: str
) -> None:
    found = missing_records(document, parse_path(path))
    assert found is not None
    assert (found.pointer, found.message) == (pointer, f"no record is found at {path}: {words}")


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("makes[*].cars[*]", {"makes": [{}, {"cars": []}]}),
        ("makes[*].cars[*]", {"makes": []}),
        ("data[?@.kind=='car']", {"data": [{"kind": "van"}]}),
    ],
)
def test_no_record_of_the_kind_is_no_fault(path: str, document: object) -> None:
    assert missing_records(document, parse_path(path)) is None
