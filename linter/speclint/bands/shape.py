"""The reference models that there are: the figures and covariates of each kind of car."""

from __future__ import annotations

from typing import NamedTuple

COVARIATES = ("rwd", "awd", "automatic", "decade", "automatic_decade")
"""Driven axle, gearbox, decades since the reference year, and these for an automatic gearbox alone, 0 for
others: automatic gearboxes cost less and less time."""

PLAIN = ("power", "mass", "acceleration_0_100_kmh", "top_speed", "length", "width", "height", "wheelbase")
BY_ENGINE = ("torque", "displacement", "consumption_combined", "co2")
BY_BATTERY = ("torque", "battery", "range_wltp", "range_epa", "range_cltc")
BODY = ("length", "width", "height", "wheelbase")
"""Equal or not among siblings as their bodies are; other rules compare those."""
MIN_FIGURES = 3
"""Of two figures that disagree, either may be wrong."""
SHARED = "decade"
"""Equal for all members of a family: there is no variance within it."""


class Shape(NamedTuple):
    """The names in a reference model."""

    figures: tuple[str, ...]
    covariates: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """All of them, figures first."""
        return self.figures + self.covariates

    @property
    def family_features(self) -> tuple[str, ...]:
        """Those for which members of a family are compared."""
        return tuple(name for name in self.features if name not in (*BODY, SHARED))


SHAPES = {
    "petrol": Shape(PLAIN + BY_ENGINE, COVARIATES),
    "diesel": Shape(PLAIN + BY_ENGINE, COVARIATES),
    "electric": Shape(PLAIN + BY_BATTERY, ("rwd", "awd")),
}
"""By kind of car; engines of other fuels are close to petrol engines."""
