"""The sinks of text from sheets and paths, one for each kind of report; `sanitize` has that of plain text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from msgspec import Struct

_LOG_COMMAND = re.compile(r"#(?=#\w*\[)")
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~@&:$]|(?<=www)\.)", re.IGNORECASE)
_ISSUE = re.compile(r"\bGH(?=-\d)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"[@#](?=\w)|\bGH(?=-\d)|(?<!\w)[!$~%&](?=\w)|<|\](?=[(:\[])|:(?=//)|www(?=\.)", re.IGNORECASE
)
"""What begins a mention, a link to an issue or a page, or HTML, in the Markdown of GitHub or GitLab."""
_CODE = r"(?<![`\\])`[^`|\[\]]+`(?!`)"
_WITH_CODE = re.compile(rf"(?:[^`]|{_CODE})*+")
JOINER = "\u2060"
"""An invisible character at which no line breaks; a mention or a link that holds it is plain text."""


def as_json(document: object, *, in_one_line: bool = False) -> str:
    """JSON text in ASCII, with a final newline, in which no CI system finds a command of its logs."""
    import json

    # escaping all but ASCII keeps lone surrogates and bidirectional controls from any terminal
    text = json.dumps(document, ensure_ascii=True, default=_members)
    text = text if in_one_line else _indented(text)
    return _LOG_COMMAND.sub(r"\\u0023", text) + "\n"


def as_script_data(document: object) -> str:
    """JSON text in ASCII as the content of a script element, which nothing in it can end."""
    import json

    text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _indented(text: str) -> str:
    """JSON text over several lines; `json.dumps` would indent it in Python, several times slower."""
    import json

    import msgspec

    try:
        return msgspec.json.format(text)
    except msgspec.DecodeError:
        # half of a surrogate pair
        return json.dumps(json.loads(text), indent=2, ensure_ascii=True)


def _members(value: Decimal | Struct) -> object:
    """What `json` cannot write itself: a number with its digits, or a struct."""
    from msgspec.structs import asdict

    return float(value) if isinstance(value, Decimal) else asdict(value)


MAX_TEXT = 400
"""Characters of a text that Markdown shows, so that no long value takes the place of all others."""


def as_markdown(text: str, most: int = MAX_TEXT) -> str:
    """A text as Markdown shows it, shortened: nothing in it is markup, a link, a mention or HTML."""
    shown = sanitized(text if len(text) <= most else f"{text[: most - 1]}…")
    # a mention or a link to an issue is made of plain text
    escaped = _MARKUP.sub(r"\\\1", _ISSUE.sub(rf"\g<0>{JOINER}", shown))
    return escaped.replace("\\@", f"@{JOINER}").replace("\\#", f"#{JOINER}")


def inert(text: str) -> str:
    """A text for readers of which some take it for Markdown: as it is, but no link, mention or HTML."""
    return _REFERENCE.sub(rf"\g<0>{JOINER}", sanitized(text))


def inert_but_code(text: str) -> str:
    """A text of several lines as it is, its code spans included, but no link, mention or HTML.

    Code spans are known where each is within its line, of single backticks, none of them escaped, and without
    what cells of tables or links of SARIF are made of; otherwise the whole text is `inert`.
    """
    lines = list(map(sanitized, text.split("\n")))
    if not all(map(_WITH_CODE.fullmatch, lines)):
        return "\n".join(map(inert, text.split("\n")))
    parts = (part for line in lines for part in ("\n", *re.split(f"({_CODE})", line)))
    shown = (part if part.startswith("`") else _REFERENCE.sub(rf"\g<0>{JOINER}", part) for part in parts)
    return "".join(shown).removeprefix("\n")


def as_xml(text: str) -> str:
    """A text as content of an element or of an attribute; XML has no way to write most control characters."""
    from html import escape

    return escape(sanitized(text))


def as_command(text: str) -> str:
    """A text as the message of a workflow command of GitHub, which decodes it."""
    return sanitized(text).replace("%", "%25")


def as_property(text: str) -> str:
    """A text as a property of such a command."""
    return as_command(text).replace(":", "%3A").replace(",", "%2C")
