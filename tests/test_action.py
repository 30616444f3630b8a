"""The steps of `action.yml`, run on a real repository with a `gh` that notes how it is called."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conftest import IX2, ROOT, Sheets

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
    return Job(sheets, tmp_path_factory.mktemp("runner"))


def review(job: Job, fail_on: str = "error") -> None:
    assert job.run("Review", BASE=job.base, HEAD=job.head, FAIL_ON=fail_on) == (0, "")


def test_the_review_is_in_the_summary_and_links_to_the_head(job: Job) -> None:
    review(job)
    text = job.text("review.md")
    assert text.startswith("<!-- speclint review -->\n### Spec sheets: 1 error")
    assert f"https://github.com/o/r/blob/{job.head}/specs/bmw/ix2-xdrive30.json#L16" in text
    assert job.text("summary") == text


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("never", 0)])
def test_the_job_ends_with_the_status_of_the_review(job: Job, fail_on: str, status: int) -> None:
    review(job, fail_on)
    assert job.text("output") == f"status={status}\n"
    assert job.run("Status", STATUS=str(status))[0] == status


def test_the_first_comment_is_written_and_later_ones_replace_it(job: Job) -> None:
    review(job)
    body = f"--field body=@{job.temp}/review.md"
    assert job.run("Comment", NUMBER="7", COMMENT="") == (0, "")
    assert job.text("calls").splitlines()[-1] == f"api --silent repos/o/r/issues/7/comments {body}"
    assert job.run("Comment", NUMBER="7", COMMENT="42") == (0, "")
    call = f"api --silent --method PATCH repos/o/r/issues/comments/42 {body}"
    assert job.text("calls").splitlines()[-1] == call


def test_a_token_that_may_not_comment_fails_no_job(job: Job) -> None:
    review(job)
    status, out = job.run("Comment", NUMBER="7", COMMENT="", REFUSED="1")
    assert status == 0
    assert out.startswith("::warning::The review could not be written as a comment")


def test_the_jobs_in_the_documentation_are_yaml() -> None:
    page = (ROOT / "docs/review.md").read_text(encoding="utf-8")
    on_github, on_gitlab = (
        yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    )
    assert on_github["jobs"]["review"]["steps"][0]["with"] == {"fetch-depth": 0}
    assert set(on_github["jobs"]["review"]["steps"][1]["with"]) <= set(ACTION["inputs"])
    assert all(isinstance(line, str) for line in on_gitlab["review"]["script"])


def test_no_expression_stands_in_a_script() -> None:
    """What others choose, such as a branch, reaches scripts by variables alone."""
    assert not [name for name, step in STEPS.items() if "${{" in step["run"]]
    assert all(step["shell"] == "bash" for step in STEPS.values())
