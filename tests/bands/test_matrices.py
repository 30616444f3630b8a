"""The little algebra behind the bands, against numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.bands.matrices import column_product, inverse, is_positive, part, product, total

SIZES = st.integers(1, 8)
SEEDS = st.integers(0, 10**6)


def positive(size: int, seed: int) -> np.ndarray:
    factors = np.random.default_rng(seed).normal(size=(size, size))
    return np.asarray(factors @ factors.T + np.eye(size))


@given(SIZES, SEEDS)
def test_an_inverse_times_its_matrix_is_one(size: int, seed: int) -> None:
    matrix = positive(size, seed)
    assert np.allclose(np.array(inverse(matrix.tolist())) @ matrix, np.eye(size))


@given(SIZES, SEEDS)
def test_products_sums_and_differences_are_those_of_numpy(size: int, seed: int) -> None:
    first, second = positive(size, seed), positive(size, seed + 1)
    assert np.allclose(product(first.tolist(), second.tolist()), first @ second)
    assert np.allclose(column_product(first.tolist(), second[0].tolist()), first @ second[0])
    assert np.allclose(total(first.tolist(), second.tolist(), 0.5), first + second / 2)
    assert np.allclose(total(first.tolist(), second.tolist(), -1.0), first - second)


def test_a_part_of_a_lower_triangle_is_symmetric() -> None:
    assert part([[1.0], [2.0, 3.0], [4.0, 5.0, 6.0]], [2, 0]) == [[6.0, 4.0], [4.0, 1.0]]


@given(SIZES, SEEDS)
def test_a_matrix_of_squares_is_positive(size: int, seed: int) -> None:
    assert is_positive(positive(size, seed).tolist())


@pytest.mark.parametrize("matrix", [[[0.0]], [[-1.0]], [[1.0, 2.0], [2.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]])
def test_a_matrix_with_a_negative_or_a_zero_eigenvalue_is_not(matrix: list[list[float]]) -> None:
    assert not is_positive(matrix)
