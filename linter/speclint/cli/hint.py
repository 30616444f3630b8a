"""What to add to the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.files.paths import display_path
from speclint.project.config import SHARED_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.project.config import Config


def setting_hint(config: Config, working: Path, purpose: str, setting: str) -> str:
    """Two lines: where to add a setting, and the setting."""
    file = config.file or config.root / "speclint.toml"
    where = "below [tool.speclint]" if file.name == SHARED_NAME else "above its first table"
    return f"{purpose}, write in {display_path(file, working)}, {where}:\n{setting}"
