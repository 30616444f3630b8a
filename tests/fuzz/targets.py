"""All targets of the fuzzer, by name."""

from __future__ import annotations

import on_texts

TARGETS = {target.name: target for target in on_texts.TARGETS}
