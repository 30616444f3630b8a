"""Every example runs against every rule: a bad one is caught by its rule alone, a good one by none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint import check, diff
from speclint.profiles.compile import SHIPPED
from speclint.rules.registry import CHANGES, RULES
from speclint.rules.rule import FIRST, configuration
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from speclint.results import ChangeReport, Report
    from speclint.rules.rule import Example, Rule

SKELETON = {
    "make": "BMW",
    "model": "iX2",
    "variant": "xDrive30",
    "market": "eu",
    "status": "production",
    "revised": "2024-03-01",
    "powertrain": {"type": "bev"},
    "sources": [
        {
            "title": "Technical data",
            "url": "https://www.bmw.com/data",
            "accessed": "2024-03-01",
        }
    ],
}
"""What every sheet must have: put around the part that an example shows; its source covers every figure."""
MEASURED = {
    "performance", "battery", "charging", "range", "consumption", "co2", "dimensions", "mass", "capacity",
    "price",
}  # fmt: skip
"""Members beside `powertrain` that hold figures."""


def completed(text: str) -> str:
    """An example as a whole sheet; its own text is kept to the letter, for digits are evidence."""
    # a dict would lose doubled keys, so only the names at the top are looked at
    own = dict(json.loads(text, object_pairs_hook=lambda pairs: pairs))
    rest = {key: value for key, value in SKELETON.items() if key not in own}
    if "sources" in rest:
        covers = ["/powertrain", *(f"/{key}" for key in own if key in MEASURED)]
        (source,) = SKELETON["sources"]
        rest["sources"] = [{**source, "covers": list(dict.fromkeys(covers))}]
    body = text.strip()[1:-1]
    around = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in rest.items())
    return "{" + ", ".join(part for part in (around, body) if part) + "}\n"


def laid_out(example: Example) -> dict[str, str]:
    """The sheets of an example by id; a single sheet gets the path of its identity."""
    if example.whole:
        return dict(example.sheets)
    # a layer is in another folder than sheets, and is not a whole sheet
    sheets = {name: text if "/layers/" in name else completed(text) for name, text in example.sheets.items()}
    if len(sheets) > 1:
        return sheets
    ((name, text),) = sheets.items()
    car = json.loads(text)
    due = f"{slug(car['make'])}/{slug(car['model'])}-{slug(car['variant'])}"
    return {due if name == FIRST else name: text}


def catalog(folder: Path, sheets: Mapping[str, str], profile: str = "spec-sheet") -> Path:
    """Sheets laid out below a folder, with a configuration that claims them."""
    folder.mkdir(exist_ok=True)
    (folder / "speclint.toml").write_text(
        f'[[sheets]]\nfiles = ["specs/{{make}}/*.json"]\nprofile = "{profile}"\n'
    )
    for name, text in sheets.items():
        file = folder / "specs" / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def revised(text: str) -> str:
    """A sheet of a revision, with a later date and another source unless it states its own."""
    own = json.loads(text)
    source = {"title": "Newer data", "url": "https://www.bmw.com/newer", "accessed": "2024-06-01"}
    rest = {"revised": "2024-06-01", "sources": [{**source, "covers": [f"/{name}" for name in own]}]}
    later = ", ".join(f"{json.dumps(key)}: {json.dumps(rest[key])}" for key in rest if key not in own)
    return completed("{" + ", ".join(part for part in (text.strip()[1:-1], later) if part) + "}")


def compared(example: Example, folder: Path, *, swapped: bool = False) -> ChangeReport:
    """The report on an example of a change."""
    before, after = {**example.sheets, **example.base}, example.sheets
    if swapped:
        before, after = after, before
    old = catalog(folder / "old", {name: completed(text) for name, text in before.items()})
    new = catalog(
        folder / "new",
        {name: revised(text) if text != before[name] else completed(text) for name, text in after.items()},
    )
    return diff(old, new)


def rules_on_changes(report: ChangeReport) -> list[tuple[str, str]]:
    """The rules with a finding on a change, each with the sheet."""
    return [(change.rule, change.sheet) for change in report.changes if change.rule is not None]


def lay_out(example: Example, folder: Path) -> None:
    """Lay an example out as a catalog."""
    if example.is_table:
        required = configuration(example.must_hold) if example.must_hold else ""
        (folder / "speclint.toml").write_text(f'{required}[[sheets]]\nprofile = "profile.toml"\n')
        (folder / "profile.toml").write_text(example.profile, encoding="utf-8")
        for name, text in example.sheets.items():
            (folder / name).write_text(text, encoding="utf-8")
        return
    profile = "spec-sheet"
    if example.profile:
        profile = "profile.toml"
        own = (SHIPPED / "spec-sheet.toml").read_text(encoding="utf-8")
        (folder / profile).write_text(f"{own}\n{example.profile}", encoding="utf-8")
    catalog(folder, laid_out(example), profile)


def checked(example: Example, folder: Path) -> Report:
    """The report on an example, laid out as a catalog."""
    lay_out(example, folder)
    if example.is_table:
        return check(config=folder / "speclint.toml")
    return check([folder / "specs"])


def bad_examples() -> Iterator[object]:
    for rule in RULES:
        for number, example in enumerate(rule.bad):
            yield pytest.param(rule, example, id=f"{rule.first_id}-{number}")


def good_examples() -> Iterator[object]:
    for rule in RULES:
        for number, example in enumerate(rule.good):
            yield pytest.param(example, id=f"{rule.first_id}-{number}")


@pytest.mark.parametrize(("rule", "example"), list(bad_examples()))
def test_a_bad_example_is_caught_by_its_rule_alone_at_its_place_and_in_its_words(
    rule: Rule, example: Example, tmp_path: Path
) -> None:
    if rule.on_change is not None:
        report = compared(example, tmp_path)
        assert rules_on_changes(report) == [(rule.id, next(iter(example.sheets)))]
        (change,) = (change for change in report.changes if change.rule)
        assert change.message.endswith(f"; {example.message}")
        assert change.level is rule.level
        return
    report = checked(example, tmp_path)
    if example.is_table:
        assert [(f.rule, f.location.pointer, f.message, f.level) for f in report.findings] == [
            (rule.id, example.at, example.message, rule.level)
        ]
        return
    assert [(f.rule, f.sheet, f.location.pointer, f.message) for f in report.findings] == [
        (rule.id, next(iter(laid_out(example))), example.at, example.message)
    ]
    assert report.findings[0].level is rule.level


@pytest.mark.parametrize("example", list(good_examples()))
def test_a_good_example_is_caught_by_no_rule(example: Example, tmp_path: Path) -> None:
    if example.base:
        assert rules_on_changes(compared(example, tmp_path)) == []
        return
    report = checked(example, tmp_path)
    assert [(f.rule, f.location.pointer, f.message) for f in report.findings] == []


CHANGE_RULES = [rule for rule in RULES if rule.group == CHANGES]


@pytest.mark.parametrize("rule", CHANGE_RULES, ids=lambda rule: rule.id)
def test_a_reverted_change_is_reported_by_the_mirror_of_its_rule_or_by_none(
    rule: Rule, tmp_path: Path
) -> None:
    reported = []
    for number, example in enumerate(rule.bad):
        (tmp_path / str(number)).mkdir()
        report = compared(example, tmp_path / str(number), swapped=True)
        reported.append([name for name, _ in rules_on_changes(report)])
    if rule.mirror in {other.id for other in CHANGE_RULES}:
        assert [rule.mirror] in reported
    else:
        # the reason why no rule reports it
        assert " " in rule.mirror
        assert rule.id not in {name for names in reported for name in names}
