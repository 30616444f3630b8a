"""Laws as functions of many sheets at once: what `scalar` gives of each, by the same operations in the same order."""

from __future__ import annotations

from math import nan
from operator import add, mul, sub
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from speclint.quantities.interval import SLACK
from speclint.rules.laws import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from speclint.columns.figures import Booleans, Floats
    from speclint.rules.laws.cases import Cases

    Numbers: TypeAlias = Floats | float


class Ends(NamedTuple):
    """The least and the most that an expression may be, by case."""

    low: Numbers
    high: Numbers


class Certainty(NamedTuple):
    """The cases in which a condition is certainly true, and in which it is certainly false."""

    holds: Booleans
    fails: Booleans


def ends(node: tree.Expression, cases: Cases) -> Ends:
    """The ends of an expression."""
    match node:
        case tree.Number(number):
            return Ends(number, number)
        case tree.Pick():
            return Ends(cases.picked(node, "low"), cases.picked(node, "high"))
        case tree.Value(pick):
            return Ends(cases.picked(pick, "lowest_written"), cases.picked(pick, "highest_written"))
        case tree.Year():
            return Ends(cases.years, cases.years)
        case tree.Operation("*", tree.Number(number), right) if number > 0:
            low, high = ends(right, cases)
            return Ends(number * low, number * high)
        case tree.Operation():
            return _operation(node.sign, ends(node.left, cases), ends(node.right, cases))


def _operation(sign: str, left: Ends, right: Ends) -> Ends:
    match sign:
        case "+":
            return Ends(left.low + right.low, left.high + right.high)
        case "-":
            return Ends(left.low - right.high, left.high - right.low)
        case "*":
            products = [mine * other for mine in left for other in right]
            return Ends(_chosen(np.less, products), _chosen(np.greater, products))
        case _:
            is_positive = np.greater(left.low, 0) & np.greater(right.low, 0)
            shares = np.divide(left.low, right.high), np.divide(left.high, right.low)
            return Ends(*(np.where(is_positive, share, nan) for share in shares))


def _chosen(is_better: Callable[..., Booleans], numbers: list[Numbers]) -> Numbers:
    """What `min` or `max` gives, of numbers that are none too."""
    best, *others = numbers
    for number in others:
        best = np.where(is_better(number, best), number, best)
    return best


def _over(dividend: Numbers, divisor: Numbers) -> Numbers:
    return np.where(np.equal(divisor, 0), nan, np.divide(dividend, divisor))


_OPERATORS: Mapping[str, Callable[[Numbers, Numbers], Numbers]] = {"+": add, "-": sub, "*": mul, "/": _over}


def value(node: tree.Expression, cases: Cases) -> Numbers:
    """An expression of the numbers that are written, without what their rounding leaves open."""
    match node:
        case tree.Number(number):
            return number
        case tree.Pick():
            return cases.picked(node, "value")
        case tree.Value(pick):
            return cases.picked(pick, "value")
        case tree.Year():
            return cases.years
        case tree.Operation():
            return _OPERATORS[node.sign](value(node.left, cases), value(node.right, cases))


def certainty(condition: tree.Condition, cases: Cases) -> Certainty:
    """Where a condition holds and where it fails."""
    match condition:
        case tree.Comparison():
            return _comparison(condition, cases)
        case tree.Is(field, words):
            word = cases.word(field)
            return Certainty(word.where(words.__contains__), word.where(lambda stated: stated not in words))
        case tree.IsStated(pick, field):
            is_stated = cases.states(pick or field)
            return Certainty(is_stated, ~is_stated)
        case tree.Not(inner):
            return Certainty(*reversed(certainty(inner, cases)))
        case tree.Every(parts):
            sides = [certainty(part, cases) for part in parts]
            return Certainty(
                np.logical_and.reduce([part.holds for part in sides]),
                np.logical_or.reduce([part.fails for part in sides]),
            )
        case tree.Some(parts):
            sides = [certainty(part, cases) for part in parts]
            return Certainty(
                np.logical_or.reduce([part.holds for part in sides]),
                np.logical_and.reduce([part.fails for part in sides]),
            )


def _comparison(comparison: tree.Comparison, cases: Cases) -> Certainty:
    (low, high), (least, most) = ends(comparison.left, cases), ends(comparison.right, cases)
    match comparison.sign:
        case "<=":
            found = high <= least, low > most
        case "<":
            found = high < least, low >= most
        case ">=":
            found = low >= most, high < least
        case ">":
            found = low > most, high <= least
        case "==":
            return _equality(comparison, cases)
        case "!=":
            return Certainty(*reversed(_equality(comparison, cases)))
    return Certainty(*map(cases.everywhere, found))


def _equality(comparison: tree.Comparison, cases: Cases) -> Certainty:
    (low, high), (least, most) = ends(comparison.left, cases), ends(comparison.right, cases)
    margin = comparison.margin * (value(comparison.right, cases) if comparison.relative else 1)
    below, above = low - margin, high + margin
    holds = _chosen(np.greater, [high - least, most - low]) <= margin
    # conversions round in the last bits
    fails = np.greater(below, most + np.abs(most) * SLACK) | np.greater(least, above + np.abs(above) * SLACK)
    return Certainty(cases.everywhere(holds), cases.everywhere(fails))
