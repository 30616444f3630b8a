"""How the measurement is reported: tables for people, Markdown for the documentation, JSON for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from accuracy.peers import BoundedSchema, RangeProfile
from accuracy.tally import Share, by_both, by_class, by_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accuracy.tally import Form, Row, Target

PAGE = Path(__file__).parent.parent.parent / "docs" / "accuracy.md"
BEGIN, END = "<!-- printed by benchmarks/accuracy -->", "<!-- end of benchmarks/accuracy -->"
PROBABILITIES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Ends of the classes by which the probability of a suspect is compared with the share that is right."""
PEERS = (BoundedSchema.name, RangeProfile.name)
HEAD = ("sheets", "fault", "faults", "recall", "suspect", "exact", "blames another", *PEERS)


def table(rows: Iterable[Row], style: str = "simple") -> str:
    """Rows of shares."""
    cells = [
        (
            row.form,
            row.what,
            row.faults,
            *map(str, (row.recall, row.suspect, row.exact, row.blamed, *row.peers)),
        )
        for row in rows
    ]
    return tabulate(cells, HEAD, tablefmt=style, colalign=("left", "left", *["right"] * (len(HEAD) - 2)))


def silence(forms: Iterable[Form], style: str = "simple") -> str:
    """How many unfaulted sheets have a finding."""
    head = ("good sheets", "number", "with an error", "with a warning", *PEERS)
    cells = [
        (form.name, form.sheets, _finely(form.alarmed("error")), _finely(form.alarmed("warning")),
         *("-" if alarms is None else _finely(Share(alarms, form.sheets)) for alarms in form.peer_alarms))
        for form in forms
    ]  # fmt: skip
    return tabulate(cells, head, tablefmt=style, colalign=("left", *["right"] * (len(head) - 1)))


def calibration(forms: Iterable[Form], style: str = "simple") -> str:
    """How many of the suspects are right, by the probability that is reported with them."""
    cells = []
    for form in forms:
        suspects = [suspect for outcome in form.outcomes for suspect in outcome.verdict.suspects]
        for low, high in pairwise(PROBABILITIES):
            some = [pair for pair in suspects if low <= pair[0] < high or pair[0] == high == 1]
            stated = sum(probability for probability, _ in some)
            right = Share(sum(is_right for _, is_right in some), len(some))
            if some:
                cells.append(
                    (form.name, f"{low:g}-{high:g}", len(some), f"{stated / len(some):.2f}", str(right))
                )
    head = ("sheets", "probability of the suspect", "suspects", "mean", "right")
    return tabulate(cells, head, tablefmt=style, colalign=("left", "left", *["right"] * 3))


def aims(targets: Iterable[Target], style: str = "simple") -> str:
    """The targets, and whether they are met."""
    cells = [
        (target.name, f"{'>=' if target.at_least else '<='} {100 * target.bound:g} %",
         _finely(target.measured), target.measured.of, "met" if target.is_met else "not met")
        for target in targets
    ]  # fmt: skip
    head = ("target", "bound", "measured", "of", "")
    return tabulate(cells, head, tablefmt=style, colalign=("left", "right", "right", "right", "left"))


def _finely(share: Share) -> str:
    return "-" if share.value is None else f"{100 * share.value:.2f} %"


def report(forms: Sequence[Form], targets: Sequence[Target]) -> str:
    """Everything, for the terminal."""
    classes = [row for form in forms for row in by_class(form)]
    quantities = [row for form in forms for row in by_quantity(form)]
    return "\n\n".join((table(classes), table(quantities), calibration(forms), silence(forms), aims(targets)))


def write_page(forms: Sequence[Form], targets: Sequence[Target], summary: str) -> None:
    """Put the table by class, the silence and the targets into docs/accuracy.md, between the markers."""
    classes = [row for form in forms for row in by_class(form)]
    body = "\n\n".join((
        summary, table(classes, "github"), calibration(forms, "github"), silence(forms, "github"),
        aims(targets, "github"),
    ))  # fmt: skip
    put((BEGIN, END), body)


def put(marks: tuple[str, str], body: str) -> None:
    """Put a text between two marks of docs/accuracy.md."""
    text = PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not (begin and end):
        message = f"{PAGE.name} lacks {' … '.join(marks)}"
        raise SystemExit(message)
    PAGE.write_text(f"{before}{begin}\n{body}\n{end}{after}", encoding="utf-8")


def missed(forms: Iterable[Form]) -> Iterator[str]:
    """A line for each fault that was missed or for which another figure was blamed, for authors of rules."""
    for form in forms:
        for outcome in sorted(
            form.outcomes, key=lambda outcome: (outcome.verdict.fault.kind, outcome.verdict.fault.quantity)
        ):
            verdict, fault = outcome.verdict, outcome.verdict.fault
            if verdict.detected and not verdict.blamed:
                continue
            what = "blamed" if verdict.detected else "missed"
            change = f"[{fault.kind}] {fault.quantity}: {fault.right} {fault.unit} as {fault.wrong}"
            yield f"{what}  {form.name}  {change}  {fault.sheet}{fault.pointer}  ({fault.siblings} siblings)"
            yield from (f"    {line}" for line in (verdict.blamed if verdict.detected else verdict.findings))


def as_json(forms: Sequence[Form], targets: Sequence[Target], settings: dict[str, Any]) -> dict[str, Any]:
    """The same as plain data, with quantities crossed by class."""
    return settings | {
        "forms": [
            {
                "name": form.name,
                "sheets": form.sheets,
                "alarms": {
                    "error": asdict(form.alarmed("error")),
                    "warning": asdict(form.alarmed("warning")),
                    "by_rule": dict(Counter(alarm.rule for alarm in form.alarms)),
                    "findings": [asdict(alarm) for alarm in form.alarms],
                    "peers": dict(zip(PEERS, form.peer_alarms, strict=True)),
                },
                "by_class": [asdict(row) for row in by_class(form)],
                "by_quantity": [asdict(row) for row in by_quantity(form)],
                "by_quantity_and_class": [asdict(row) for row in by_both(form)],
            }
            for form in forms
        ],
        "targets": [asdict(target) | {"is_met": target.is_met} for target in targets],
    }
