"""The steps of `action.yml`, run on a real repository with a `gh` that notes how it is called."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conftest import IX2, ROOT, Sheets
from speclint.files.walk import SUFFIXES, TABLES

if TYPE_CHECKING:
    from pathlib import Path

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
GH = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in *--paginate*) echo "$COMMENT";; *) exit "${REFUSED:-0}";; esac
"""


class Job:
    """A job on a pull request that changes a figure of the iX2."""

    def __init__(self, sheets: Sheets, temp: Path) -> None:
        self.folder, self.temp = sheets.root, temp
        self.git("init", "--quiet", "--initial-branch", "main")
        self.base = self.commit()
        sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
        self.head = self.commit()
        self.write("bin/gh", GH)
        program = f'#!/bin/sh\nexec "{sys.executable}" -m speclint "$@"\n'
        self.write("speclint/bin/speclint", program)

    def write(self, name: str, text: str) -> None:
        file = self.temp / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)

    def git(self, *arguments: str) -> str:
        author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
        done = subprocess.run(["git", *author, *arguments], cwd=self.folder, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def commit(self) -> str:
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "x")
        return self.git("rev-parse", "HEAD")

    def text(self, name: str) -> str:
        file = self.temp / name
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def run(self, name: str, **values: str) -> tuple[int, str]:
        """Status and output of a step, with the values of its own variables."""
        step = STEPS[name]
        assert set(values) >= set(step.get("env", {})) - {"GH_TOKEN"}
        environment = {
            **os.environ, "PATH": f"{self.temp / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(self.temp),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"), "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r",
            "CALLS": str(self.temp / "calls"), "PYTHONUTF8": "1", **values,
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder, env=environment, capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode()


@pytest.fixture
def job(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Job:
    if os.name == "nt":
        pytest.skip("the action is for runners with Linux or macOS")
    return Job(sheets, tmp_path_factory.mktemp("runner"))


def check(job: Job, fail_on: str = "error") -> str:
    status, out = job.run("Check", BASE=job.base, FAIL_ON=fail_on)
    assert status == 0
    return out


def comment(job: Job, found: str = "", **values: str) -> str:
    status, out = job.run("Comment", BASE=job.base, HEAD=job.head, NUMBER="7", COMMENT=found, **values)
    assert status == 0
    return out


def test_what_is_new_is_annotated_and_summarised(job: Job) -> None:
    out = check(job)
    assert out.startswith("::error file=specs/bmw/ix2-xdrive30.json,line=16,")
    assert "conversion-mismatch::torque 494 Nm is 364 lb-ft, not 346" in out
    assert job.text("summary").startswith("<!-- speclint check -->\n")
    assert "**error** conversion-mismatch" in job.text("summary")


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("never", 0)])
def test_the_job_ends_with_the_status_of_check(job: Job, fail_on: str, status: int) -> None:
    check(job, fail_on)
    assert job.text("output") == f"status={status}\n"
    assert job.run("Status", STATUS=str(status))[0] == status


def test_a_base_that_was_not_fetched_fails_the_job_and_writes_nothing(job: Job) -> None:
    assert job.run("Check", BASE="0" * 40, FAIL_ON="never") == (0, "")
    assert job.text("output") == "status=2\n"
    for name in ("Comment", "Code scanning"):
        assert "steps.check.outputs.status != '2'" in STEPS[name]["if"]


def test_the_findings_are_sent_to_code_scanning_as_sarif(job: Job) -> None:
    check(job)
    target, ref = "repos/o/r/code-scanning/sarifs", "refs/pull/7/merge"
    commit = {"GITHUB_SHA": "c" * 40, "GITHUB_REF": ref}
    assert job.run("Code scanning", **commit) == (0, "")
    file = job.temp / "speclint.sarif.gz"
    assert job.text("calls").splitlines() == [
        f"api --silent {target} --raw-field commit_sha={'c' * 40} --raw-field ref={ref} --field sarif=@{file}"
    ]
    log = json.loads(gzip.decompress(base64.b64decode(file.read_bytes(), validate=True)))
    assert log["version"] == "2.1.0"
    assert "conversion-mismatch" in {result["ruleId"] for result in log["runs"][0]["results"]}
    assert job.run("Code scanning", **commit, REFUSED="1")[1].startswith("::warning::The findings could not")


def test_the_first_comment_is_written_and_later_ones_replace_it(job: Job) -> None:
    body = f"--field body=@{job.temp}/review.md"
    assert comment(job) == ""
    assert job.text("calls").splitlines()[-1] == f"api --silent repos/o/r/issues/7/comments {body}"
    assert comment(job, "42") == ""
    call = f"api --silent --method PATCH repos/o/r/issues/comments/42 {body}"
    assert job.text("calls").splitlines()[-1] == call


def test_the_comment_is_the_review_and_links_to_the_head(job: Job) -> None:
    comment(job)
    text = job.text("review.md")
    assert text.startswith("<!-- speclint review -->\n### Spec sheets: 1 error")
    assert f"https://github.com/o/r/blob/{job.head}/specs/bmw/ix2-xdrive30.json#L16" in text


def test_a_token_that_may_not_comment_fails_no_job_and_the_summary_has_the_review(job: Job) -> None:
    out = comment(job, REFUSED="1")
    assert out.startswith("::warning::The review could not be written as a comment")
    assert job.text("summary") == job.text("review.md")


PRE_COMMIT, ON_GITHUB, ON_GITLAB = re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs/ci.md").read_text(encoding="utf-8"), re.DOTALL
)


def test_the_hook_that_is_shown_is_the_one_of_this_repository() -> None:
    (shown,) = yaml.safe_load(PRE_COMMIT)["repos"]
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [each["id"] for each in shown["hooks"]] == [hook["id"]]


def test_the_hook_runs_for_every_format_that_is_read() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert all(re.search(hook["files"], f"data/cars{suffix}") for suffix in (*SUFFIXES, *TABLES))
    assert not re.search(hook["files"], "docs/json.md")


def test_the_workflow_that_is_shown_fetches_the_history_and_may_do_no_more_than_it_needs() -> None:
    workflow = yaml.safe_load(ON_GITHUB)
    assert workflow["permissions"] == {}
    job = workflow["jobs"]["review"]
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    checkout, action = job["steps"]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert set(action.get("with", {})) <= set(ACTION["inputs"])


def test_the_job_for_gitlab_is_yaml_and_its_script_is_a_script() -> None:
    on_gitlab = yaml.safe_load(ON_GITLAB)
    lines = [*on_gitlab["review"]["before_script"], *on_gitlab["review"]["script"]]
    subprocess.run(["bash", "-n"], input="\n".join(lines).encode(), check=True)
    used = set(re.findall(r"\$\{?(\w+)", "\n".join(lines)))
    # predefined variables of GitLab, what the page names, and what the script sets
    assert {name for name in used if not name.startswith("CI_")} == {
        "GITLAB_TOKEN",
        "SPECLINT",
        "notes",
        "note",
    }


def test_no_expression_stands_in_a_script() -> None:
    """What others choose, such as a branch, reaches scripts by variables alone."""
    assert not [name for name, step in STEPS.items() if "${{" in step["run"]]
    assert all(step["shell"] == "bash" for step in STEPS.values())


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not installed")
def test_actionlint_finds_nothing_in_the_workflows(tmp_path: Path) -> None:
    files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    file = tmp_path / "shown.yml"
    # what stands for names that each reader puts in
    file.write_text(re.sub(r"OWNER|COMMIT", "name", ON_GITHUB), encoding="utf-8")
    files.append(file)
    done = subprocess.run(
        ["actionlint", "-no-color", *files], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


WORKFLOWS = {
    file.name: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in (ROOT / ".github" / "workflows").glob("*.yml")
}


def test_the_tests_run_on_every_system_and_python() -> None:
    tests = WORKFLOWS["ci.yml"]["jobs"]["tests"]
    matrix = tests["strategy"]["matrix"]
    assert matrix["system"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert matrix["python"] == re.findall(r"Python :: (3\.\d+)", project) == ["3.11", "3.12", "3.13", "3.14"]
    assert tests["runs-on"] == "${{ matrix.system }}"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_or_publish_the_site_and_names_commits_of_what_it_uses(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}
    for job, described in WORKFLOWS[name]["jobs"].items():
        may_publish = (name, job) == ("pages.yml", "deploy")
        needed = {"pages": "write", "id-token": "write"} if may_publish else {"contents": "read"}
        assert described["permissions"] == needed
        used = [step["uses"] for step in described["steps"] if "uses" in step]
        assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in used)


def test_the_action_uses_no_other_action() -> None:
    """What it runs is of the commit that its user names."""
    assert not [name for name, step in STEPS.items() if "uses" in step]
