"""Laws as functions of one sheet: the ends of expressions, and which conditions are certain.

A figure stands for an interval: all values that would be written so. An expression is bounded by the ends of its
figures' intervals (Moore, Methods and Applications of Interval Analysis, 1979), in the reference units of their
kinds; not a number stands for what is not known. A condition holds where all these values make it true, and fails
where none does. Where some do and some don't, or nothing is stated, it does neither: it is unknown, and combined
with others by the strong three-valued logic of Kleene (Introduction to Metamathematics, 1952, § 64).
"""

from __future__ import annotations

from functools import lru_cache
from math import nan
from operator import add, mul, sub
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speclint.quantities.interval import SLACK
from speclint.rules.laws import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from speclint.rules.laws.case import Case

    Number: TypeAlias = Callable[[Case], float]


class Ends(NamedTuple):
    """The least and the most that an expression may be."""

    low: Number
    high: Number


class Certainty(NamedTuple):
    """Whether a condition is certainly true, and whether it is certainly false."""

    holds: Callable[[Case], bool]
    fails: Callable[[Case], bool]


@lru_cache(maxsize=1024)
def ends(node: tree.Expression) -> Ends:
    """The ends of an expression."""
    match node:
        case tree.Number(number):
            return Ends(lambda _: number, lambda _: number)
        case tree.Pick():
            return Ends(lambda case: case.interval(node)[0], lambda case: case.interval(node)[1])
        case tree.Value(pick):
            return Ends(lambda case: case.written(pick)[0], lambda case: case.written(pick)[1])
        case tree.Year():
            return Ends(lambda case: case.year, lambda case: case.year)
        case tree.Operation("*", tree.Number(number), right) if number > 0:
            low, high = ends(right)
            return Ends(lambda case: number * low(case), lambda case: number * high(case))
        case tree.Operation():
            return _operation(node.sign, ends(node.left), ends(node.right))


def _operation(sign: str, left: Ends, right: Ends) -> Ends:
    (low, high), (least, most) = left, right

    def products(case: Case) -> tuple[float, ...]:
        lowest, highest, first, last = low(case), high(case), least(case), most(case)
        return lowest * first, lowest * last, highest * first, highest * last

    def is_positive(case: Case) -> bool:
        # shares and rates of what may be zero or less are unknown
        return low(case) > 0 and least(case) > 0

    match sign:
        case "+":
            return Ends(lambda case: low(case) + least(case), lambda case: high(case) + most(case))
        case "-":
            return Ends(lambda case: low(case) - most(case), lambda case: high(case) - least(case))
        case "*":
            return Ends(lambda case: min(products(case)), lambda case: max(products(case)))
        case _:
            return Ends(
                lambda case: low(case) / most(case) if is_positive(case) else nan,
                lambda case: high(case) / least(case) if is_positive(case) else nan,
            )


def _over(dividend: float, divisor: float) -> float:
    return dividend / divisor if divisor else nan


_OPERATORS: Mapping[str, Callable[[float, float], float]] = {"+": add, "-": sub, "*": mul, "/": _over}


@lru_cache(maxsize=1024)
def value(node: tree.Expression) -> Number:
    """An expression of the numbers that are written, without what their rounding leaves open."""
    match node:
        case tree.Number(number):
            return lambda _: number
        case tree.Pick():
            return lambda case: case.value(node)
        case tree.Value(pick):
            return lambda case: case.value(pick)
        case tree.Year():
            return lambda case: case.year
        case tree.Operation():
            operate, left, right = _OPERATORS[node.sign], value(node.left), value(node.right)
            return lambda case: operate(left(case), right(case))


@lru_cache(maxsize=1024)
def certainty(condition: tree.Condition) -> Certainty:
    """Whether a condition holds or fails."""
    match condition:
        case tree.Comparison():
            return _comparison(condition)
        case tree.Is(field, words):
            return Certainty(
                lambda case: case.word(field) in words, lambda case: case.word(field) not in {None, *words}
            )
        case tree.IsStated(pick, field):
            return Certainty(
                lambda case: case.states(pick or field), lambda case: not case.states(pick or field)
            )
        case tree.Not(inner):
            return Certainty(certainty(inner).fails, certainty(inner).holds)
        case tree.Every(parts):
            sides = [certainty(part) for part in parts]
            return Certainty(
                lambda case: all(part.holds(case) for part in sides),
                lambda case: any(part.fails(case) for part in sides),
            )
        case tree.Some(parts):
            sides = [certainty(part) for part in parts]
            return Certainty(
                lambda case: any(part.holds(case) for part in sides),
                lambda case: all(part.fails(case) for part in sides),
            )


def _comparison(comparison: tree.Comparison) -> Certainty:
    (low, high), (least, most) = ends(comparison.left), ends(comparison.right)
    match comparison.sign:
        case "<=":
            return Certainty(lambda case: high(case) <= least(case), lambda case: low(case) > most(case))
        case "<":
            return Certainty(lambda case: high(case) < least(case), lambda case: low(case) >= most(case))
        case ">=":
            return Certainty(lambda case: low(case) >= most(case), lambda case: high(case) < least(case))
        case ">":
            return Certainty(lambda case: low(case) > most(case), lambda case: high(case) <= least(case))
        case "==":
            return _equality(comparison)
        case "!=":
            return Certainty(*reversed(_equality(comparison)))


def _equality(comparison: tree.Comparison) -> Certainty:
    (low, high), (least, most) = ends(comparison.left), ends(comparison.right)
    middle = value(comparison.right)

    def margin(case: Case) -> float:
        return comparison.margin * (middle(case) if comparison.relative else 1)

    def holds(case: Case) -> bool:
        return max(high(case) - least(case), most(case) - low(case)) <= margin(case)

    def fails(case: Case) -> bool:
        below, above = low(case) - margin(case), high(case) + margin(case)
        # conversions round in the last bits
        return below > most(case) + abs(most(case)) * SLACK or least(case) > above + abs(above) * SLACK

    return Certainty(holds, fails)


def failing(condition: tree.Condition, case: Case) -> tree.Leaf:
    """The part by which a condition fails: the first of several."""
    match condition:
        case tree.Every(parts):
            return failing(next(part for part in parts if certainty(part).fails(case)), case)
        case tree.Some(parts):
            return failing(parts[0], case)
        case tree.Not(inner):
            return next(part for part in inner.walk() if isinstance(part, tree.Leaf))
        case _:
            return condition
