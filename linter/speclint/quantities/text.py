"""Texts read as figures: `150 kW (204 PS)`, `417–449 km`, `ca. 1.865,5 kg`, `230 kW @ 5500 rpm`."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound, Stated, approximately
from speclint.quantities.number import Number, is_number
from speclint.quantities.numeral import Mark, marks_shown, numerals, possible_marks, read_numeral
from speclint.quantities.phrase import Phrase, phrase_after, phrase_before, unit_before
from speclint.quantities.spelling import units_spelt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.quantities.figure_name import Span
    from speclint.quantities.unit import Unit

_RATIO = re.compile(r"(\s*\d{1,2}(?:[.,]\d{1,2})?)\s*:\s*1\s*$")
"""A ratio to one: `10.2:1`."""
_UNITS_LAST = re.compile(r"\(([^()@\d]+)@([^()@\d]+)\)\s*$")
"""Units after the figures that are in them: `12.7@ 2,700(kgm@ rpm)`."""
MAX_TEXT = 400
"""Characters of the longest text that is read as figures; longer ones are prose."""
MAX_NUMBERS = 16
MIN_ENGINE_SPEED = 500
"""1/min below which a number after the stroke in `230 kW / 308` is no speed of an engine."""
NAMES: dict[Mark, str] = {".": "point", ",": "comma"}
_TILDES = frozenset({"~", "∼", "〜", "～"})  # noqa: RUF001
MULTIPLES = frozenset({
    "lakh", "lakhs", "lac", "crore", "crores", "cr", "k", "thousand", "million", "millions", "mio", "mn", "m",
    "tsd",
})  # fmt: skip
"""Words after a price that make it a multiple: `₹18.34 Lakh`."""
PARTS = {("ft", "in"): 12, ("h", "min"): 60, ("min", "s"): 60}
"""Units of a figure in two parts, such as `5 ft 10 in`: so many of the second are one of the first."""


class WrittenFigure(msgspec.Struct, frozen=True):
    """A figure as it is written in a text."""

    stated: Stated
    unit: str
    """The unit as written, or the word in its place; empty if there is none."""
    units: tuple[Unit, ...]
    """The units that it may mean: none if unknown, several if ambiguous."""
    span: Span
    """From the first digit, or the unit in front of it, to the end of the unit."""
    numbers: tuple[Span, ...]
    """The place of each number; two for a range, and for a figure in two parts."""
    in_brackets: bool = False
    reached_at: WrittenFigure | None = None
    """The speed of the engine, or another condition, at which it holds."""

    @property
    def number_span(self) -> Span:
        """The characters that state the numbers, by which the figure is named."""
        return self.numbers[0][0], self.numbers[-1][1]


class Unread(msgspec.Struct, frozen=True):
    """A text that is no figure, and why."""

    reason: str


class Ambiguous(msgspec.Struct, frozen=True):
    """A text that means other figures with a decimal point than with a decimal comma."""

    point: tuple[WrittenFigure, ...]
    comma: tuple[WrittenFigure, ...]


class _Part(msgspec.Struct):
    """One number with what stands around it."""

    number: Number
    span: Span
    before: Phrase
    unit: str
    units: tuple[Unit, ...]
    start: int
    """Where the number, or the unit in front of it, begins."""
    end: int
    has_plus: bool


def read_text(text: str, decimal: Mark | None = None) -> tuple[WrittenFigure, ...] | Ambiguous | Unread:
    """The figures in a text, in order.

    Args:
        text: what is written.
        decimal: the decimal mark; if None, the numerals decide, and `1,865` alone is ambiguous.
    """
    ratio = _RATIO.match(text)
    if ratio:
        return read_text(ratio[1], decimal)
    units_last = _UNITS_LAST.search(text) if len(text) <= MAX_TEXT else None
    if units_last:
        units = map(str.strip, units_last.groups())
        return _with_units(read_text(text[: units_last.start()], decimal), *units)
    found = numerals(text) if len(text) <= MAX_TEXT else ()
    if not found:
        return Unread("there is no number in it" if len(text) <= MAX_TEXT else "it is too long for a figure")
    if len(found) > MAX_NUMBERS:
        return Unread(f"it has {len(found)} numbers")
    if decimal is None and ("." in text or "," in text):
        return _read_undecided(text, found)
    return _read(text, found, decimal or ".")


def _with_units(
    found: tuple[WrittenFigure, ...] | Ambiguous | Unread, unit: str, at: str
) -> tuple[WrittenFigure, ...] | Ambiguous | Unread:
    """The figures in the units that stand after them all, where they name none."""
    if isinstance(found, Unread):
        return found
    if isinstance(found, Ambiguous):
        return Ambiguous(*(_given(figures, unit, at) for figures in (found.point, found.comma)))
    return _given(found, unit, at)


def _given(figures: tuple[WrittenFigure, ...], unit: str, at: str) -> tuple[WrittenFigure, ...]:
    return tuple(
        msgspec.structs.replace(
            figure,
            unit=figure.unit or unit,
            units=figure.units or units_spelt(unit),
            reached_at=figure.reached_at and _given((figure.reached_at,), at, "")[0],
        )
        for figure in figures
    )


def _read_undecided(
    text: str, found: Sequence[re.Match[str]]
) -> tuple[WrittenFigure, ...] | Ambiguous | Unread:
    marks = marks_shown(match[0] for match in found)
    if len(marks) > 1:
        return Unread("both the point and the comma are decimal marks in it")
    if marks:
        return _read(text, found, marks.pop())
    point = _read(text, found, ".")
    if all(read_numeral(match[0], ".") == read_numeral(match[0], ",") for match in found):
        return point
    comma = _read(text, found, ",")
    if isinstance(point, Unread) or isinstance(comma, Unread):
        return comma if isinstance(point, Unread) else point
    return Ambiguous(point, comma)


def _read(text: str, found: Sequence[re.Match[str]], decimal: Mark) -> tuple[WrittenFigure, ...] | Unread:
    parts: list[_Part] = []
    for index, match in enumerate(found):
        number = read_numeral(match[0], decimal)
        if number is None:
            marks = possible_marks(match[0])
            return Unread(
                f'"{match[0]}" is no number' + (f" with a decimal {NAMES[decimal]}" if marks else "")
            )
        following = found[index + 1].start() if index + 1 < len(found) else None
        part = _part(text, match, number, parts[-1].end if parts else 0, following)
        if (match["space"] or "").isspace() and _may_follow_name(part):
            return Unread(f'it is not clear whether "{match[0]}" is one number')
        parts.append(part)
    return _figures(parts)


def _may_follow_name(part: _Part) -> bool:
    """Whether the first digits of a number may belong to a name before it, as in `Model 3 230 kW`."""
    word = part.before.last_word
    is_price = any(unit.kind.startswith("price in ") for unit in units_spelt(word))
    return bool(word) and (bool(part.unit) or not is_price)


def _part(text: str, match: re.Match[str], number: Number, start: int, following: int | None) -> _Part:
    """A number with the text from the end of the part before it to the number that follows."""
    lead, (first, last) = text[start : match.start()], match.span()
    after = phrase_after(text[last:following], is_last=following is None)
    end = last + after.end
    if start and match[0][0] in "-+\u2212" and not lead.strip():  # `417 -449` is a range, `150 +90` a sum
        before = Phrase(joint="sum" if match[0][0] == "+" else "range")
        size, first = -number if number < 0 else number, first + 1
        return _Part(size, (first, last), before, after.unit, after.units, first, end, after.has_plus)
    if start and lead.strip() in _TILDES:  # `1500~4500`
        return _Part(
            number, (first, last), Phrase(joint="range"), after.unit, after.units, first, end, after.has_plus
        )
    if not after.units and after.unit.casefold() not in MULTIPLES and (prefix := unit_before(lead)):
        place, unit, units = prefix
        before = phrase_before(lead[:place])
        return _Part(number, (first, last), before, unit, units, start + place, end, after.has_plus)
    before = phrase_before(lead)
    return _Part(number, (first, last), before, after.unit, after.units, first, end, after.has_plus)


def _figures(parts: list[_Part]) -> tuple[WrittenFigure, ...] | Unread:
    figures: list[WrittenFigure] = []
    for item in _joined(parts):
        if isinstance(item, Unread):
            return item
        figure, is_condition = item
        if not is_condition:
            figures.append(figure)
            continue
        for place in range(len(figures) - 1, -1, -1):  # of `150 kW (204 PS) at 5500 rpm` both
            figures[place] = msgspec.structs.replace(figures[place], reached_at=figure)
            if not figures[place].in_brackets:
                break
    return tuple(figures)


def _joined(parts: list[_Part]) -> Iterator[tuple[WrittenFigure, bool] | Unread]:
    """The figures, of one part or of two, each with whether it is the condition of the one before."""
    index, previous = 0, None
    while index < len(parts):
        part = parts[index]
        following = parts[index + 1] if index + 1 < len(parts) else None
        joint = part.before.joint
        if index == 0 and joint == "until":  # German `bis 230 km/h`
            part.before = Phrase(bound="most", is_approximate=part.before.is_approximate)
        if (index == 0 and joint in ("range", "sum")) or (previous and joint == "sum"):
            yield Unread("it is not clear what the sign before a number means")
            return
        is_condition = previous is not None and _is_condition(previous, part, following)
        if previous and not is_condition and joint == "" and not previous.unit:
            yield Unread("it is not clear how its numbers belong together")
            return
        figure, size = _figure(part, following)
        if figure is None:
            yield Unread("its range runs from high to low, or has a bound")
            return
        yield figure, is_condition
        previous = parts[index + size - 1]
        index += size


def _is_condition(previous: _Part, part: _Part, following: _Part | None) -> bool:
    """Whether a number is the speed, or another condition, at which the figure before it holds."""
    joint = part.before.joint
    if joint == "at":
        return True
    if joint not in ("stroke", "to") or not previous.units:
        return False
    end = following if following and not part.unit and following.before.joint in ("range", "until") else part
    if end.unit:
        return any(unit.kind == "rotational speed" for unit in end.units)
    is_output = any(unit.kind in ("power", "torque") for unit in previous.units)
    return is_output and part.number >= MIN_ENGINE_SPEED


def _figure(part: _Part, following: _Part | None) -> tuple[WrittenFigure | None, int]:
    """The figure of a part, or of two that belong together, and of how many it is."""
    if following is not None and _is_range(part, following):
        if part.number > following.number or part.before.bound == "most" or following.has_plus:
            return None, 2
        unit_part = following if following.units else part
        return _made((part.number, following.number), (part, following), unit_part), 2
    if following is not None and (ratio := _ratio(part, following)):
        total = part.number * ratio + following.number
        return (_made(total, (part, following), following) if is_number(total) else None), 2
    bound = "least" if part.has_plus else part.before.bound
    stated = Bound(part.number, at_least=bound == "least") if bound else part.number
    return _made(stated, (part,), part), 1


def _is_range(part: _Part, following: _Part) -> bool:
    joint = following.before.joint
    if joint not in ("range", "until", "to") or following.before.bound or part.has_plus:
        return False
    if joint == "to" and part.units and any(unit.kind == "rotational speed" for unit in following.units):
        return part.units == following.units
    return not part.unit or not following.unit or part.units == following.units != ()


def _ratio(part: _Part, following: _Part) -> int | None:
    """How many units of the second part are one of the first, in `5 ft 10 in`."""
    if following.before.joint or part.before.bound or not isinstance(part.number, int):
        return None
    names = product((unit.name for unit in part.units), (unit.name for unit in following.units))
    ratio = next((PARTS[pair] for pair in names if pair in PARTS), 0)
    return ratio if 0 <= following.number < ratio else None


def _made(stated: Stated, parts: tuple[_Part, ...], unit_part: _Part) -> WrittenFigure:
    is_approximate = any(part.before.is_approximate for part in parts)
    return WrittenFigure(
        approximately(stated) if is_approximate else stated,
        unit_part.unit,
        unit_part.units,
        (parts[0].start, parts[-1].end),
        tuple(part.span for part in parts),
        in_brackets=parts[0].before.opens_bracket,
    )
