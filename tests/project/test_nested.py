"""Configurations below others are put in order in work that grows with their number."""

from __future__ import annotations

from pathlib import Path, PurePath
from types import SimpleNamespace
from typing import TYPE_CHECKING

from speclint.project import nested
from speclint.project.config import Config
from speclint.project.request import Request, silent

if TYPE_CHECKING:
    import pytest


def test_the_depth_of_each_configuration_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    roots = [Path("/", *["a"] * depth) for depth in range(100, 0, -1)]
    requests = [Request(Config(root, root / "speclint.toml"), root) for root in roots]
    counted: list[PurePath] = []
    parts = PurePath.parts

    def count(path: PurePath) -> tuple[str, ...]:
        counted.append(path)
        found: tuple[str, ...] = parts.__get__(path)
        return found

    monkeypatch.setattr(PurePath, "parts", property(count))
    monkeypatch.setattr(nested, "load_project", lambda *_, **__: SimpleNamespace(nearer=()))
    found = [request.config.root for request, _ in nested.projects_of(requests, silent)]
    assert found == roots[::-1]
    assert len(counted) == 100
