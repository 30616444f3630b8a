"""Laws as trees: what stands in them, apart from how they are written and how they are evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A part of a law."""

    def walk(self) -> Iterator[Node]:
        """It and all nodes below it, from left to right."""
        yield self
        for field in self.__struct_fields__:
            below = getattr(self, field)
            for part in below if isinstance(below, tuple) else (below,):
                if isinstance(part, Node):
                    yield from part.walk()


class Number(Node, frozen=True, array_like=True, tag=True):
    """A number, in the unit of what it is compared with or added to."""

    number: float


class Pick(Node, frozen=True, array_like=True, tag=True):
    """A figure: of the first quantity that is stated, the smallest or the largest of several, or each in turn."""

    how: Literal["first", "each", "min", "max"]
    names: tuple[str, ...]
    currency: str = ""
    """Of a price, the only currency in which it is read."""


class Value(Node, frozen=True, array_like=True, tag=True):
    """The number that is written, without what its rounding leaves open."""

    of: Pick


class Year(Node, frozen=True, array_like=True, tag=True):
    """The model year."""


class Operation(Node, frozen=True, array_like=True, tag=True):
    """A sum, difference, product or quotient."""

    sign: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


Expression: TypeAlias = Number | Pick | Value | Year | Operation


class Comparison(Node, frozen=True, array_like=True, tag=True):
    """Two expressions and how they must compare; equals may be a margin apart."""

    sign: Literal["<=", "<", ">=", ">", "==", "!="]
    left: Expression
    right: Expression
    subject: Literal["left", "right"] = "left"
    """The side that the comparison judges; the other one is the bound."""
    margin: float = 0.0
    relative: bool = False
    """Whether the margin is a fraction of the right side."""


class Is(Node, frozen=True, array_like=True, tag=True):
    """That an identity field holds one of some words."""

    field: str
    words: tuple[str, ...]


class IsStated(Node, frozen=True, array_like=True, tag=True):
    """That a figure, or else an identity field, is stated."""

    pick: Pick | None = None
    field: str = ""


class Not(Node, frozen=True, array_like=True, tag=True):
    """The opposite of a condition."""

    condition: Condition


class Every(Node, frozen=True, array_like=True, tag=True):
    """Conditions that must all hold."""

    conditions: tuple[Condition, ...]


class Some(Node, frozen=True, array_like=True, tag=True):
    """Conditions one of which must hold."""

    conditions: tuple[Condition, ...]


Leaf: TypeAlias = Comparison | Is | IsStated
Condition: TypeAlias = Leaf | Not | Every | Some
