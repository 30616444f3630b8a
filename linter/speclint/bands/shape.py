"""The portraits that there are: which figures each holds, which go with them, and what siblings tell of."""

from __future__ import annotations

from typing import NamedTuple

COMPANY = ("rwd", "awd", "automatic", "decade", "automatic_decade")
"""What goes with the figures of a car: driven axle, gearbox, decades since the reference year, and these for
an automatic gearbox alone, 0 for others: automatic gearboxes cost less and less time."""

PLAIN = ("power", "mass", "acceleration_0_100_kmh", "top_speed", "length", "width", "height", "wheelbase")
BY_ENGINE = ("torque", "displacement", "consumption_combined", "co2")
BY_BATTERY = (
    "torque", "battery", "range_wltp", "range_epa", "range_cltc",
)  # fmt: skip
BODY = ("length", "width", "height", "wheelbase")
"""What siblings share or not as their bodies are alike; other rules look at that."""
SHARED = "decade"
"""What the members of a family have in common: a fit of how they differ has nothing to fit there."""


class Shape(NamedTuple):
    """The names in a portrait."""

    figures: tuple[str, ...]
    company: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """All of them, figures first."""
        return self.figures + self.company

    @property
    def kin(self) -> tuple[str, ...]:
        """Those that siblings tell of."""
        return tuple(name for name in self.features if name not in (*BODY, SHARED))


SHAPES = {
    "petrol": Shape(PLAIN + BY_ENGINE, COMPANY),
    "diesel": Shape(PLAIN + BY_ENGINE, COMPANY),
    "electric": Shape(PLAIN + BY_BATTERY, ("rwd", "awd")),
}
"""By kind of car; engines of other fuels are close to petrol engines."""
