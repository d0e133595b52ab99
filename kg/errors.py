"""Everything `kg` raises on purpose.

```text
KgError
├── ConfigError        a setting, an option or an environment variable is wrong
├── SchemaError        a schema file is wrong, or a record does not fit the schema
├── SourceError        a file of papers cannot be read, or one of its records
├── SpanError          offsets do not fit their text
├── ExtractionError    the pipeline cannot be built or run
├── QueryError         a query is unknown, malformed, refused, or lacks a parameter
├── NotFoundError      no paper, entity or query has that name
└── StoreError         a graph cannot be opened, read or written
    ├── StoreMissingError      there is no graph
    ├── StoreLockedError       another process holds it
    ├── StoreVersionError      it was written by a newer version
    └── StoreUnavailableError  no server answers there, or it refuses the credentials
```

An error's message says what was asked and what was found; `hint` says what to do about it.
"""

from __future__ import annotations


class KgError(Exception):
    """Base of every error that `kg` raises on purpose.

    Attributes:
        message: What was wrong, and where.
        hint: What to do about it, or None.

    Example:
        >>> error = KgError("No such query 'pepers'.", hint="Did you mean 'papers'?")
        >>> str(error)
        "No such query 'pepers'. Did you mean 'papers'?"
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message


class ConfigError(KgError, ValueError):
    """A setting, an option or an environment variable is wrong."""


class SchemaError(KgError, ValueError):
    """A schema file is wrong, or a record does not fit the schema."""


class SourceError(KgError, ValueError):
    """A file of papers, or one record of it, cannot be read."""


class SpanError(KgError, ValueError):
    """Offsets do not fit the text that they point into."""


class ExtractionError(KgError):
    """The extraction pipeline cannot be built or run."""


class QueryError(KgError, ValueError):
    """A query is unknown, malformed or refused, or a parameter is missing or of the wrong type."""


class NotFoundError(KgError, LookupError):
    """Nothing has the name that was asked for."""


class StoreError(KgError):
    """A graph cannot be opened, read or written.

    Attributes:
        retryable: Whether the same call may succeed when it is repeated.
    """

    def __init__(self, message: str, *, hint: str | None = None, retryable: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.retryable = retryable


class StoreMissingError(StoreError):
    """There is no graph at that place."""


class StoreLockedError(StoreError):
    """Another process holds the graph."""


class StoreVersionError(StoreError):
    """The graph was written by a newer version of `kg`."""


class StoreUnavailableError(StoreError):
    """No server answers at the address, or it refuses the credentials."""
