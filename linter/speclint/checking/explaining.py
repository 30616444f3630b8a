"""The stages after that of rules, in order: from violations to findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.selection import described_rules, enabled_rules, levelled, own_rules_of
from speclint.project.request import silent

if TYPE_CHECKING:
    from speclint.checking.baseline import Entry
    from speclint.checking.evaluating import Evaluated
    from speclint.checking.known import Place
    from speclint.checking.pipeline import DiagnosedViolation
    from speclint.checking.since import Since
    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.results import DescribedRule, Finding, SuppressedFinding


class Outcome(msgspec.Struct, frozen=True):
    """What the stages make of the violations of one project."""

    sheets: int
    figures: int
    is_whole: bool
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[SuppressedFinding, ...] = ()
    kept: tuple[DiagnosedViolation, ...] = ()
    """What was diagnosed and neither folded nor suppressed by a reason that somebody gave."""
    explained: tuple[DiagnosedViolation, ...] = ()
    """What a fault of the whole catalog explains."""
    violations: frozenset[Place] = frozenset()
    before: tuple[Entry, ...] = ()
    """The findings before the change that is checked, under the present names of sheets."""
    has_catalog_faults: bool = False
    """Whether there are violations that only the whole catalog shows."""
    own_rules: tuple[DescribedRule, ...] = ()
    """The rules of a user's own that have findings, suppressed ones included."""
    notices: tuple[str, ...] = ()
    """What was not looked at, a line each."""


def explained(  # noqa: PLR0913 - what was evaluated, and for whom
    request: Request,
    project: Project,
    evaluated: Evaluated,
    missing: tuple[Finding, ...] = (),
    *,
    since: Since | None = None,
    progress: Progress = silent,
) -> Outcome:
    """What the later stages make of the violations of one project.

    Args:
        request: what is checked.
        project: the sheets that were evaluated, and the catalog around them.
        evaluated: what the rules yield.
        missing: a finding for each sheet that must be there and is not.
        since: what was known before the change that is checked, if one is.
        progress: shows how far the run is.
    """
    config = request.config
    if not (evaluated.violations or evaluated.of_catalog or config.accept or config.baseline):
        # a clean run loads neither places nor diagnosis
        before = since.before if since else ()
        shown = levelled(missing, config)
        return Outcome(evaluated.sheets, evaluated.figures, evaluated.is_whole, shown, before=before)
    from speclint.checking import pipeline
    from speclint.checking.baseline import load_baseline
    from speclint.checking.diagnosis.diagnose import bounded
    from speclint.checking.diagnosis.diagnose import diagnose as diagnose_violations
    from speclint.checking.folding import fold
    from speclint.checking.known import part_known, places_of
    from speclint.checking.located import inherited_once, locate
    from speclint.checking.unused import Unmatched, unused_findings

    counting = tuple(entry for entry in own_rules_of(config) if entry.is_evidence)
    diagnose = bounded(
        partial(diagnose_violations, catalog=project.catalog, yielded=evaluated.of_all_rules, own=counting)
    )
    baseline = load_baseline(config.baseline, config.root) if config.baseline else None
    found = [*evaluated.of_catalog, *evaluated.violations]
    known = part_known(found, baseline, since.known if since else frozenset(), request.working)
    folded = fold(known.parts)
    diagnosed = [*folded.causes, *pipeline.diagnose_all(progress(folded.rest, "diagnosing"), diagnose)]
    deduplicated = pipeline.deduplicate(diagnosed, diagnose)
    suppression = pipeline.suppress(deduplicated, config.accept, diagnose)
    located = locate(suppression, project.catalog, request)
    used = suppression.used | pipeline.used_by(found, config.accept)
    sheets = [sheet for sheet, _ in evaluated.violations]
    # while some sheets cannot be read, nothing shows that an entry is not found any more
    unmatched = Unmatched(used, known.unfound if evaluated.is_whole else ())
    unused = unused_findings(request, enabled_rules(request), sheets, project.catalog, unmatched)
    return Outcome(
        evaluated.sheets,
        evaluated.figures,
        evaluated.is_whole,
        levelled(inherited_once([*located.findings, *unused, *missing]), config),
        located.suppressed,
        suppression.kept,
        folded.explained,
        places_of(evaluated.violations),
        since.before if since else (),
        bool(evaluated.of_catalog),
        described_rules(config, {rule.id for _, violations in found for rule, _ in violations}),
    )
