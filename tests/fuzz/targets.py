"""All targets of the fuzzer, by name."""

from __future__ import annotations

import on_repositories
import on_settings
import on_texts

TARGETS = {
    target.name: target for target in (*on_texts.TARGETS, *on_repositories.TARGETS, *on_settings.TARGETS)
}
