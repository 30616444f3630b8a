"""Reports as Hypothesis draws them, with texts that a terminal, a CI log, XML or Markdown would interpret."""

from __future__ import annotations

from hypothesis import strategies as st

from speclint.documents.regions import Region
from speclint.results import Edit, Finding, Fix, Location, RelatedLocation, Report, SuppressedFinding, Suspect
from speclint.rules.rule import Level

HOSTILE = (
    "a|b\n::error::c ##[group]d ##vso[task.complete]e ##teamcity[f] </failure><b>@me</b> [g](http://h.io) "
    "![i](j) https://k.io www.l.io #1 !2 `m` ]]>&amp; \x1b]0;n\x07 \u202e \ud800 \uffff %0A::warning::o"
)
"""What each output must show as text, and none may obey."""

texts = st.text(min_size=1, max_size=8) | st.just(HOSTILE)
positions = st.integers(1, 10**9)
pointers = st.lists(st.text("ab0\n", max_size=3)).map(lambda steps: "".join(f"/{step}" for step in steps))
regions = st.tuples(positions, positions, positions, positions).map(lambda parts: Region(*parts))
locations = st.tuples(texts, pointers, regions, texts).map(lambda parts: Location(*parts))
suspects = st.tuples(locations, texts, texts, texts, texts).map(lambda parts: Suspect(*parts))
edits = st.tuples(texts, st.just((0, 1)), regions, st.text(max_size=8)).map(lambda parts: Edit(*parts))
fixes = st.tuples(st.lists(edits, min_size=1, max_size=2).map(tuple), st.booleans()).map(
    lambda parts: Fix(*parts)
)
related_locations = st.tuples(texts, locations).map(lambda parts: RelatedLocation(*parts))
findings = st.tuples(
    st.sampled_from(["conversion-mismatch", "cycle-order"]),
    st.sampled_from(Level),
    texts,
    texts,
    pointers,
    locations,
    st.none() | suspects,
    st.lists(related_locations, max_size=2).map(tuple),
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.just("docs/rules/cycle-order.md"),
    st.none(),
    st.none() | fixes,
).map(lambda parts: Finding(*parts))
suppressed = st.tuples(findings, texts, st.booleans()).map(
    lambda parts: SuppressedFinding(parts[0], parts[1], in_source=parts[2])
)
reports = st.tuples(
    st.lists(findings, max_size=3).map(tuple),
    st.lists(suppressed, max_size=2).map(tuple),
    st.integers(0, 10**6),
).map(lambda parts: Report(*parts, 0.5, figures=9 * parts[2]))
