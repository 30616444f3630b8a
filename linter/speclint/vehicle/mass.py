"""The mass that a car accelerates, from whichever basis its sheet states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

DRIVER = 75.0
"""kg; the driver, 68 kg and 7 kg of luggage (Directive 92/21/EEC as adapted by 95/48/EC, kept by Regulation
(EU) 2021/535, before it 1230/2012, article 2)."""


BASES = (("mass_kerb_eu", 0.0), ("mass_kerb_din", DRIVER), ("mass_kerb", 0.0))
"""Kerb masses, the first that is stated counts, with the kg of the driver that each does not include."""


class MovingMass(msgspec.Struct, frozen=True):
    """A stated kerb mass, and the kg of the driver that it does not include."""

    figure: Figure
    driver: float


def moving_mass(sheet: Sheet) -> MovingMass | None:
    """The kerb mass with the driver that is to be added to it, or None if none is stated.

    A DIN mass (DIN 70020) is without driver, an EU mass with him. A mass of unknown basis is taken as it is,
    so that no car looks too slow for its figures.
    """
    for quantity, driver in BASES:
        figure = sheet.figure(quantity)
        if figure is not None:
            return MovingMass(figure, driver)
    return None
