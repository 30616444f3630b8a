"""What would settle a finding, as edits of the document, and whether that is certain."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.documents.pointer import resolve
from speclint.quantities.entry_errors import REPLACED, entry_error
from speclint.quantities.figure import Bound, Figure, as_literal, read_stated
from speclint.results import Edit, Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.diagnose import Diagnosis
    from speclint.documents.regions import Regions
    from speclint.quantities.measurand import Measurand
    from speclint.rules.rule import Correction
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet


def fix_of(
    sheet: Sheet, diagnosis: Diagnosis, catalog: Catalog, layer: Layer, regions: Regions
) -> Fix | None:
    """The fix of what a diagnosis tells, in the layer where it stands; None if nobody knows one.

    Args:
        sheet: the sheet at fault.
        diagnosis: what is at fault in it.
        catalog: its siblings.
        layer: the document that supplies the value.
        regions: the places in that document.
    """
    if layer.parse_errors or layer.is_part:
        # a text that does not say one thing only is mended by hand, and so is one of many in a file
        return None
    correction = diagnosis.correction
    if correction is not None:
        spans = list(_literals(layer.prefix + correction.pointer, correction.suggestion, layer, regions))
        safe = correction.certain or _is_certain(sheet, correction, catalog)
    elif diagnosis.violation.redundant:
        spans, safe = [(regions.removal(layer.prefix + diagnosis.violation.at), "")], True
    else:
        return None
    return Fix(tuple(Edit(layer.path, span, regions.at(*span), text) for span, text in spans), safe)


def _literals(
    place: str, suggestion: str, layer: Layer, regions: Regions
) -> Iterator[tuple[tuple[int, int], str]]:
    """Where to write what: of a range only the end that changes, so that its layout stays."""
    stated = resolve(layer.value, place.removeprefix(layer.prefix))
    right = parse(suggestion.encode()).value
    if not (isinstance(stated, list) and isinstance(right, list) and len(stated) == len(right)):
        yield regions.span(place), suggestion
        return
    for index, (one, other) in enumerate(zip(stated, right, strict=True)):
        if repr(one) != repr(other):
            yield regions.span(f"{place}/{index}"), str(other)


def _is_certain(sheet: Sheet, correction: Correction, catalog: Catalog) -> bool:
    """Whether all else that is stated of a measurand bears a correction out.

    Certain is what is off by one in its last place beside the figure that the market rates in, or beside
    figures in two units. So is a figure that contradicts two units which agree, if it is a conversion of the
    rated one, or if a slip of the hand led to it: else the two may be what was forgotten when it was updated.
    """
    found = sheet.measured_at(correction.pointer)
    stated = read_stated(parse(correction.suggestion.encode()).value)
    if found is None or stated is None or not _is_like(found[1].stated, stated):
        return False
    measurand, figure = found
    right = Figure(figure.quantity, figure.unit, stated, figure.pointer)
    own = measurand.besides(figure)
    others = [*own, *_of_siblings(sheet, measurand, figure, catalog)]
    converted = {as_literal(there) for one in own if (there := figure.rewritten(one)) is not None}
    if as_literal(stated) not in converted or not all(right.agrees_with(one) for one in others):
        return False
    if not all(one.agrees_with(other) for one, other in combinations(others, 2)):
        return False
    rated = _rated_in(sheet, figure)
    is_conversion = figure.unit.name != rated and any(one.unit.name == rated for one in own)
    confirmed = len({one.unit.name for one in others}) > 1
    if all(figure.agrees_but_for_rounding(one) for one in others):
        return is_conversion or confirmed
    reason = entry_error(as_literal(figure.stated), as_literal(stated))
    # another digit may be a newer figure
    return confirmed and (is_conversion or (reason is not None and reason.cause != REPLACED))


def _is_like(stated: object, right: object) -> bool:
    """Whether both are numbers, or both ranges: a bound says less, and what it hides is not known."""
    return isinstance(stated, tuple) == isinstance(right, tuple) and not isinstance(stated, Bound)


def _of_siblings(sheet: Sheet, measurand: Measurand, figure: Figure, catalog: Catalog) -> Iterator[Figure]:
    """What siblings that share the quantity state of the same measurand."""
    for sibling in sheet.siblings:
        if measurand.quantity.name in sibling.shares:
            other = catalog.find(sibling.sheet, sheet)
            for twin in other.stated(measurand.quantity.name) if other else ():
                if twin.pointer == measurand.pointer:
                    yield from (one for one in twin.figures if one.unit.kind == figure.unit.kind)


def _rated_in(sheet: Sheet, figure: Figure) -> str | None:
    """The unit in which the sheet's market rates a quantity, and others are converted from, if it is known.

    In the United Kingdom press and makers mix the two systems.
    """
    market = sheet.field("market")
    if market == "gb":
        return None
    return figure.quantity.imperial if market == "us" else figure.quantity.metric
