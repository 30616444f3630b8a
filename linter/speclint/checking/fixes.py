"""Fixes: the edits of a document that resolve a finding, and whether they are safe."""

from __future__ import annotations

from codecs import BOM_UTF8
from itertools import combinations
from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.documents.pointer import resolve
from speclint.quantities.entry_errors import REPLACED, entry_error
from speclint.quantities.figure import Bound, as_literal, read_stated
from speclint.results import Edit, Fix
from speclint.vehicle.powertrain import UNKNOWN, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from speclint.checking.diagnosis.diagnose import Diagnosis
    from speclint.documents.regions import Regions
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import Span
    from speclint.quantities.measurand import Measurand
    from speclint.rules.rule import Correction
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet

    Replacement: TypeAlias = tuple[Span, str]

MIN_PROBABILITY = 0.8
"""Posterior probability from which on a value that is not certain is written, if that is asked for."""


def fix_of(
    sheet: Sheet, diagnosis: Diagnosis, catalog: Catalog, layer: Layer, regions: Regions
) -> Fix | None:
    """The fix of a diagnosis, in the layer that supplies the value; None if none is known.

    Args:
        sheet: the sheet of the diagnosis.
        diagnosis: the violation, with its correction if there is one.
        catalog: the siblings of the sheet.
        layer: the document that supplies the value.
        regions: the places in that document.
    """
    correction = diagnosis.correction
    place = layer.prefix + diagnosis.violation.name.pointer
    if layer.parse_errors or diagnosis.rule.on_catalog is not None:
        return None  # an ambiguous text and a whole column are corrected by hand
    if correction is not None:
        replacements = list(_replacements(sheet, correction, layer, regions))
        safe = correction.certain or _is_certain(sheet, correction, catalog)
        confidence = diagnosis.confidence
        if not safe and confidence is not None and confidence.value < MIN_PROBABILITY:
            return None
    elif diagnosis.violation.redundant:
        replacements, safe = [(regions.removal(place), "")], True
    elif diagnosis.violation.literal:
        replacements, safe = [regions.replacement(place, None, diagnosis.violation.literal)], True
    else:
        return None
    edits = [_edit(layer, regions, replacement) for replacement in replacements]
    return Fix(tuple(edit for edit in edits if edit), safe) if all(edits) else None


def _edit(layer: Layer, regions: Regions, replacement: Replacement | None) -> Edit | None:
    """The edit of the file that the layer is in; None if it cannot be edited."""
    if layer.offset is None or replacement is None:
        return None
    span, text = replacement
    content = layer.content.removeprefix(BOM_UTF8)
    before = layer.offset + len(layer.content) - len(content)
    start, end = regions.in_bytes(span, len(content))
    encoding = regions.encoding(len(content))
    if encoding != "utf-8" and text != text.encode(encoding, "replace").decode(encoding):
        return None
    return Edit(layer.path, (before + start, before + end), regions.at(*span), text, encoding)


def _replacements(
    sheet: Sheet, correction: Correction, layer: Layer, regions: Regions
) -> Iterator[Replacement | None]:
    """Each span with its new text: of a text or a range only what changes, so that its layout stays."""
    name, suggestion = correction.name, correction.suggestion
    place = layer.prefix + name.pointer
    stated = resolve(layer.value, name.pointer)
    correct = parse(suggestion.encode()).value
    if name.span is not None:
        yield regions.replacement(place, name.span, sheet.rewritten(name, correct))
    elif not (isinstance(stated, list) and isinstance(correct, list) and len(stated) == len(correct)):
        yield regions.replacement(place, None, suggestion)
    else:
        for index, (old, new) in enumerate(zip(stated, correct, strict=True)):
            if repr(old) != repr(new):
                yield regions.replacement(f"{place}/{index}", None, str(new))


def _is_certain(sheet: Sheet, correction: Correction, catalog: Catalog) -> bool:
    """Whether all other figures of a measurand confirm a correction.

    Certain is the correction of a figure that is off by 1 in its last place beside the figure in the market's
    unit, or beside figures in two units. So is that of a figure that contradicts two units which agree, if it
    is a conversion of the rated figure or an entry error explains it: else it may be newer than the two.
    """
    found = sheet.measured_at(correction.name)
    stated = read_stated(parse(correction.suggestion.encode()).value)
    if found is None or stated is None or not _is_like(found[1].stated, stated):
        return False
    measurand, figure = found
    corrected = figure.with_stated(stated)
    own = measurand.besides(figure)
    others = [*own, *_of_siblings(sheet, measurand, figure, catalog)]
    converted = {as_literal(value) for other in own if (value := figure.rewritten(other)) is not None}
    if as_literal(stated) not in converted or not all(corrected.agrees_with(other) for other in others):
        return False
    if not all(left.agrees_with(right) for left, right in combinations(others, 2)):
        return False
    rated = _rated_in(sheet, figure)
    is_conversion = figure.unit.name != rated and any(other.unit.name == rated for other in own)
    confirmed = len({other.unit.name for other in others}) > 1
    if all(figure.agrees_but_for_rounding(other) for other in others):
        return is_conversion or confirmed
    reason = entry_error(as_literal(figure.stated), as_literal(stated))
    # another digit may be a newer figure
    return confirmed and (is_conversion or (reason is not None and reason.cause != REPLACED))


def _is_like(stated: object, correct: object) -> bool:
    """Whether both are numbers, or both ranges; a bound leaves the value open."""
    return isinstance(stated, tuple) == isinstance(correct, tuple) and not isinstance(stated, Bound)


def _of_siblings(sheet: Sheet, measurand: Measurand, figure: Figure, catalog: Catalog) -> Iterator[Figure]:
    """The figures of the same measurand in siblings that share the quantity."""
    for sibling in sheet.siblings:
        if measurand.quantity.name in sibling.shares:
            other = catalog.find(sibling.sheet, sheet)
            for counterpart in other.stated(measurand.quantity.name) if other else ():
                if counterpart.pointer == measurand.pointer:
                    yield from (own for own in counterpart.figures if own.unit.kind == figure.unit.kind)


def _rated_in(sheet: Sheet, figure: Figure) -> str | None:
    """The unit in which the sheet's market rates a quantity, and others are converted from, if it is known.

    In the United Kingdom press and makers mix metric and imperial units.
    """
    market = word_of(sheet, "market")
    if market in {"gb", UNKNOWN}:
        return None
    return figure.quantity.imperial if market == "us" else figure.quantity.metric
