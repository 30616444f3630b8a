"""The names that an unknown one may mean are the same among few names and among thousands."""

from __future__ import annotations

from cProfile import Profile
from pstats import Stats

import pytest

from speclint.documents import known_names
from speclint.documents.known_names import KnownNames
from speclint.documents.message_text import likely

NAMES = [
    f"{make}/model-{number}-{drive}" for make in ("bmw", "audi") for number in range(300) for drive in "abc"
]


@pytest.mark.parametrize(
    "name",
    [
        "bmw/model-17-", "bmw/model-17-d", "model-299-c", "audi/modle-12-a", "bwm/model-250-b",
        "audi/model-3-c", "audimodel-123-c", "q", "",
    ],
)  # fmt: skip
def test_among_many_names_those_are_likely_that_a_look_at_each_finds(name: str) -> None:
    names = KnownNames(sorted(NAMES))
    assert len(names) > known_names.FEW
    without = "audi/model-3-c"
    assert names.likely(name, without) == likely(name, (known for known in names if known != without))


def test_a_name_takes_no_more_comparisons_among_ten_times_the_names() -> None:
    counts = []
    for count in (1000, 10_000):
        names = KnownNames(sorted(f"bmw/x{number}" for number in range(count)))
        names.likely("bmw/y")
        profile = Profile()
        profile.runcall(names.likely, "bwm/x512")
        counts.append(Stats(profile).total_calls)  # type: ignore[attr-defined]  # as it is
    assert counts[1] < 3 * counts[0]
