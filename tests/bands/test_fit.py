"""The fit finds the distribution that cars were drawn from, whatever some of them leave out or get wrong."""

from __future__ import annotations

import numpy as np
import pytest

from speclint.bands.fit import Row, fit_model
from speclint.bands.shape import Shape
from speclint.bands.tails import folds, held_out, outliers_of, spread, tail_of

SHAPE = Shape(("power", "mass", "acceleration_0_100_kmh"), ("awd",))
COVARIANCE = np.array([
    [0.10, 0.04, -0.06, 0.02], [0.04, 0.05, 0.0, 0.01], [-0.06, 0.0, 0.07, -0.01], [0.02, 0.01, -0.01, 0.2]
])  # fmt: skip
MEAN = np.array([4.6, 7.2, 2.3, 0.3])


def drawn(count: int, seed: int = 1) -> list[Row]:
    random = np.random.default_rng(seed)
    shared = random.multivariate_normal(np.zeros(4), COVARIANCE * 0.7, size=count // 4 + 1)
    own = random.multivariate_normal(np.zeros(4), COVARIANCE * 0.3, size=count)
    return [
        Row(i // 4, dict(zip(SHAPE.features, (MEAN + shared[i // 4] + own[i]).tolist(), strict=True)))
        for i in range(count)
    ]


def square(triangle: tuple[tuple[float, ...], ...]) -> np.ndarray:
    size = len(triangle)
    return np.array([[triangle[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)])


def test_the_distribution_is_found_though_figures_are_missing_and_wrong() -> None:
    rows = drawn(4000)
    for i, row in enumerate(rows):
        if i % 5 == 0:
            del row.vector["mass"]  # type: ignore[attr-defined]  # a dict
        if i % 50 == 1:
            row.vector["power"] += 3.0  # type: ignore[index]  # a dict
    found = fit_model(rows, SHAPE, population="cars")
    # the scale of a t distribution is a little below the covariance, by the same share in every place
    ratio = square(found.covariance)[0, 0] / COVARIANCE[0, 0]
    assert 0.6 < ratio < 1.1
    assert np.allclose(square(found.covariance) / ratio, COVARIANCE, atol=0.015)
    assert np.allclose(found.mean, MEAN, atol=0.06)
    assert np.allclose(
        square(found.within) / square(found.covariance)[:4, :4].max(), 0.3 * COVARIANCE / 0.2, atol=0.08
    )


def test_a_prior_decides_where_there_are_few_cars() -> None:
    before = fit_model(drawn(2000), SHAPE, population="cars")
    few = [Row(0, {"power": 4.6}), Row(1, {"power": 4.7})]
    found = fit_model(few, SHAPE, population="few", prior=before, weight=50)
    assert np.allclose(found.mean, before.mean, atol=0.05)
    assert np.allclose(square(found.covariance), square(before.covariance), atol=0.02)


def test_folds_keep_families_together() -> None:
    rows = drawn(40)
    pairs = list(folds(rows))
    assert sum(len(outside) for _, outside in pairs) == len(rows)
    for inside, outside in pairs:
        assert not {row.family for row in inside} & {row.family for row in outside}


def test_a_tail_holds_all_but_the_share_that_it_states() -> None:
    rows = drawn(4000)
    model = fit_model(rows, SHAPE, population="cars")
    read = outliers_of(model, rows, siblings=False)
    for name in SHAPE.figures:
        tail = tail_of(read, name)
        beyond = [outlier for outlier in read if outlier.name == name and outlier.deviations > tail.high[2]]
        assert len(beyond) <= len(read) / 300
        assert list(tail.high) == sorted(tail.high)


def test_siblings_make_a_band_narrower() -> None:
    rows = drawn(2000)
    model = fit_model(rows, SHAPE, population="cars")
    band = held_out(model.bands["mass"], "mass", [(model, drawn(400, seed=2))])
    assert band.held_out is not None
    assert band.held_out_siblings is not None
    assert band.held_out_siblings.robust_sd < 0.8 * band.held_out.robust_sd


def test_the_robust_deviation_is_that_of_a_normal_distribution() -> None:
    assert spread(np.random.default_rng(1).normal(size=20000).tolist()) == pytest.approx(1.0, abs=0.03)
