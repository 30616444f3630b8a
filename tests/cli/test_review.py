"""`speclint review`: one document for the reviewer of a pull request, read by a CommonMark renderer."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt
from reviewed import base, branch, commit, git

from conftest import ROOT, Sheets, bare_environment

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands
    from conftest import Run

FILES = "https://git.example.org/cars/blob/abc"


@pytest.fixture(scope="module")
def branched(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """The repository, as no test changes it."""
    root = tmp_path_factory.mktemp("branched")
    shutil.copytree(ROOT / "specs", root / "specs")
    base(Sheets(root))
    branch(Sheets(root))
    return Sheets(root)


@pytest.fixture(scope="module")
def text(commands: Commands, branched: Sheets) -> str:
    """The review of the branch."""
    _, out, _ = commands.run(["review", "main..topic"], branched.root, bare_environment(), b"")
    return out.decode()


@pytest.fixture
def reviewed(branched: Sheets, tmp_path: Path) -> Sheets:
    """A copy of the repository."""
    return Sheets(shutil.copytree(branched.root, tmp_path, dirs_exist_ok=True))


def page(text: str) -> str:
    """The Markdown as a browser gets it."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


def plain(text: str) -> str:
    """The text that a reader sees."""
    shown = re.sub(r"<!--.*?-->|</?[a-z][^>]*>", "", page(text))
    for entity, character in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("\u2060", "")):
        shown = shown.replace(entity, character)
    return shown


def section(text: str, title: str) -> str:
    """What stands below the heading with that text, up to the next heading."""
    _, _, after = text.partition(f"#### {title}")
    assert after, f"there is no heading {title}"
    return re.split(r"^#### |^<details>", after, flags=re.MULTILINE)[0]


def findings(run: Run, sheets: Sheets) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        run("check", "--since", "main", "--format", "json", folder=sheets.root).out
    )["findings"]
    return found


def test_every_finding_of_check_since_is_in_the_review_and_none_twice(run: Run, reviewed: Sheets) -> None:
    outcome = run("review", "main..topic", folder=reviewed.root)
    assert (outcome.status, outcome.err) == (0, "")
    shown = plain(outcome.out)
    errors = [finding for finding in findings(run, reviewed) if finding["level"] == "error"]
    assert len({finding["message"] for finding in errors}) == 7
    for finding in findings(run, reviewed):
        assert shown.count(finding["message"]) == 1, finding["message"]


def test_errors_come_first(text: str) -> None:
    assert text.startswith("<!-- speclint review -->\n### Spec sheets: 7 errors, ")
    assert 0 < text.index("#### Errors") < text.index("**error**")
    assert text.rindex("**error**") < text.index("**warning**")


def test_a_vehicle_has_one_table_of_old_new_and_difference(text: str) -> None:
    below = section(text, "BMW 4 Series Gran Coupe 430i G26 eu")
    assert "| power | 245 PS (180 kW) | 345 PS (254 kW) | +74 kW (+41 %) |\n" in below
    assert below.count("| | old | new | Δ |") == 1
    assert "<th>Δ</th>" in page(text)


def test_figures_are_in_the_units_of_the_market(text: str) -> None:
    row = section(text, "BMW X1 xDrive28i U11 2023 us")
    assert (
        "| torque | 295 lb-ft | 295 Nm (218 lb-ft) | −77 lb-ft (−26 %), the same number in another unit |"
        in row
    )


def test_a_flipped_label_is_that_and_no_other_change_is_reported_of_it(run: Run, reviewed: Sheets) -> None:
    about = [finding for finding in findings(run, reviewed) if finding["sheet"] == "bmw/x1-xdrive28i-us"]
    assert {finding["rule"] for finding in about} == {
        "unit-flipped",
        "sibling-differs",  # the catalog as it is now
        "dangling-pointer",
    }


def test_a_correction_with_a_new_source_is_no_jump_and_links_to_it(text: str) -> None:
    below = section(text, "BMW X2 sDrive18d U10 eu")
    assert "large-jump" not in below
    assert "[source](https://www.press.bmwgroup.com/x2-data)" in below


def test_a_correction_of_what_check_found_is_called_that(text: str) -> None:
    below = section(text, "BMW i3s 120 Ah I01 eu")
    assert (
        "| power | 148 PS (109 kW) | 184 PS (135 kW) | +26 kW (+24 %) | corrects conversion-mismatch |"
        in below
    )


def test_a_correction_in_a_layer_is_called_that_once(run: Run, reviewed: Sheets) -> None:
    text = run("review", "topic..main", folder=reviewed.root).out
    below = section(text, "layers/model-y.json")
    assert "| kerb mass | 4461 lb | 4416 lb | −45 lb (−1 %) | corrects conversion-mismatch |" in below
    assert text.count("corrects conversion-mismatch") == 2  # the other is that of the iX M60


def test_a_change_to_another_wrong_value_corrects_nothing(run: Run, reviewed: Sheets) -> None:
    reviewed.edit("bmw/i3s-120-ah", '"PS": 184', '"PS": 194')
    commit(reviewed, "Another")
    text = run("review", "main..topic", folder=reviewed.root).out
    assert "corrects" not in section(text, "BMW i3s 120 Ah I01 eu · 1 error above")


def test_sheets_that_exchanged_a_value_name_each_other(run: Run, reviewed: Sheets, text: str) -> None:
    assert "exchanged with bmw/i5-m60-xdrive" in section(text, "BMW i5 eDrive40 G60 eu")
    assert "exchanged with bmw/i5-edrive40" in section(text, "BMW i5 M60 xDrive G60 eu")
    shown = run("diff", "main..topic", folder=reviewed.root).out
    assert "2.2 s quicker (−37 %), exchanged with bmw/i5-m60-xdrive\n" in shown


def test_new_sheets_have_their_key_figures_removed_ones_a_line(text: str) -> None:
    new = section(text, "BMW iX1 M U11 eu · 1 error above")
    assert "\nadded (25 figures) · power 203 kW, torque 494 Nm, 0-100 km/h 5.6 s, " in new
    assert new.count("`sibling-not-reciprocal`") == 4
    assert section(text, "BMW X4 M40d G02 eu").strip() == "removed (13 figures)"
    assert "\nbmw/1-series-120 renamed to bmw/1-series-120-f70\n" in section(text, "BMW 1 Series 120 F70 eu")


def test_what_sheets_inherit_is_there_once_with_their_names(text: str) -> None:
    below = section(text, "layers/model-y.json · 1 error above")
    assert (
        "inherited by 2 sheets: Tesla Model Y Long Range 2020 us, Tesla Model Y Performance 2020 us" in below
    )
    assert "| kerb mass | 4416 lb | 4461 lb | +45 lb (+1 %) |" in below
    assert text.count("4461 lb") == 1


def test_notes_are_folded_and_each_is_there_once(text: str) -> None:
    _, _, folded = text.partition("<details>")
    rule = "`revised-date-not-updated`"
    days = set(re.findall(r"last revised on ([0-9-]+)", folded))
    assert days
    assert text.count(rule) == folded.count(rule) == len(days)
    assert "**note**" not in text
    assert page(text).count("<details>") == page(text).count("</details>") == 1
    assert "<li><code>revised-date-not-updated</code>" in page(text)


def test_lines_link_to_the_files_of_the_revision(run: Run, reviewed: Sheets) -> None:
    text = run("review", "main..topic", "--files-url", FILES, folder=reviewed.root).out
    assert f'<a href="{FILES}/specs/bmw/ix-m60.json#L15">' in page(text)
    assert f'<a href="{FILES}/layers/model-y.json#L2">kerb mass</a>' in page(text)
    inside = run("review", "main..topic", "--files-url", FILES, folder=reviewed.root / "specs").out
    assert f'<a href="{FILES}/specs/bmw/ix-m60.json#L15">' in page(inside)


def test_nothing_changed_is_a_comment_too(run: Run, reviewed: Sheets) -> None:
    text = run("review", "topic..topic", folder=reviewed.root).out
    assert text == "<!-- speclint review -->\n### Spec sheets: nothing changed\n\ntopic → topic\n"


def test_the_old_spelling_writes_the_same(run: Run, reviewed: Sheets, text: str) -> None:
    assert run("diff", "--format", "markdown", "main..topic", folder=reviewed.root).out == text


def test_the_status_follows_fail_on(run: Run, reviewed: Sheets) -> None:
    assert run("review", "main..topic", "--fail-on", "error", folder=reviewed.root).status == 1
    assert run("review", "topic..topic", "--fail-on", "note", folder=reviewed.root).status == 0


def test_a_sheet_that_cannot_be_read_is_an_error_of_the_review(run: Run, reviewed: Sheets) -> None:
    reviewed.file("bmw/ix3-80-kwh-2020").write_text("{", encoding="utf-8")
    commit(reviewed, "Break")
    outcome = run("review", "main..topic", folder=reviewed.root)
    assert (outcome.status, outcome.err) == (0, "")
    assert plain(outcome.out).count("(specs/bmw/ix3-80-kwh-2020.json:1)") == 1


def test_the_work_tree_can_be_reviewed_before_it_is_committed(run: Run, reviewed: Sheets) -> None:
    git(reviewed.root, "reset", "--soft", "main")
    text = run("review", "main", folder=reviewed.root).out
    assert text.startswith("<!-- speclint review -->\n### Spec sheets: 7 errors, ")
    assert "main → the work tree: " in text


def test_no_text_of_a_sheet_is_markup_a_link_or_a_mention(run: Run, reviewed: Sheets) -> None:
    markup = "@all #1 GH-2 https://x.org www.x.org <b>b</b> [a](https://x.org) | ![i](https://x.org) `c` *e*"
    reviewed.edit(
        "bmw/ix2-xdrive30", '"plants": ["Regensburg, Germany"]', f'"plants": ["{markup}"], "{markup}": 1'
    )
    reviewed.edit("bmw/x1-sdrive18d", '"variant": "sDrive18d"', f'"variant": "{markup}"')
    commit(reviewed, "Markup")
    text = run("review", "topic~1..topic", folder=reviewed.root).out
    assert plain(text).count("[a](https://x.org) | ![i](https://x.org) `c` *e*") >= 3
    assert not re.findall(r"<(?:a|b|i|img|em)\b", page(text))
    assert not re.findall(r"[@#](?=all|1)|GH-2|(?<!\\):(?=//)|www\.", text)


def test_one_long_value_takes_no_room_from_the_others(run: Run, reviewed: Sheets) -> None:
    reviewed.edit("bmw/ix2-xdrive30", '"plants": ["Regensburg, Germany"]', f'"plants": ["{"x" * 99_000}"]')
    reviewed.edit("bmw/ix2-xdrive30", '"seats": 5', '"seats": 4')
    commit(reviewed, "Long")
    text = run("review", "main..topic", folder=reviewed.root).out
    assert len(text) < 65_000
    assert "Not shown" not in text
    assert "seats" in section(text, "BMW iX2 xDrive30 U10 eu")


def test_what_does_not_fit_is_counted_and_errors_are_kept(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "specs" / "maker"
    folder.mkdir(parents=True)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    for number in range(500):
        write(folder, number, 200, 272)
    commit(Sheets(tmp_path), "Start")
    for number in range(500):
        write(folder, number, 210, 286 if number < 480 else 268)
    commit(Sheets(tmp_path), "Edit")
    text = run("review", "HEAD~1..HEAD", folder=tmp_path).out
    assert 55_000 < len(text) <= 65_000
    assert text.count("**error**") == 20
    rows = text.count("| power | ")
    assert re.findall(r"(\d+) changes?", text.splitlines()[-1]) == [str(500 - rows)]


def write(folder: Path, number: int, power: int, metric_horsepower: int) -> None:
    """A sheet of a car whose name has a number."""
    sheet = {
        "make": "Maker",
        "model": f"Car {number}",
        "variant": "Edition of the Hundredth Year of the Works by the Lake",
        "status": "production",
        "revised": "2024-03-01",
        "powertrain": {"type": "ice", "power": {"kW": power, "PS": metric_horsepower}},
        "sources": [{"title": "Data", "url": "https://maker.com/data", "accessed": "2024-03-01"}],
    }
    (folder / f"car-{number}.json").write_text(json.dumps(sheet, indent=1), encoding="utf-8")


def test_a_review_needs_no_sheet_to_be_left(run: Run, reviewed: Sheets) -> None:
    git(reviewed.root, "rm", "--quiet", "-r", "specs")
    commit(reviewed, "Remove all")
    text = run("review", "topic~1..topic", folder=reviewed.root).out
    assert "### Spec sheets: nothing found\n\ntopic\\~1 → topic: 49 sheets removed\n" in text
