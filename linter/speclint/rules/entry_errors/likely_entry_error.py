"""A figure that an entry error explains better than chance."""

from __future__ import annotations

from decimal import Decimal
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from speclint.documents.message_text import join
from speclint.quantities.figure import Bound
from speclint.quantities.interval import Interval
from speclint.quantities.number import decimals, resolution, round_to
from speclint.quantities.table import QUANTITIES
from speclint.quantities.usual_form import DISPLACED, horsepower, models_with
from speclint.rules.corrections import corrected
from speclint.rules.entry_errors.alike import DIMENSIONS, LIKENESSES, WORDS, StatedFields, alike
from speclint.rules.entry_errors.likelihood import Expected, Likelihoods, narrowed
from speclint.rules.entry_errors.ratios import implied
from speclint.rules.fuel.agreement import WITNESSES
from speclint.rules.outliers import UNBUILT, is_chosen, is_mixed, is_old, is_rare
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.rules.siblings.outliers import may_be_sibling, siblings_of, typical
from speclint.sheets.families import MODEL, family_by, single_measurand
from speclint.vehicle.category import limits_of
from speclint.vehicle.chosen import STRONG, is_limited_by_traction
from speclint.vehicle.features import READS, SPRINT, features_of, states_enough
from speclint.vehicle.powertrain import word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.bands.model import ConditionalFit, Outlier
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.rules.entry_errors.alike import Alike
    from speclint.rules.entry_errors.likelihood import Meant
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.features import Features

MIN_LOG_RATIO = 2.6
"""Log likelihood ratio from which on a figure is reported; a judgement, between the errors it finds and the good sheets
it flags (benchmarks/accuracy)."""
BY_SAME_TEST = 4.0
"""The same where nothing but other figures of its test is evidence of a consumption: they differ for other reasons too. Of
6,000 errors in families that fits see, 14 have a ratio between the two, and of their good sheets 23."""
SMALL = 100
"""Below it a value is written with a decimal."""
SAME = {"length": 3.0, "volume": 0.0011, "torque": 1.01, "power": 1.01}
"""By kind what figures of one car differ by: mm, if rounded to a tenth of an inch or measured by another convention;
l of displacement, Nm and kW, if one is cut off or converted and the other rounded."""

MIN_SIBLINGS = 2
"""Siblings that have to agree where nothing else implies what a figure should be: of two cars either may be wrong."""
FAR_MORE = 30.0
"""How many times as usual another number has to be to be evidence by itself; a judgement. Masses that end in 0 are
seven times as usual as those in 1."""
NEAR = 2.0
"""Standard deviations from what is expected within which another value may be proposed; a judgement."""
EXPLAINED = Expected(0.0, 1.0, 1.0, 0.0)
"""Of a figure that deviates for a known reason, so that it is not judged."""

_GOLF = (
    '{{"make": "Volkswagen", "model": "Golf", "variant": "{0} doors", "powertrain": {{"type": "ice", "drive": "fwd", '
    '"power": {{"kW": 110}}, "torque": {{"Nm": {1}}}, "engine": {{"fuel": "diesel", "displacement": {{"cm³": {2}}}}}}}, '
    '"dimensions": {{"length": {{"mm": 4255}}, "width": {{"mm": {3}}}, "height": {{"mm": 1452}}, "wheelbase": {{"mm": 2637}}}}}}'
)
_AS_BUILT = (320, 1968, 1799)


def _golfs(first: tuple[int, int, int]) -> dict[str, str]:
    cars = zip((2, 3, 4, 5), (first, _AS_BUILT, _AS_BUILT, _AS_BUILT), strict=True)
    return {f"volkswagen/golf-{doors}-doors": _GOLF.format(doors, *car) for doors, car in cars}


class Suspect(NamedTuple):
    """A figure, and what was likely meant by it."""

    figure: Figure
    meant: Meant
    alike: Alike | None
    expected: Expected | None
    is_usual: bool
    """Whether it looks far more like numbers of its unit."""


@family_rule(
    level=Level.WARNING,
    summary="a figure that an entry error explains better than chance",
    one_of=tuple((name,) for name in LIKENESSES),
    reads=(*READS, *LIKENESSES, *WORDS, "status", *MODEL),
    of_siblings=(*READS, *LIKENESSES, *WORDS, *MODEL),
    scope="likelihood",
    bad=(
        bad(_golfs((320, 1968, 1979)),
            at="/dimensions/width/mm",
            message="width 1979 mm is likely 1799 mm (digits transposed): 3 of 3 siblings of equal length, height and wheelbase state it",
            why="no outlier among cars, but the variants of one body have one width"),
        bad(_golfs((230, 1968, 1799)),
            at="/powertrain/torque/Nm",
            message="torque 230 Nm is likely 320 Nm (digits transposed): 3 of 3 siblings of equal fuel, power and displacement state it",
            why="one engine has one torque"),
        bad(_golfs((320, 1986, 1799)),
            at="/powertrain/engine/displacement/cm³",
            message="displacement 1986 cm³ is likely 1968 cm³ (digits transposed): 3 of 3 siblings of equal fuel, power and torque state it",
            why="the error is less than one per cent"),
        bad({"volkswagen/golf-2-doors": _GOLF.format("2", 430, 1968, 1799)},
            at="/powertrain/torque/Nm",
            message="torque 430 Nm is likely 340 Nm (digits transposed): 14 of 16 models of equal fuel, power and displacement state it",
            why="an engine that other models have"),
    ),
    good=(
        good(_golfs((320, 1968, 1799))),
        good(_golfs((320, 1968, 1797)), why="as wide but for rounding to a tenth of an inch"),
        good(_golfs((340, 1968, 1799)), why="a later version of the engine, and no entry error"),
    ),
)  # fmt: skip
def likely_entry_error(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """A number that is one entry error away would be far likelier.

    Errors are digits transposed, dropped, added or replaced, a shifted decimal point (Wiseman, Cairns and Cox, A taxonomy
    of number entry error, BCS HCI 2011), and a number in another unit. How likely a car has a number follows from its
    other figures and those of its siblings, by the reference models, and from how often siblings that are alike in
    other figures, or published models with the same engine, state the same. The sum of the likelihoods of all numbers that may have been meant is compared with
    that of the one stated, as in the correction of spelling (Kernighan, Church and Gale, COLING 1990).
    """
    suspect = max(_suspects(sheet, catalog), key=lambda each: each.meant.log_ratio, default=None)
    if suspect is not None:
        yield _violation(sheet, suspect)


def _suspects(sheet: Sheet, catalog: Catalog) -> Iterator[Suspect]:
    if word_of(sheet, "status") in UNBUILT:
        return
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    siblings = catalog.siblings(sheet, family) if family else None
    by_quantity, own = _expected(sheet, catalog), StatedFields(sheet)
    for quantity in LIKENESSES:
        figure, expected = stated_once(sheet, quantity), by_quantity.get(quantity)
        others = alike(own, quantity, siblings) if figure else None
        if expected is EXPLAINED and quantity in DIMENSIONS:
            # the models do not hold for old cars, whose bodies are compared all the same
            expected = None
        if figure is None or expected is EXPLAINED:
            continue
        if expected is None and (others is None or others.total < MIN_SIBLINGS):
            continue
        likelihoods = Likelihoods(figure, others, expected, own.beside(quantity, figure.unit.name))
        if likelihoods.bound() < MIN_LOG_RATIO:
            continue
        meant = likelihoods.best()
        if meant is None or meant.log_ratio < MIN_LOG_RATIO:
            continue
        is_known, is_usual = meant.text in likelihoods.shared, is_far_more_usual(likelihoods, meant.text)
        is_evident = (
            is_known or is_usual or (expected and expected.is_suspect and _is_enough(quantity, meant))
        )
        if is_evident and _is_possible(sheet, figure, meant):
            yield Suspect(figure, meant, others if is_known else None, expected, is_usual)


def _is_enough(quantity: str, meant: Meant) -> bool:
    """Whether the ratio is large enough where nothing but the other figures of the car is evidence."""
    return quantity not in WITNESSES or meant.log_ratio >= BY_SAME_TEST


def is_far_more_usual(own: Likelihoods, other: str) -> bool:
    """Whether another number looks far more like those of its unit than the one stated."""
    is_shorter = decimals(Decimal(other)) < decimals(Decimal(own.text))
    # some time a sprint to the hundredth
    if is_shorter and (own.figure.unit.kind == "time" or not own.beside):
        return False
    return own.form(other) > FAR_MORE * own.form(own.text)


def stated_once(sheet: Sheet, quantity: str) -> Figure | None:
    """The one figure of a quantity, if it is a positive number."""
    measurand = single_measurand(sheet, quantity)
    if measurand is None or len(measurand.figures) != 1:
        return None
    figure = measurand.figures[0]
    return None if isinstance(figure.stated, tuple | Bound) or figure.stated <= 0 else figure


def _is_possible(sheet: Sheet, figure: Figure, meant: Meant) -> bool:
    """Whether a car may have it, and another measurement or rounding of the same would not be so near."""
    other, own = figure.with_stated(Decimal(meant.text)), float(figure.numbers[0])
    apart, steps = abs(other.value - figure.value), (resolution(each.numbers[0]) for each in (figure, other))
    if apart <= SAME.get(figure.unit.kind, 0.0) or abs(float(meant.text) - own) * 2 < max(steps):
        return False
    limits = limits_of(sheet, figure.quantity.name)
    return limits is None or limits.are_usual(other.ends)


def _expected(sheet: Sheet, catalog: Catalog) -> dict[str, Expected]:
    """What the other figures and the siblings imply for each figure, by quantity."""
    found = _by_models(sheet, catalog)
    for quantity, logarithm, deviation in implied(sheet):
        found[quantity] = narrowed(found.get(quantity), logarithm, deviation)
    return found


def _by_models(sheet: Sheet, catalog: Catalog) -> dict[str, Expected]:
    """The same by the reference models alone."""
    car = features_of(sheet)
    if len(car.kinds) != 1 or not states_enough(sheet):
        return {}
    model = sheet.bands.models[car.kinds[0]]
    siblings = siblings_of(sheet, car, catalog)
    alone = model.conditional_fit(car.vector)
    beside = model.conditional_fit_beside(car.vector, siblings) if siblings else None
    fits: dict[str, ConditionalFit] = {}
    for fit in (alone, beside):
        fits |= {name: fit for name in fit.stated if name in model.bands} if fit else {}
    sizes = {name: fit.deviations(name) for name, fit in fits.items()}
    near = typical(model, car, siblings)
    is_uncertain = may_be_sibling(model, car, siblings) or (
        near is not siblings and not _is_outside(model.outlier_beside(car.vector, near))
    )
    largest = max(map(abs, sizes.values()), default=0.0)
    found: dict[str, Expected] = {}
    for name, fit in fits.items():
        figure, deviations = car.figures[name], sizes[name]
        if is_explained(sheet, car, Deviation(name, deviations)):
            found[figure.quantity.name] = EXPLAINED
            continue
        middle = car.vector[name] - fit.residual(name)
        found[figure.quantity.name] = Expected(
            middle,
            fit.deviation(name),
            car.factors[name],
            car.offsets[name],
            abs(deviations) >= largest and not (is_uncertain and fit is beside),
        )
    return found


def _is_outside(found: Outlier | None) -> bool:
    return found is not None and found.is_outside


class Deviation(NamedTuple):
    """A feature, and by how many standard deviations it is above what is implied."""

    name: str
    deviations: float


def is_explained(sheet: Sheet, car: Features, found: Deviation) -> bool:
    """Whether a figure deviates as its maker chose it, or in a car for which the models do not hold."""
    if is_old(sheet) or is_mixed(sheet, found) or is_rare(sheet, found, car) or is_chosen(found, car):
        return True
    is_strong = found.name == SPRINT or (found.name, found.deviations > 0) in STRONG
    return is_strong and is_limited_by_traction(car.vector)


def _violation(sheet: Sheet, suspect: Suspect) -> Violation:
    figure, meant, others, expected, is_usual = suspect
    value = f"{meant.text} {figure.unit.name}"
    own = figure.with_stated(int(meant.text) if meant.text.isdigit() else Decimal(meant.text))
    fields = others.fields if others else ()
    if others:
        labels = [field if field in WORDS else QUANTITIES[field].label for field in fields]
        of = f" of equal {join(labels, ' and ')}" if labels else ""
        count = others.counts[own.stated, figure.unit.name]
        kind = "model" if others.are_models else "sibling"
        those = f"the one {kind}" if others.total == 1 else f"{count} of {others.total} {kind}s"
        because = f"{those}{of} state{'s' * (others.total == 1)} it"
    elif is_usual:
        because = _usual(figure, meant.text)
    else:
        because = f"about {_written(figure, expected)} fits its other figures"
    message = f"{figure.labelled} is likely {value} ({meant.cause}): {because}"
    related = stated(*(found for field in fields if (found := sheet.figure(field))))
    correction = corrected(figure, own.stated, because, message, meant.cause)
    return Violation(message, figure.name, related, (correction,), expected=_near(own, suspect))


def _usual(figure: Figure, meant: str) -> str:
    """Why another number looks far more like those of its unit."""
    if decimals(figure.numbers[0]) > decimals(Decimal(meant)):
        return "figures beside it have fewer decimals"
    if figure.unit.name == DISPLACED:
        models = models_with(meant)
        return f"{models} other model{'s have' if models > 1 else ' has'} an engine of that size"
    return f"that is {horsepower(meant)}"


def _near(own: Figure, suspect: Suspect) -> tuple[tuple[FigureName, Interval], ...]:
    """What a value has to be near to: the other figures of the sheet, where these are the reason."""
    expected = suspect.expected
    if suspect.alike or expected is None:
        return ()
    middle = (exp(expected.middle) - expected.offset) * expected.factor
    away = max(abs(own.value - middle), NEAR * expected.deviation * middle)
    return ((own.name, Interval(middle - away, middle + away)),)


def _written(figure: Figure, expected: Expected | None) -> str:
    """What is expected, in the unit of a figure."""
    if expected is None:
        return ""
    value = (exp(expected.middle) - expected.offset) * expected.factor
    own = figure.unit.from_reference(Interval(value, value)).low
    return f"{round_to(own, 0 if own >= SMALL else 1)} {figure.unit.name}"
