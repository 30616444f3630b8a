"""Markets that follow one set of rules."""

from __future__ import annotations

EUROPE = frozenset({
    "eu", "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it",
    "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk", "ch", "gb", "is", "li", "no",
})  # fmt: skip
"""Markets whose cars have European type approval: the Union, the other members of the European Economic Area,
Switzerland, and the United Kingdom, which kept the rules when it left."""
