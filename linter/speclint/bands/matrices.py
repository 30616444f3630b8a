"""Algebra of small symmetric matrices, without the import time of a package for it."""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Matrix: TypeAlias = list[list[float]]


def part(triangle: Sequence[Sequence[float]], places: Sequence[int]) -> Matrix:
    """The rows and columns at these places of a symmetric matrix given as its lower triangle."""
    return [[triangle[max(i, j)][min(i, j)] for j in places] for i in places]


def inverse(matrix: Matrix) -> Matrix:
    """The inverse of a symmetric positive definite matrix, by Gauss-Jordan elimination without pivots.

    Raises:
        ZeroDivisionError: the matrix is singular.
    """
    size = len(matrix)
    rows = [[*row, *(1.0 if i == j else 0.0 for j in range(size))] for i, row in enumerate(matrix)]
    for i in range(size):
        scale = 1 / rows[i][i]
        lead = rows[i] = [value * scale for value in rows[i]]
        for j in range(size):
            factor = rows[j][i]
            if j != i and factor:
                rows[j] = [value - factor * above for value, above in zip(rows[j], lead, strict=True)]
    return [row[size:] for row in rows]


def is_positive(matrix: Matrix) -> bool:
    """Whether a symmetric matrix is positive definite: every pivot of Gauss's elimination is above zero."""
    rows = [list(row) for row in matrix]
    for i, row in enumerate(rows):
        if row[i] <= 0:
            return False
        for below in rows[i + 1 :]:
            factor = below[i] / row[i]
            below[i:] = [value - factor * above for value, above in zip(below[i:], row[i:], strict=True)]
    return True


def product(left: Matrix, right: Matrix) -> Matrix:
    """The matrix product of both."""
    columns = list(zip(*right, strict=True))
    return [[sum(map(mul, row, column)) for column in columns] for row in left]


def column_product(matrix: Matrix, column: Sequence[float]) -> list[float]:
    """A matrix times a column."""
    return [sum(map(mul, row, column)) for row in matrix]


def total(left: Matrix, right: Matrix, share: float) -> Matrix:
    """The left matrix plus this share of the right one."""
    return [[a + share * b for a, b in zip(x, y, strict=True)] for x, y in zip(left, right, strict=True)]
