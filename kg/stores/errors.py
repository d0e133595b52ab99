"""The driver's errors as ours. No message holds a password."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from neo4j.exceptions import AuthError, DriverError, Neo4jError, TransientError

from kg.errors import KgError, QueryError, StoreError, StoreUnavailableError
from kg.stores.guard import READ_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFUSED = ("Security.Forbidden", "Statement.AccessMode")


@contextmanager
def store_errors(target: str) -> Iterator[None]:
    """Raise the driver's errors inside as `StoreError`s about `target`."""
    try:
        yield
    except (Neo4jError, DriverError, OSError) as err:
        raise store_error(err, target) from err


def store_error(err: Exception, target: str) -> StoreError:
    """Return what an error of the driver means for somebody who opens, reads or writes a graph."""
    code = getattr(err, "code", None) or ""
    if isinstance(err, AuthError) or ".Security." in code:
        return StoreUnavailableError(
            f"{target} refuses the user or the password ({_first_line(err)}).",
            hint="Set NEO4J_USERNAME and NEO4J_PASSWORD.",
        )
    if code.endswith("DatabaseNotFound"):
        return StoreUnavailableError(f"{target}: {_first_line(err)}", hint="Set NEO4J_DATABASE to one that is there.")
    if isinstance(err, Neo4jError):
        retryable = isinstance(err, TransientError) or code.endswith("ConstraintValidationFailed")
        return StoreError(f"{target}: {_first_line(err)}", retryable=retryable)
    if "Config" in type(err).__name__ or isinstance(err, ValueError):
        return StoreUnavailableError(
            f"{target} is no address of a Neo4j server: {_first_line(err)}.", hint="Correct NEO4J_URI or --graph."
        )
    if "://" not in target:
        return StoreError(f"The embedded store in {target} does not answer any more ({_first_line(err)}).")
    return StoreUnavailableError(
        f"No Neo4j server answers at {target} ({_reason(err)}).",
        hint="Start it, or correct NEO4J_URI; a server with TLS is at neo4j+s:// or bolt+s://, one without at bolt://.",
        retryable=True,
    )


@contextmanager
def query_errors(target: str, parameters: frozenset[str], timeout: float | None) -> Iterator[None]:
    """Raise the errors of a user's statement inside as `QueryError`s, and a lost connection as `StoreError`."""
    try:
        yield
    except TransientError as err:
        raise store_error(err, target) from err
    except Neo4jError as err:
        raise _query_error(err, parameters, timeout) from err
    except (DriverError, OSError) as err:
        raise store_error(err, target) from err
    except (TypeError, ValueError, OverflowError) as err:
        if isinstance(err, KgError):
            raise
        given = ", ".join(f"${name}" for name in sorted(parameters))
        raise QueryError(f"A value among {given} cannot be sent to the graph: {_first_line(err)}.") from err


def _query_error(err: Neo4jError, parameters: frozenset[str], timeout: float | None) -> QueryError:
    code = err.code or ""
    if "TimedOut" in code or "command.timeout" in str(err):
        return QueryError(
            f"The statement ran longer than {timeout:g} seconds and was stopped."
            if timeout
            else "The statement ran too long and was stopped.",
            hint="Start from one paper or entity, bound the path's length, or add LIMIT.",
        )
    if code.endswith(_REFUSED):
        return QueryError("The statement was refused: it would change the graph, or read outside it.", hint=READ_ONLY)
    given = f" Parameters: {', '.join(f'${name}' for name in sorted(parameters))}." if parameters else ""
    return QueryError(f"{_first_line(err).rstrip('.')}.{given}")


def _reason(err: Exception) -> str:
    """The system's word in the driver's list of what it tried, where there is one."""
    found = re.search(r"\[Errno -?\d+\] ([^)\]]+)", str(err))
    return found[1].strip() if found else _first_line(err)


def _first_line(err: Exception) -> str:
    text = getattr(err, "message", None) or str(err)
    return next((line.strip() for line in text.splitlines() if line.strip()), type(err).__name__)
