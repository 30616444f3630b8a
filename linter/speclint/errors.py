"""The errors that end a run: each message is one line with the place, the reason and the remedy.

    SpeclintError
    ├── ConfigError
    ├── GitError
    ├── LimitError
    ├── MissingPackageError
    ├── NothingToCheckError
    ├── OperandError
    ├── RuleError
    ├── SchemaError
    ├── UnreadableFileError
    │   ├── OutsideError
    │   └── UnrecognisedError
    ├── UnwritableFileError
    └── UnwrittenError

Errors that never end a run are declared where they are raised: `MalformedError` (a text that is not JSON),
`InvalidWordError` with `JSONPathError` and `UnknownNameError` (a word in a profile), and `LawError` (a row of
the table of laws).
"""

from __future__ import annotations

MAX_MESSAGE = 2000
"""Characters of a message; of a longer one the beginning and the end are shown, with place and remedy."""


def shortened(message: str) -> str:
    """A message that is no longer than the limit."""
    half = MAX_MESSAGE // 2
    return message if len(message) <= MAX_MESSAGE else f"{message[:half]}…{message[-half:]}"


class SpeclintError(Exception):
    """The work cannot be done; the message is one line with place and remedy."""

    def __init__(self, message: str) -> None:
        super().__init__(shortened(message))


class ConfigError(SpeclintError):
    """A configuration that cannot be followed."""


class UnreadableFileError(SpeclintError):
    """A file that cannot be read at all."""


class OutsideError(UnreadableFileError):
    """A file outside the folder that no path may lead out of."""


class UnrecognisedError(UnreadableFileError):
    """A repository in which no sheets were recognised, with what was read."""


class UnwritableFileError(SpeclintError):
    """A file that cannot, or must not, be written."""


class LimitError(SpeclintError):
    """Data that exceed a limit of the run, with the setting that raises it."""


class MissingPackageError(SpeclintError):
    """A package that a command needs, and that only an extra installs, is not there."""


class NothingToCheckError(SpeclintError):
    """No sheet was found."""


class SchemaError(SpeclintError):
    """A JSON Schema that cannot be used."""


class RuleError(SpeclintError):
    """A rule that failed on a sheet: a fault of the rule, never of the sheet."""

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        """The id of the rule, where it is known."""


class OperandError(SpeclintError):
    """Operands of a comparison that do not name two things to compare."""


class UnwrittenError(SpeclintError):
    """The standard output could not be written."""


class GitError(SpeclintError):
    """Git cannot answer: no repository, no such revision, an object that is missing."""
